/** What the stage is compared with, and the store of what comes of it. The work is done by `comparison.ts`, fetched when it is wanted. */
import { createStore } from "zustand/vanilla";
import type { Difference } from "../history/difference.ts";
import type { Divergence } from "../history/divergence.ts";
import type { Cursor, Film, Moment } from "../history/film.ts";
import type { OtherSide } from "../history/lockstep.ts";
import type { StepComparison } from "../history/step_comparison.ts";
import { type CompareTarget, type Source, stage } from "./stage.ts";

export interface Comparison {
	/** The other side; null until it is there. */
	readonly side: OtherSide | null;
	/** Who that is: `4.8.15`, `after step 3`. */
	readonly title: string;
	readonly film: Film | null;
	/** What is compared at present: the stage's moment, the other's beside it, and what they differ in. All null until they are there. */
	readonly at: Moment | null;
	readonly otherCursor: Cursor | null;
	readonly otherMoment: Moment | null;
	/** One step or micro-step before that. */
	readonly otherPrevious: Moment | null;
	readonly difference: Difference | null;
	/** After step 1, 2, …, as far as the two have been compared. */
	readonly steps: readonly StepComparison[];
	/** `steps` holds all that can be compared. */
	readonly complete: boolean;
	/** What makes the last difference that arose up to the present step; null when there is none, or while it is being found. */
	readonly divergence: Divergence | null;
	/** Why there is nothing to compare with. */
	readonly problem: string | null;
}

export const NO_COMPARISON: Comparison = {
	side: null,
	title: "",
	film: null,
	at: null,
	otherCursor: null,
	otherMoment: null,
	otherPrevious: null,
	difference: null,
	steps: [],
	complete: false,
	divergence: null,
	problem: null,
};

export const comparison = createStore<Comparison>(() => NO_COMPARISON);

/** Compares with another kernel: as recorded, as modelled, or whichever there is. */
export function compareWithKernel(kernel: string, source: Source = stage.getState().source): void {
	setCompare({ kind: "kernel", kernel, source });
}

/** Compares every step with this one. */
export function compareWithStep(step: number): void {
	setCompare({ kind: "step", step });
}

/** Compares with another branch of the scenario, step by step. */
export function compareWithBranch(branch: number): void {
	setCompare({ kind: "branch", branch });
}

/** Ends the comparison, or begins another. */
export function setCompare(compare: CompareTarget | null): void {
	stage.setState({ compare });
}
