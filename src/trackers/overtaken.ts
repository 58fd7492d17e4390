/** Two soft-dirty readers of one process: whose clear_refs took which writes from the other (B31). */
import { type Span, Spans } from "../base/spans.ts";
import { type Observation, PM_SOFT_DIRTY } from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import { isPopulated } from "./judge.ts";
import type { PageVerdict } from "./verdict.ts";

/** Pages of a region that were written between the last two clear_refs of its process. */
export interface OvertakenTruth {
	readonly process: ProcessId;
	readonly region: string;
	readonly pages: readonly Span[];
}

/** Those that are still there and no longer reported. */
export function judgeOvertaken(truth: readonly OvertakenTruth[], observation: Observation): PageVerdict[] {
	return truth.flatMap(({ process, region, pages }) => {
		const view = observation.processes.find(({ id }) => id === process)?.regions.find(({ name }) => name === region);
		if (view === undefined) return [];
		const isShared = view.vmas.some((vma) => vma.flags.includes("sh"));
		const lost = new Spans();
		for (const { at, n } of pages) lost.add(at, n);
		for (const run of view.runs) {
			if ((run.pagemap & PM_SOFT_DIRTY) !== 0 || !(isShared || isPopulated(run))) lost.remove(run.at, run.n);
		}
		return lost.list.flatMap(({ at, n }) => Array.from({ length: n }, (_, k) => ({ process, region, page: at + k })));
	});
}
