/** Places in words: which region a page belongs to, and how it is called. */

import type { Observation, ProcessView, RegionView, Run } from "../sim/include/observation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";

/** A page of a region, selected. */
export interface PlaceOfPage {
	readonly process: string;
	readonly region: string;
	/** Page of the region, from 0. */
	readonly page: number;
}

export interface FoundPlace {
	readonly process: ProcessView;
	readonly region: RegionView;
	/** Page of the region. */
	readonly page: number;
}

/** The region of a process around a virtual page number. */
export function placeAt(observation: Observation, process: string, vpn: number): FoundPlace | null {
	const view = observation.processes.find(({ id }) => id === process);
	const region = view?.regions.find(({ start, pages }) => vpn >= start && vpn < start + pages);
	return view === undefined || region === undefined ? null : { process: view, region, page: vpn - region.start };
}

/** What a selection points to, if it is still there. */
export function findPlace(observation: Observation, place: PlaceOfPage | null): FoundPlace | null {
	if (place === null) return null;
	const view = observation.processes.find(({ id }) => id === place.process);
	const region = view?.regions.find(({ name }) => name === place.region);
	if (view === undefined || region === undefined || place.page < 0 || place.page >= region.pages) return null;
	return { process: view, region, page: place.page };
}

/** The run that translates a page of a region. */
export function runAt(region: RegionView, page: number): Run | null {
	return region.runs.find(({ at, n }) => page >= at && page < at + n) ?? null;
}

/** `heap+0x3000`; `heap` for its first page. */
export function addressWords(region: string, page: number): string {
	return page === 0 ? region : `${region}+0x${(page * PAGE_SIZE).toString(16)}`;
}

/** `3`, `3–17`. */
export function rangeWords(from: number, n: number): string {
	return n === 1 ? String(from) : `${from}–${from + n - 1}`;
}

/** `1 table`, `2 tables`. */
export function countWords(n: number, one: string, many = `${one}s`): string {
	return `${n} ${n === 1 ? one : many}`;
}
