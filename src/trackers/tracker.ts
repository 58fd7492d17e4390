/** What every tracker has in common: a truth to be held against, and a verdict in pages. */
import { Spans } from "../base/spans.ts";
import type { Observation, RegionView } from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import type { WpWatch } from "../sim/wp_watch.ts";
import type { PageVerdict, TrackerId, TrackerVerdict } from "./verdict.ts";

/** The truth about a region that is under write-protect, in pages of the region. */
export interface WatchTruth {
	readonly process: ProcessId;
	readonly region: string;
	readonly watch: WpWatch;
}

/** What a tracker's report depends on, of the kernel. */
export interface TrackerKernel {
	/** PAGEMAP_SCAN calls an empty entry of a write-protect VMA written (B27). */
	readonly scanNoneIsWritten: boolean;
}

/** A tracker that is armed page by page. */
export interface Tracker {
	readonly id: Exclude<TrackerId, "soft-dirty">;
	/** What the tracker says of a region, beside what is true of it. */
	report(watch: WpWatch, region: RegionView, kernel: TrackerKernel): Report;
}

/** Sets of pages of one region. */
export interface Report {
	readonly reported: Spans;
	readonly missed: Spans;
	readonly dropped: Spans;
	readonly pending: Spans;
	readonly exposed: Spans;
}

/** The verdict on all regions; null where the tracker watches nothing. */
export function judgeTracker(
	tracker: Tracker,
	truth: readonly WatchTruth[],
	observation: Observation,
	kernel: TrackerKernel,
): TrackerVerdict | null {
	const verdict = {
		tracker: tracker.id,
		written: [] as PageVerdict[],
		reported: 0,
		missed: [] as PageVerdict[],
		spurious: [] as (PageVerdict & { n: number })[],
		spuriousCount: 0,
		dropped: [] as PageVerdict[],
		pending: [] as PageVerdict[],
		exposed: [] as PageVerdict[],
	};
	let used = false;
	for (const { id, regions } of observation.processes) {
		for (const region of regions) {
			const known = truth.find((candidate) => candidate.process === id && candidate.region === region.name);
			if (known === undefined) continue;
			used = true;
			const { reported, missed, dropped, pending, exposed } = tracker.report(known.watch, region, kernel);
			const { parts } = known.watch;
			const written = union(parts.written, parts.dropped);
			verdict.written.push(...pagesOf(written, id, region.name));
			verdict.missed.push(...pagesOf(missed, id, region.name));
			verdict.dropped.push(...pagesOf(dropped, id, region.name));
			verdict.pending.push(...pagesOf(pending, id, region.name));
			verdict.exposed.push(...pagesOf(exposed, id, region.name));
			for (const { n } of reported.list) verdict.reported += n;
			for (const { at, n } of without(reported, union(written, pending)).list) {
				verdict.spurious.push({ process: id, region: region.name, page: at, n });
				verdict.spuriousCount += n;
			}
		}
	}
	return used ? verdict : null;
}

export function union(...sets: readonly Spans[]): Spans {
	const all = new Spans();
	for (const set of sets) for (const { at, n } of set.list) all.add(at, n);
	return all;
}

export function without(set: Spans, ...others: readonly Spans[]): Spans {
	const rest = set.copy();
	for (const other of others) for (const { at, n } of other.list) rest.remove(at, n);
	return rest;
}

function pagesOf(set: Spans, process: ProcessId, region: string): PageVerdict[] {
	return set.list.flatMap(({ at, n }) => Array.from({ length: n }, (_, k) => ({ process, region, page: at + k })));
}
