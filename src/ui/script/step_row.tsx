/** One step in the list: number, text, what it means, how it went. */
import { memo, useContext, useEffect, useRef } from "react";
import { type Badge, badgesOf } from "./badges.ts";
import { eventText } from "./event_text.ts";
import { RowButton } from "./row_button.tsx";
import type { ScriptRow, When } from "./rows.ts";
import { GripContext, StepListContext } from "./step_list_context.ts";
import styles from "./step_row.module.css";

/** Said only where there is more than one process. */
const OF_A = /^A:\s*/;

export const StepRow = memo(function StepRow({ row, when }: { readonly row: ScriptRow; readonly when: When }) {
	const list = useContext(StepListContext);
	const Grip = useContext(GripContext);
	const { line, step } = row;
	const frame = useRef<HTMLDivElement>(null);
	// On the row element itself, which is the list's: its own properties would make the list draw every row anew.
	useEffect(() => {
		const element = frame.current?.closest("[role=row]");
		if (when !== "now" || !element) return;
		element.setAttribute("aria-current", "step");
		return () => element.removeAttribute("aria-current");
	}, [when]);
	// A message names columns of the whole line.
	const text = list.showsProcess || row.error !== null || row.warning !== null ? line.text : line.text.replace(OF_A, "");
	const events = step?.events ?? [];
	const isOpen = list.expanded.has(line.id);
	return (
		<div className={styles.row} ref={frame} data-when={when} data-off={!line.enabled || undefined}>
			<span className={styles.number}>
				<span aria-hidden="true">
					{row.at + 1}
					{row.agreement?.status === "as-recorded" && <span className={styles.recorded}>✓</span>}
				</span>
				{Grip !== null && <Grip label={`Drag step ${row.at + 1}`} className={styles.grip ?? ""} />}
			</span>
			<div className={styles.body}>
				{line.notes?.map((note) => (
					<small key={note} className={styles.gloss}>
						{note}
					</small>
				))}
				<code className={styles.text}>{text}</code>
				{row.gloss !== "" && <small className={styles.gloss}>{row.gloss}</small>}
				{row.error !== null && <small className={styles.problem}>{row.error}</small>}
				{row.warning !== null && <small className={styles.warning}>{row.warning}</small>}
				<span className={styles.badges}>
					{badgesOf(step, row.agreement).map((badge) => (
						<BadgeMark key={badge.label} badge={badge} />
					))}
					{events.length > 0 && (
						<RowButton className={styles.events ?? ""} aria-expanded={isOpen} onPress={() => list.toggleEvents(row)}>
							{events.length === 1 ? "1 event" : `${events.length} events`} <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span>
						</RowButton>
					)}
				</span>
				{isOpen && (
					<ul className={styles.story}>
						{events.map((event, at) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: events of a step never change their order.
							<li key={at}>{eventText(event)}</li>
						))}
					</ul>
				)}
			</div>
			{!list.isReadOnly && (
				<RowButton
					className={styles.more ?? ""}
					aria-label={`Actions for step ${row.at + 1}`}
					aria-haspopup="menu"
					onPress={(press) => list.openMenu(row, press.currentTarget)}
				>
					⋯
				</RowButton>
			)}
		</div>
	);
});

/** What went wrong or waits says why in words; what is as it should be keeps its story for the pointer and for screen readers. */
function BadgeMark({ badge }: { readonly badge: Badge }) {
	const isLoud = badge.tone === "bad" || badge.tone === "wait";
	return (
		<span className={styles.mark}>
			<span className={styles.badge} data-tone={badge.tone} {...(isLoud ? {} : { title: badge.about })}>
				{badge.label}
				{!isLoud && badge.about !== "" && <span className="heard"> {badge.about}</span>}
			</span>
			{isLoud && badge.about !== "" && <small className={styles.why}>{badge.about}</small>}
		</span>
	);
}

/** The row as one sentence, for screen readers. */
export function rowLabel(row: ScriptRow): string {
	const { line, step } = row;
	const marks = badgesOf(step, row.agreement).map((badge) => badge.label);
	return [
		`Step ${row.at + 1}`,
		...(line.enabled ? [] : ["off"]),
		line.text,
		...(row.gloss === "" ? [] : [row.gloss]),
		...(row.error === null ? [] : [`problem: ${row.error}`]),
		...marks.filter((mark) => mark !== "off"),
		...(row.agreement?.status === "as-recorded" ? ["as recorded"] : []),
	].join(", ");
}
