/** A recording of real kernels, read: one scenario, and what each kernel did in every step. */
import type { KernelEvent } from "../sim/include/event.ts";
import type { Run, VmaView } from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import type { CallResult } from "../sim/include/transition.ts";

export interface RecordedRegion {
	readonly vmas: readonly VmaView[];
	/** From page 0 to the region's end, without gaps. */
	readonly runs: readonly Run[];
}

export interface RecordedStep {
	/** The line of the scenario. */
	readonly op: string;
	/** Absent when the step was skipped, or its process blocked or died in it. */
	readonly result?: CallResult;
	readonly events: readonly KernelEvent[];
	/** Processes that live and have a region. */
	readonly live: readonly ProcessId[];
	/** Only what changed in this step: process, then region. */
	readonly state: ReadonlyMap<ProcessId, ReadonlyMap<string, RecordedRegion>>;
}

export interface Recording {
	readonly name: string;
	/** One sentence: what it shows. */
	readonly about: string;
	readonly script: readonly string[];
	/** Steps by kernel, as many as the script has. Kernels that did the same share them. */
	readonly kernels: ReadonlyMap<string, readonly RecordedStep[]>;
}
