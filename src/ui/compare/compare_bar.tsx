import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { isSame } from "../../history/difference.ts";
import type { StepComparison } from "../../history/step_comparison.ts";
import { countWords } from "../../layout/place.ts";
import { type Comparison, comparison, setCompare } from "../../state/compare.ts";
import { goToDifference, goToFirstDifference } from "../../state/comparison.ts";
import { goTo } from "../../state/cursor.ts";
import controls from "../app/controls.module.css";
import { IconButton } from "../app/icon_button.tsx";
import { PressButton } from "../app/press_button.tsx";
import { useStage } from "../app/use_stage.ts";
import styles from "./compare.module.css";
import { DifferenceTable } from "./difference_table.tsx";
import { divergenceWords } from "./divergence_words.ts";

/** Where two sides part, in a sentence, and the way from one difference to the next. */
export function CompareBar() {
	const now = useStore(comparison);
	const kernel = useStage((state) => state.kernel);
	const source = useStage((state) => state.film?.source);
	const cursor = useStage((state) => state.cursor);
	const here =
		now.film?.kernel === kernel && now.side?.lockstep === true ? `${kernel} ${source === "model" ? "modelled" : "recorded"}` : kernel;
	const branch = useStage((state) => state.compare?.kind === "branch");
	const whose = now.side?.lockstep === false ? "this step" : branch ? "this branch" : here;
	return (
		<section className={styles["bar"]} aria-label="Comparison">
			<div className={styles["line"]}>
				<h2>
					{whose} <span aria-hidden="true">⇄</span>
					<span className="heard"> compared with </span> {now.title}
				</h2>
				<span className={styles["count"]}>{countText(now)}</span>
				<span className={styles["tools"]}>
					<Jump label="First difference" keys="d" onPress={() => void goToFirstDifference()} isDisabled={firstOf(now) === null}>
						first ≠
					</Jump>
					<Jump label="Previous difference" keys="p" onPress={() => void goToDifference(-1)} isDisabled={neighbour(now, cursor.step, -1)}>
						‹ ≠
					</Jump>
					<Jump label="Next difference" keys="n" onPress={() => void goToDifference(1)} isDisabled={neighbour(now, cursor.step, 1)}>
						≠ ›
					</Jump>
					<IconButton label="End the comparison" onPress={() => setCompare(null)}>
						<X size={15} aria-hidden="true" />
					</IconButton>
				</span>
			</div>
			<p role="status" className={styles["sentence"]}>
				<Sentence now={now} here={whose} />
			</p>
			{now.difference !== null && !isSame(now.difference) && <DifferenceTable difference={now.difference} here={whose} there={now.title} />}
		</section>
	);
}

interface JumpProps {
	readonly label: string;
	readonly keys: string;
	readonly isDisabled: boolean;
	readonly onPress: () => void;
	readonly children: ReactNode;
}

function Jump({ label, keys, isDisabled, onPress, children }: JumpProps) {
	return (
		<PressButton
			className={controls["button"] ?? ""}
			aria-label={label}
			aria-keyshortcuts={keys}
			title={`${label} (${keys.toUpperCase()})`}
			isDisabled={isDisabled}
			onPress={onPress}
		>
			<span aria-hidden="true">{children}</span>
		</PressButton>
	);
}

function Sentence({ now, here }: { readonly now: Comparison; readonly here: string }) {
	if (now.problem !== null) return <>{now.problem}</>;
	if (now.side === null) return <>Fetching the other side…</>;
	const { divergence, title } = now;
	if (divergence === null) return <>{sameText(now)}</>;
	const { text, functions } = divergenceWords(divergence, here, title);
	return (
		<>
			<b>Step {divergence.step}:</b> {text}
			{functions.length > 0 && ": "}
			{functions.map(({ side, fn, link }, i) => (
				<span key={side}>
					{i > 0 && ", "}
					{side === "here" ? (
						<PressButton
							className={styles["link"] ?? ""}
							onPress={() => goTo(link.cursor)}
							aria-label={`${fn}: go to step ${link.step}.${link.micro}`}
						>
							<code>{fn}</code>
						</PressButton>
					) : (
						<code>{fn}</code>
					)}
					{functions.length > 1 && ` (${side === "here" ? here : title})`}
				</span>
			))}
			.
		</>
	);
}

/** While nothing differs: where the first difference lies. */
function sameText(now: Comparison): string {
	const first = firstOf(now);
	if (now.difference !== null && !isSame(now.difference)) return "These moments differ.";
	if (now.difference === null) return now.otherMoment === null ? "The other side has no such moment." : "These moments cannot be compared.";
	if (first === null) return now.complete ? "The two never part: every step is the same." : "The same so far.";
	return `The same here. The first difference is after step ${first.step}: press D.`;
}

function firstOf({ steps }: Comparison): StepComparison | null {
	return steps.find(({ state }) => state !== "same") ?? null;
}

/** Whether there is no difference to go to in this direction. */
function neighbour({ steps }: Comparison, at: number, by: 1 | -1): boolean {
	return !steps.some(({ step, state }) => state === "parts" && (by > 0 ? step > at : step < at));
}

function countText({ difference }: Comparison): string {
	if (difference === null) return "";
	if (isSame(difference)) return "= no difference here";
	const pages = difference.pages.reduce((sum, { n, facts }) => (facts.every(({ aspect }) => aspect === "vmas") ? sum : sum + n), 0);
	const others = difference.things.length + difference.pages.filter(({ facts }) => facts.some(({ aspect }) => aspect === "vmas")).length;
	const parts = [pages > 0 ? `${countWords(pages, "page")} differ` : "", others > 0 ? countWords(others, "other difference") : ""];
	return `≠ ${parts.filter(Boolean).join(", ")}`;
}
