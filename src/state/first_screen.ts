/** The first screen: the 2016 bug, one key press before the split, and the sentence that says what to watch. */
import type { Cursor } from "../history/film.ts";
import type { Selection } from "./stage.ts";

export const FIRST_SCREEN = {
	scenario: "thp-split-dontneed",
	kernel: "4.6.2",
	/** The first recorded kernel with the fix: one click away. */
	fixedKernel: "4.8.15",
	/** After `write heap+0x3000`, before `advise heap+1M 4K dontneed`. */
	cursor: { step: 5, micro: 0 } satisfies Cursor,
	selection: { process: "A", region: "heap", page: 3 } satisfies Selection,
} as const;

/** The pair of kernels between which a bug of this scenario was fixed, for the quick switch in the header. */
export interface KernelPair {
	readonly broken: string;
	readonly fixed: string;
}

export function kernelPair(scenario: string): KernelPair | null {
	return scenario === FIRST_SCREEN.scenario ? { broken: FIRST_SCREEN.kernel, fixed: FIRST_SCREEN.fixedKernel } : null;
}

/** What to watch in the next step, where somebody wrote it down; says what is asked, never what the answer is. */
export function whatToWatch(scenario: string, edited: boolean, cursor: Cursor): string | null {
	if (edited || scenario !== FIRST_SCREEN.scenario || cursor.step !== 5 || cursor.micro !== 0) return null;
	return (
		"heap+0x3000 has just been written; the huge entry that maps it is soft-dirty. " +
		"The next step drops one page, so the kernel splits the entry into 512. Take one step (→) and watch soft-dirty: is it still set?"
	);
}
