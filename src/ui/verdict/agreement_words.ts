/** How the model agrees with the recording, over the whole scenario, in one line. */
import type { Source, StepAgreement } from "../../state/stage.ts";

export interface AgreementSummary {
	readonly tone: "good" | "bad" | "plain";
	/** `✓`, `≠` or empty: colour is never the only sign. */
	readonly sign: string;
	readonly words: string;
	/** Index of the first step that differs, to go there; null when none does. */
	readonly differsAt: number | null;
}

export interface AgreementInput {
	readonly agreement: readonly StepAgreement[] | null;
	/** Of the recording that the scenario is or began as; empty for one of one's own. */
	readonly name: string;
	readonly kernel: string;
	readonly edited: boolean;
	readonly source: Source;
	/** The scenario was recorded on this kernel. */
	readonly recorded: boolean;
	/** The machine can be this kernel. */
	readonly modelled: boolean;
}

export function summarizeAgreement({
	agreement,
	name,
	kernel,
	edited,
	source,
	recorded,
	modelled,
}: AgreementInput): AgreementSummary | null {
	const plain = (words: string): AgreementSummary => ({ tone: "plain", sign: "", words, differsAt: null });
	if (edited) return plain(name === "" ? "not recorded: modelled only" : "edited: no recording to compare");
	if (!recorded) return modelled ? plain(`not recorded on ${kernel}: modelled only`) : null;
	if (!modelled) return plain(`recorded on ${kernel}; not modelled yet`);
	// Not compared yet.
	if (agreement === null) return source === "recording" ? plain(`recorded on ${kernel}`) : null;
	const differsAt = agreement.findIndex(({ status }) => status === "differs");
	const first = agreement[differsAt];
	if (first !== undefined) {
		return { tone: "bad", sign: "≠", words: `model differs at step ${differsAt + 1}: ${first.aspects.join(", ")}`, differsAt };
	}
	const agree = agreement.filter(({ status }) => status === "as-recorded").length;
	if (agree === agreement.length) {
		return { tone: "good", sign: "✓", words: `as recorded on ${kernel}`, differsAt: null };
	}
	const from = agreement.findIndex(({ status }) => status === "unmodelled") + 1;
	return plain(`as recorded on ${kernel} for ${agree} of ${agreement.length} steps; step ${from} is not modelled yet`);
}
