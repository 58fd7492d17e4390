/** What one interval costs as memory grows and the writes stay the same. */
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import type { Counts } from "./counts.ts";
import { runTracker } from "./run_tracker.ts";
import type { TrackerId } from "./tracker.ts";
import { Workbench } from "./workbench.ts";
import { MIN_PAGES, type Workload } from "./workload.ts";

export interface SweepPoint {
	readonly pages: number;
	readonly counts: Counts;
}

/** Largest memory of a sweep (64 GiB): larger ones go on in a straight line. */
const MOST_PAGES = 2 ** 24;
/** Writes of a sweep's interval at most. */
const MOST_WRITES = 100_000;

/** The sizes of the sweep: every fourfold from 4 MiB on. */
export function sweepSizes(): number[] {
	const sizes: number[] = [];
	for (let pages = MIN_PAGES; pages <= MOST_PAGES; pages *= 4) sizes.push(pages);
	return sizes;
}

/** Yields the share of the interval that is done, and at the end the second interval's counts: the first has to set tracking up. */
export function* sweepPoint(
	workload: Workload,
	kernel: KernelRecord,
	tracker: TrackerId,
	pages: number,
): Generator<number, SweepPoint | null, void> {
	const at = { ...workload, pages, intervals: 2, writes: Math.min(workload.writes, MOST_WRITES) };
	let found: SweepPoint | null = null;
	for (const each of runTracker(new Workbench(at), kernel, tracker, "columns")) {
		if (typeof each === "number") yield each;
		else found = { pages, counts: each.counts };
	}
	return found;
}
