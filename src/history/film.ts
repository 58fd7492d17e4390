/**
 * A film is anything that can be stepped through: a recording of a real kernel, or a run of the machine. The screen knows only
 * this. Frames are numbered from 0 (before the first step) to `steps.length` (after the last).
 */
import type { KernelEvent } from "../sim/include/event.ts";
import type { Observation } from "../sim/include/observation.ts";
import type { Step } from "../sim/include/operation.ts";
import type { CallResult, MicroStep } from "../sim/include/transition.ts";
import type { Trackers, Verdict } from "../trackers/verdict.ts";
import type { RunDigest } from "./digest.ts";
import type { Inquiry } from "./inquiry.ts";
import type { StepComparison } from "./step_comparison.ts";

export type { PageVerdict, TrackerId, Trackers, TrackerVerdict, Verdict } from "../trackers/verdict.ts";

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
	/** How many micro-steps it has; 0 for recordings: the real kernel was only asked between steps. */
	readonly micros: number;
}

export interface Moment {
	readonly cursor: Cursor;
	readonly observation: Observation;
	/** On soft-dirty. */
	readonly verdict: Verdict;
	/** On everything else that tracks; absent where nothing else does. */
	readonly trackers?: Trackers;
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
	/** The micro-steps of the step with this index: made when they are asked for, since all of a long run would not fit. */
	microSteps(step: number): Promise<readonly MicroStep[]>;
	/** What a link promises of the first `steps` steps. */
	digest(steps: number): Promise<RunDigest>;
	/** Present where the inside of steps is known: in runs of the machine. */
	readonly inquiry?: Inquiry;
	/** Compares it, step by step in lockstep, with another film that is made in the same place; null: the other is made elsewhere. */
	readonly compareWith?: (other: Film) => AsyncIterable<readonly StepComparison[]> | null;
}
