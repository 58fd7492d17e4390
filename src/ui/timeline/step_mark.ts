/** How a step is marked on the timeline: a shape, a sign and words, so that colour is never the only one to tell. */
import type { FilmStep } from "../../history/film.ts";
import type { StepAgreement } from "../../state/stage.ts";

export type MarkKind = "done" | "error" | "blocked" | "died" | "skipped" | "refused" | "disabled";

export interface StepMark {
	readonly kind: MarkKind;
	/** Beside colour and shape; empty when all went well. */
	readonly sign: string;
	/** Empty when all went well. */
	readonly words: string;
	/** The model does not do what was recorded. */
	readonly differs: boolean;
}

const SIGNS: Record<MarkKind, string> = {
	done: "",
	error: "E",
	blocked: "‖",
	died: "✕",
	skipped: "–",
	refused: "!",
	disabled: "○",
};

const WORDS: Record<MarkKind, string> = {
	done: "",
	error: "the kernel answers with an error",
	blocked: "the process is blocked",
	died: "the process dies",
	skipped: "skipped",
	refused: "not carried out",
	disabled: "switched off",
};

/** From harmless to grave; an aggregate shows its gravest. */
export const GRAVITY: readonly MarkKind[] = ["done", "disabled", "skipped", "error", "blocked", "refused", "died"];

export function stepMark(step: FilmStep, agreement: StepAgreement | undefined): StepMark {
	const kind = step.status === "done" && (step.result?.errno ?? 0) !== 0 ? "error" : step.status;
	const differs = agreement?.status === "differs";
	const differing = differs ? `differs from the recording: ${agreement.aspects.join(", ")}` : "";
	return { kind, sign: SIGNS[kind], words: [WORDS[kind], differing].filter(Boolean).join("; "), differs };
}
