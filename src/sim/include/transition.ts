/** What one step did: its result, its events, and the micro-steps in the order in which the kernel's functions made them. */
import type { KernelEvent } from "./event.ts";
import type { Level } from "./observation.ts";
import type { ProcessId } from "./operation.ts";

/** Result of the call of a step; absent when the step was skipped, or its process blocked or died in it. */
export interface CallResult {
	readonly ret: number;
	/** 0 when the call succeeded. */
	readonly errno: number;
}

export type Change =
	| {
			readonly kind: "entry";
			readonly process: ProcessId;
			/** Virtual page number of the first page that the entry covers. */
			readonly page: number;
			readonly level: Level;
			/** Raw 64-bit words as the kernel at hand encodes them, frame or slot included. */
			readonly before: bigint;
			readonly after: bigint;
	  }
	| { readonly kind: "folio"; readonly frame: number; readonly what: string; readonly before: number; readonly after: number }
	| {
			readonly kind: "vma";
			readonly process: ProcessId;
			readonly page: number;
			readonly n: number;
			readonly before: string;
			readonly after: string;
	  }
	| { readonly kind: "tlb"; readonly cpu: number; readonly page: number; readonly before: string; readonly after: string };

export interface MicroStep {
	/** Kernel source file, as in `mm/huge_memory.c`. */
	readonly file: string;
	/** Kernel function, verbatim: `__split_huge_pmd_locked`. */
	readonly fn: string;
	/** Two or three words for the timeline: `build 512 entries`. */
	readonly label: string;
	/** One sentence: what it does here and why it matters. */
	readonly say: string;
	/** How many times in a row it ran alike (loops over many pages are folded). */
	readonly times: number;
	/** At most the first 64 changes; `changeCount` counts all. */
	readonly changes: readonly Change[];
	readonly changeCount: number;
}

export interface Transition {
	readonly result?: CallResult;
	readonly events: readonly KernelEvent[];
	readonly microSteps: readonly MicroStep[];
}
