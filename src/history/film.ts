/**
 * A film is anything that can be stepped through: a recording of a real kernel, or a run of the machine. The screen knows only
 * this. Frames are numbered from 0 (before the first step) to `steps.length` (after the last).
 */
import type { KernelEvent } from "../sim/include/event.ts";
import type { Observation } from "../sim/include/observation.ts";
import type { ProcessId, Step } from "../sim/include/operation.ts";
import type { CallResult, MicroStep } from "../sim/include/transition.ts";

/** Stands after `step` whole steps and `micro` micro-steps of the next one (0: between steps). */
export interface Cursor {
	readonly step: number;
	readonly micro: number;
}

export interface FilmStep {
	/** The line of the scenario, without a disabled mark. */
	readonly text: string;
	/** Absent when the line cannot be parsed; `problem` then says why. */
	readonly parsed?: Step;
	/** `refused`: not carried out, for `problem`'s reason (syntax, unknown region, not modelled yet). */
	readonly status: "done" | "blocked" | "died" | "skipped" | "disabled" | "refused";
	readonly problem?: string;
	readonly result?: CallResult;
	readonly events: readonly KernelEvent[];
	/** Empty for recordings: the real kernel was only asked between steps. */
	readonly microSteps: readonly MicroStep[];
}

/** Pages of one process, by region: what was written since its last clear_refs, and what soft-dirty reports. */
export interface PageVerdict {
	readonly process: ProcessId;
	readonly region: string;
	/** Page of the region. */
	readonly page: number;
}

/** The oracle's judgement of soft-dirty at a moment, over populated pages (see trackers/oracle.ts). */
export interface Verdict {
	/** Processes judged; `cleared` says whether the process wrote clear_refs at all. */
	readonly written: readonly PageVerdict[];
	/** Number of populated pages that pagemap reports as soft-dirty. */
	readonly reported: number;
	/** Written, still populated, not reported: data loss for CRIU or live migration. */
	readonly missed: readonly PageVerdict[];
	/** Reported, not written: extra work. Runs of pages, since there may be many. */
	readonly spurious: readonly (PageVerdict & { readonly n: number })[];
	readonly spuriousCount: number;
	/** Written since, but dropped again by the program itself (DONTNEED, unmap): nothing to report. */
	readonly dropped: readonly PageVerdict[];
}

export interface Moment {
	readonly cursor: Cursor;
	readonly observation: Observation;
	readonly verdict: Verdict;
}

export interface Film {
	/** Kernel id, as in kernels.json. */
	readonly kernel: string;
	readonly source: "recording" | "model";
	/** Whether `Run.frame` holds page frame numbers (model) or labels in order of first appearance (recording). */
	readonly frames: "pfn" | "label";
	readonly steps: readonly FilmStep[];
	/** The moment at a cursor; rejects only when the film's worker is gone. */
	at(cursor: Cursor): Promise<Moment>;
}
