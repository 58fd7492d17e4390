/** How a bit came to be what it is, told in full: what gave it its value, and the forms through which it came. */
import { useContext } from "react";
import type { Blame, BlameLink, Reading, Subject } from "../../history/inquiry.ts";
import { goTo } from "../../state/cursor.ts";
import { isWatched, toggleWatch } from "../../state/watches.ts";
import { useStage } from "../app/use_stage.ts";
import { BlameContext, blameKey, stepWords } from "./bit_blame.ts";
import styles from "./blame.module.css";

export interface BlameStoryProps {
	readonly subject: Subject;
	readonly bitKey: string;
}

export function BlameStory({ subject, bitKey }: BlameStoryProps) {
	const page = useContext(BlameContext);
	const watches = useStage((state) => state.watches);
	if (page === null) return null;
	const { process, region, page: at } = page.selection;
	const watch = { process, region, page: at, subject, key: bitKey };
	const watched = isWatched(watches, watch);
	const blame = page.answers.get(blameKey(subject, bitKey));
	return (
		<div className={styles["story"]}>
			{blame !== undefined && (
				<div className={styles["told"]}>
					<Origin blame={blame} onFurther={page.lookFurther} />
					{blame.forms.length > 0 && <Chain blame={blame} />}
				</div>
			)}
			<button type="button" className={styles["watch"]} aria-pressed={watched} onClick={() => toggleWatch(watch)}>
				{watched ? "Watched on the timeline" : "Watch on the timeline"}
			</button>
		</div>
	);
}

function Origin({ blame, onFurther }: { readonly blame: Blame; readonly onFurther: () => void }) {
	const { origin, searchedTo } = blame;
	if (origin === null && searchedTo !== undefined) {
		return (
			<p>
				Not changed since step {searchedTo}; earlier steps were not looked at.{" "}
				<button type="button" className={styles["go"]} onClick={onFurther}>
					Look further back
				</button>
			</p>
		);
	}
	if (origin === null) return <p>It has not changed since the start.</p>;
	return (
		<p>
			{origin.before.form === "" ? "Here since" : "Last changed in"} <Go link={origin} />
			<By link={origin} />
			{origin.before.form === "" ? "" : `: ${valueWords(origin.before)} → ${valueWords(origin.after)}`}.
			{origin.fn === "" && " The recording tells the step; the function is known to the model."}
		</p>
	);
}

/** The forms, from the one in which the bit got its value to the present one. */
function Chain({ blame }: { readonly blame: Blame }) {
	const { forms } = blame;
	const first = forms[0]?.before.form ?? "";
	return (
		<ol className={styles["chain"]} aria-label="Forms through which it came">
			<li>{first}</li>
			{forms.map((link) => (
				<li key={`${link.step}.${link.micro} ${link.after.form}`}>
					→ {link.after.form}
					{link.from === undefined ? "" : `, from ${link.from.process} ${link.from.page}`} in <Go link={link} />
					<By link={link} />
				</li>
			))}
		</ol>
	);
}

function Go({ link }: { readonly link: BlameLink }) {
	return (
		<button type="button" className={styles["go"]} onClick={() => goTo(link.cursor)}>
			step {stepWords(link)}
		</button>
	);
}

function By({ link }: { readonly link: BlameLink }) {
	if (link.fn === "") return null;
	return (
		<>
			{" "}
			by <code title={`${link.file}: ${link.label}`}>{link.fn}</code>
		</>
	);
}

function valueWords({ value, form }: Reading): string {
	return value === null ? form : value ? "1" : "0";
}
