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
