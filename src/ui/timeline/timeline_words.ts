/** What the timeline says about a cursor, to screen readers and in tooltips. */
import type { Cursor, Film } from "../../history/film.ts";
import type { StepComparison } from "../../history/step_comparison.ts";
import type { MicroStep } from "../../sim/include/transition.ts";
import { currentMicroStep, microCount } from "../../state/cursor_math.ts";
import type { StepAgreement } from "../../state/stage.ts";
import { stepMark } from "./step_mark.ts";

export type FilmSteps = Pick<Film, "steps">;

/** `step 6: advise heap+1M 4K dontneed, blocked`. */
export function stationWords(film: FilmSteps, agreement: readonly StepAgreement[] | null, index: number): string {
	const step = film.steps[index];
	if (step === undefined) return "before the first step";
	const { words } = stepMark(step, agreement?.[index]);
	return `step ${index + 1}: ${step.text}${words === "" ? "" : `, ${words}`}`;
}

/** Where the cursor stands, in one line. */
export function cursorWords(
	film: FilmSteps,
	agreement: readonly StepAgreement[] | null,
	cursor: Cursor,
	inside: readonly MicroStep[],
): string {
	const micro = currentMicroStep(inside, cursor);
	if (micro !== null) {
		return `in ${stationWords(film, agreement, cursor.step)}; micro-step ${cursor.micro} of ${microCount(film, cursor.step)}: ${micro.fn}, ${micro.label}`;
	}
	if (cursor.step === 0) return `before the first of ${film.steps.length} steps`;
	return `after ${stationWords(film, agreement, cursor.step - 1)} (of ${film.steps.length})`;
}

/** What a comparison says of a step: `, differs from 4.8.15`; empty when nothing differs. */
export function comparedWords(step: StepComparison | undefined, other: string): string {
	if (step === undefined || step.state === "same") return "";
	return `, differs from ${other}${step.state === "parts" ? " anew" : ""}`;
}
