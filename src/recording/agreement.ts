/** How a run of the machine compares with what a real kernel did, step by step, for the marks on the screen. */
import type { Film } from "../history/film.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { Canonicalizer } from "./canonical.ts";
import { compareStep, type StepView } from "./compare.ts";

export interface StepAgreement {
	readonly status: "as-recorded" | "differs" | "unmodelled";
	/** What differs: entries, pagemap, vmas, frames, pages, results. */
	readonly aspects: readonly string[];
	/** The first place that differs and how, or why the step is not modelled. */
	readonly where?: string;
}

/**
 * One agreement a step of `recorded`. From the first step on that the machine cannot run, all are unmodelled: what follows starts from
 * another state. Both films must play the same script on the same kernel.
 */
export async function agreementOf(recorded: Film, modelled: Film): Promise<readonly StepAgreement[]> {
	const layout = layoutOf(modelled.kernel);
	const canonicalizer = modelled.frames === "pfn" && layout !== undefined ? new Canonicalizer(layout) : null;
	const agreements: StepAgreement[] = [];
	let missing: string | null = null;
	for (const [index, step] of recorded.steps.entries()) {
		const other = modelled.steps[index];
		if (missing === null && (other === undefined || other.status === "refused" || other.status === "disabled")) {
			missing = other?.problem ?? "the machine stopped before this step";
		}
		if (missing !== null || other === undefined) {
			agreements.push({ status: "unmodelled", aspects: [], where: missing ?? "" });
			continue;
		}
		const cursor = { step: index + 1, micro: 0 };
		const [theirs, ours] = await Promise.all([recorded.at(cursor), modelled.at(cursor)]);
		const observation = canonicalizer?.next(ours.observation) ?? ours.observation;
		agreements.push(agreement(view(step, theirs.observation), view(other, observation)));
	}
	return agreements;
}

function view(step: Omit<StepView, "observation">, observation: StepView["observation"]): StepView {
	return { events: step.events, observation, ...(step.result === undefined ? {} : { result: step.result }) };
}

function agreement(recorded: StepView, modelled: StepView): StepAgreement {
	const differences = compareStep(recorded, modelled);
	const [first] = differences;
	if (first === undefined) return { status: "as-recorded", aspects: [] };
	const place = first.where === "" ? "" : `${first.where}: `;
	return {
		status: "differs",
		aspects: differences.map((difference) => difference.aspect),
		where: `${place}recorded ${first.expected}, modelled ${first.actual}`,
	};
}
