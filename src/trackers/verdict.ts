/** What a tracker's report is worth, page by page. */
import type { ProcessId } from "../sim/include/operation.ts";

/** One page of one process. */
export interface PageVerdict {
	readonly process: ProcessId;
	readonly region: string;
	/** Page of the region. */
	readonly page: number;
}

/** The oracle's judgement of soft-dirty at a moment, over populated pages (see trackers/judge.ts). */
export interface Verdict {
	/** Written since the process's last clear_refs, or since it began; `missed` and `dropped` are parts of it. */
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

/** Ways to learn which pages were written; each is reset in its own way. */
export const TRACKERS = ["soft-dirty", "uffd-wp", "uffd-wp-async"] as const;
export type TrackerId = (typeof TRACKERS)[number];

/** The judgement of one write-protect tracker. "Written" means: since the manager last armed the page. */
export interface TrackerVerdict extends Verdict {
	readonly tracker: Exclude<TrackerId, "soft-dirty">;
	/** The writer waits for the answer to its message: not written yet, so neither missed nor spurious. */
	readonly pending: readonly PageVerdict[];
	/** Armed, with data, but the entry is no longer write-protected: the next write will pass without a message. */
	readonly exposed: readonly PageVerdict[];
}

/** What is to be judged beside soft-dirty since the last clear_refs. */
export interface Trackers {
	/** Those that watch some page at this moment. */
	readonly verdicts: readonly TrackerVerdict[];
	/**
	 * Written between the last two clear_refs of their process, still there, and not reported any more: what a second soft-dirty reader,
	 * who counts from the first of the two, would miss (B31). No mistake where one reader clears each time it has read.
	 */
	readonly overtaken: readonly PageVerdict[];
}
