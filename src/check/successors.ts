/** How an exploration learns where the steps out of a state lead. */
import type { Machine } from "../sim/machine_state.ts";
import type { Found } from "./found.ts";
import type { Promises } from "./promise.ts";
import type { Property } from "./properties.ts";
import type { StateView } from "./view.ts";

/** What became of a step: it cannot be said here, it led back to the same state, on to another one, or the machine stopped in it. */
export const IMPOSSIBLE = 0;
export const UNCHANGED = 1;
export const STEPPED = 2;
export const STOPPED = 3;

export interface Successors {
	/** How many numbers describe a state, so that it can be gone to without walking its whole path. */
	readonly width: number;
	/** Where `moveTo` led: a bit for each property that is broken there. */
	readonly broken: number;
	/** The state behind the step taken last: its hash, what is broken there, and whether counts and entries agree. */
	readonly high: number;
	readonly low: number;
	readonly brokenAfter: number;
	readonly miscounted: boolean;
	/** What the machine said when it stopped. */
	readonly message: string;
	/** Writes the numbers that describe the state behind the step taken last. */
	describe(into: Int32Array, at: number): void;
	/** Goes to the end of a path of steps, given as indices; `numbers` describe the state there, from `at` on. */
	moveTo(path: Uint8Array, numbers: Int32Array, at: number): void;
	/** Tries a step from where `moveTo` led, and stays there. */
	take(op: number): number;
	/** Tries all steps from where `moveTo` led. */
	takeAll(found: Found): void;
	/** Lends out the machine as it is where `moveTo` led, and what was promised there. */
	lend<T>(use: (machine: Machine, promises: Promises) => T): T;
}

/** Tries a step, and notes what became of it. */
export function takeInto(successors: Successors, op: number, found: Found): void {
	const outcome = successors.take(op);
	if (outcome === IMPOSSIBLE) return;
	found.tried++;
	const { broken, brokenAfter, miscounted, message } = successors;
	if (outcome === STEPPED) found.note(op, successors, brokenAfter & ~broken, miscounted);
	else if (outcome === STOPPED) found.stopped.push({ op, message });
}

/** A bit for each property that the rows break. */
export function brokenBits(properties: readonly Property[], view: StateView): number {
	let broken = 0;
	for (let i = 0; i < properties.length; i++) if ((properties[i]?.broken(view) ?? -1) >= 0) broken |= 1 << i;
	return broken;
}
