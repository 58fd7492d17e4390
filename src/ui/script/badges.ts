/** The small marks of a step: how it went, and how it compares with the recording. Words first; colour only repeats them. */
import type { FilmStep } from "../../history/film.ts";
import type { StepAgreement } from "../../state/stage.ts";
import { errnoMeaning, errnoName } from "./errno.ts";
import { deathName } from "./event_text.ts";

export interface Badge {
	readonly tone: "bad" | "wait" | "plain";
	readonly label: string;
	/** The whole story, for the tooltip and for screen readers; empty when the label says it all. */
	readonly about: string;
}

function resultBadge(step: FilmStep): Badge | null {
	const { result } = step;
	if (result === undefined) return null;
	if (result.errno !== 0) {
		const meaning = errnoMeaning(result.errno, step.parsed?.operation.kind);
		return { tone: "bad", label: errnoName(result.errno), about: `errno ${result.errno}${meaning === "" ? "" : `: ${meaning}`}` };
	}
	return result.ret === 0 ? null : { tone: "plain", label: `= ${result.ret}`, about: `the call returned ${result.ret}` };
}

function statusBadge(step: FilmStep): Badge | null {
	switch (step.status) {
		case "done":
			return null;
		case "blocked":
			return {
				tone: "wait",
				label: "blocked",
				about: `${step.parsed?.process ?? "the process"} waits ${waitsFor(step)}`,
			};
		case "died": {
			const oops = step.events.find((event) => event.kind === "oops");
			if (oops?.kind === "oops")
				return { tone: "bad", label: "kernel BUG", about: `the kernel breaks at ${oops.at}: ${oops.process} never returns` };
			const died = step.events.find((event) => event.kind === "died");
			const code = died?.kind === "died" ? deathName(died.code) : "died";
			return { tone: "bad", label: code, about: `${died?.process ?? "the process"} touched what it may not and was killed` };
		}
		case "skipped": {
			const skipped = step.events.find((event) => event.kind === "skipped");
			const why = skipped?.kind === "skipped" ? `${skipped.process} is ${skipped.why}` : (step.problem ?? "");
			return { tone: "wait", label: "skipped", about: why };
		}
		case "disabled":
			return { tone: "plain", label: "off", about: "kept, but not carried out" };
		case "refused":
			// Why stands in the row as its error.
			return { tone: "bad", label: "not run", about: "" };
	}
}

function waitsFor({ events }: FilmStep): string {
	const moves = events.some((event) => event.kind === "blocked" && event.by === "migration");
	return moves ? "until the page that it touched has been moved by migrate finish" : "until its userfaultfd is answered by a uffd step";
}

function agreementBadge(agreement: StepAgreement): Badge | null {
	switch (agreement.status) {
		case "as-recorded":
			return null;
		case "differs": {
			const aspects = agreement.aspects.join(", ");
			const where = agreement.where === undefined ? "" : `: ${agreement.where}`;
			return { tone: "bad", label: "≠ differs", about: `differs from the recording${aspects === "" ? "" : ` in ${aspects}`}${where}` };
		}
		case "unmodelled":
			return { tone: "plain", label: "not modelled", about: agreement.where ?? "this step is played from the recording only" };
	}
}

/** In the order in which they are read: status, result, agreement. A step that is as recorded has its tick beside its number. */
export function badgesOf(step: FilmStep | undefined, agreement: StepAgreement | undefined): readonly Badge[] {
	const found = step === undefined ? [] : [statusBadge(step), resultBadge(step)];
	if (agreement !== undefined && step?.status !== "disabled") found.push(agreementBadge(agreement));
	return found.filter((badge) => badge !== null);
}
