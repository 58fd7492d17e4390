/** The rows of the step list: lines of the scenario joined with what the film did with them. Pure, so that it can be tested alone. */
import type { Cursor, Film, FilmStep } from "../../history/film.ts";
import type { ScenarioLine } from "../../state/scenario_lines.ts";
import type { StepAgreement } from "../../state/stage.ts";
import { type Judgement, problemText } from "./judge.ts";

export interface ScriptRow {
	readonly line: ScenarioLine;
	/** From 0. */
	readonly at: number;
	/** What the rest was made of. */
	readonly judgement: Judgement | undefined;
	readonly gloss: string;
	/** Why the step is not carried out, with the place in the line; null when it is. */
	readonly error: string | null;
	/** What the kernel will probably answer; null when nothing is amiss. */
	readonly warning: string | null;
	/** Absent while the film of the edited scenario is still being made. */
	readonly step: FilmStep | undefined;
	readonly agreement: StepAgreement | undefined;
}

/** Index of the step that the cursor stands in, or has just finished; -1 before the first. */
export function currentStep(cursor: Cursor): number {
	return cursor.micro > 0 ? cursor.step : cursor.step - 1;
}

/** `now`: the step that the cursor stands in or right after. */
export type When = "past" | "now" | "later";

export function whenOf(at: number, now: number): When {
	return at < now ? "past" : at === now ? "now" : "later";
}

/**
 * A film is made anew after each edit, and for a moment the old one is still there: a step is joined with a line only when
 * both say the same.
 */
function stepOf(film: Film | null, line: ScenarioLine, at: number): FilmStep | undefined {
	const step = film?.steps[at];
	return step !== undefined && step.text === line.text && (step.status === "disabled") === !line.enabled ? step : undefined;
}

interface Sources {
	readonly lines: readonly ScenarioLine[];
	/** One a line. */
	readonly judged: readonly Judgement[];
	readonly film: Film | null;
	readonly agreement: readonly StepAgreement[] | null;
}

/** Rows that are as they were `before` stay the same objects, so that an edit draws the rows that it changed and not all. */
export function scriptRows(sources: Sources, before: readonly ScriptRow[] = []): readonly ScriptRow[] {
	const { lines, judged, film, agreement } = sources;
	return lines.map((line, at) => {
		const step = stepOf(film, line, at);
		const judgement = judged[at];
		const agrees = step === undefined ? undefined : agreement?.[at];
		const old = before[at];
		if (old?.line === line && old.step === step && old.judgement === judgement && old.agreement === agrees) return old;
		const own = judgement?.error ?? null;
		const row: ScriptRow = {
			line,
			at,
			judgement,
			gloss: judgement?.gloss ?? "",
			error: own === null ? (step?.status === "refused" ? (step.problem ?? null) : null) : problemText(own),
			// Once it ran, what the kernel did answer stands in its badges.
			warning: judgement?.warning && step === undefined ? problemText(judgement.warning) : null,
			step,
			agreement: agrees,
		};
		return old !== undefined && sameRow(old, row) ? old : row;
	});
}

function sameRow(a: ScriptRow, b: ScriptRow): boolean {
	return (
		a.line === b.line &&
		a.gloss === b.gloss &&
		a.error === b.error &&
		a.warning === b.warning &&
		a.step === b.step &&
		a.agreement === b.agreement
	);
}
