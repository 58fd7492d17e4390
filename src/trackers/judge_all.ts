/** All trackers of a moment, each judged by its own resets. */
import type { Observation } from "../sim/include/observation.ts";
import { judge, type RegionTruth } from "./judge.ts";
import { judgeOvertaken, type OvertakenTruth } from "./overtaken.ts";
import { judgeTracker, type TrackerKernel, type WatchTruth } from "./tracker.ts";
import { UFFD_WP_ASYNC } from "./uffd_wp_async.ts";
import { UFFD_WP_SYNC } from "./uffd_wp_sync.ts";
import type { Trackers, Verdict } from "./verdict.ts";

/** What really happened, tracker by tracker. Regions of which there is nothing to tell are left out, except for soft-dirty. */
export interface Truth {
	readonly softDirty: readonly RegionTruth[];
	readonly overtaken: readonly OvertakenTruth[];
	readonly wpSync: readonly WatchTruth[];
	readonly wpAsync: readonly WatchTruth[];
}

/** `trackers` is absent where only soft-dirty is at work, and one reader of it. */
export function judgeAll(
	truth: Truth,
	observation: Observation,
	kernel: TrackerKernel,
): { readonly verdict: Verdict; readonly trackers?: Trackers } {
	const verdict = judge(truth.softDirty, observation);
	const overtaken = truth.overtaken.length === 0 ? [] : judgeOvertaken(truth.overtaken, observation);
	const verdicts = [
		judgeTracker(UFFD_WP_SYNC, truth.wpSync, observation, kernel),
		judgeTracker(UFFD_WP_ASYNC, truth.wpAsync, observation, kernel),
	].filter((each) => each !== null);
	return verdicts.length === 0 && overtaken.length === 0 ? { verdict } : { verdict, trackers: { verdicts, overtaken } };
}
