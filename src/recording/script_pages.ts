/** What a script tells of one region of one process: what was written since each tracker's reset. In pages of the region. */
import { Spans } from "../base/spans.ts";
import { WpWatch } from "../sim/wp_watch.ts";

export interface Pages {
	readonly written: Spans;
	readonly dropped: Spans;
	/** Written between the last two clear_refs. */
	readonly overtaken: Spans;
	/** Registered with a userfaultfd that was opened with WP_ASYNC. */
	readonly async: Spans;
	wpSync: WpWatch;
	wpAsync: WpWatch;
}

export function noPages(): Pages {
	return {
		written: new Spans(),
		dropped: new Spans(),
		overtaken: new Spans(),
		async: new Spans(),
		wpSync: WpWatch.NONE,
		wpAsync: WpWatch.NONE,
	};
}

/** Changes both logs alike: what one does not know it leaves alone. */
export function each(pages: Pages, change: (log: WpWatch) => WpWatch): void {
	pages.wpSync = change(pages.wpSync);
	pages.wpAsync = change(pages.wpAsync);
}

/** Pages begin a new epoch with the tracker that they are registered with. */
export function watch(pages: Pages, at: number, n: number): void {
	const sync = new Spans();
	sync.add(at, n);
	for (const span of pages.async.within(at, n)) {
		pages.wpAsync = pages.wpAsync.arm(span.at, span.n);
		sync.remove(span.at, span.n);
	}
	for (const span of sync.list) pages.wpSync = pages.wpSync.arm(span.at, span.n);
}

/** The program gave the pages up. */
export function dropPages(pages: Pages, spans: readonly { readonly at: number; readonly n: number }[]): void {
	for (const { at, n } of spans) {
		pages.dropped.add(at, n);
		pages.written.remove(at, n);
		pages.overtaken.remove(at, n);
		each(pages, (log) => log.drop(at, n));
	}
}

/** clear_refs; `again`: not the first. */
export function clear(pages: Pages, again: boolean): void {
	pages.overtaken.clear();
	if (again) for (const { at, n } of pages.written.list) pages.overtaken.add(at, n);
	pages.written.clear();
	pages.dropped.clear();
}

export function copyRegions(regions: ReadonlyMap<string, Pages>): Map<string, Pages> {
	const copy = new Map<string, Pages>();
	for (const [name, pages] of regions) {
		const { written, dropped, overtaken, async } = pages;
		const sets = { written: written.copy(), dropped: dropped.copy(), overtaken: overtaken.copy(), async: async.copy() };
		copy.set(name, { ...pages, ...sets });
	}
	return copy;
}
