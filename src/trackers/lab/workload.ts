/** What the lab's program does to its memory, the same for every tracker. */
/** How the written pages are chosen among those that are populated. */
export type Pattern =
	| { readonly kind: "uniform" }
	/** Rank k is written with a probability proportional to k^-exponent; ranks are strewn over the memory, as keys in a hash table. */
	| { readonly kind: "zipf"; readonly exponent: number }
	/** One page after the other, going on from interval to interval. */
	| { readonly kind: "sequential" }
	/** A `share` of the pages, lying together, gets the part `heat` of the writes. */
	| { readonly kind: "hot"; readonly share: number; readonly heat: number }
	/** These pages, in turn: a scenario's own writes. */
	| { readonly kind: "list"; readonly pages: readonly number[] };

export interface Workload {
	/** Base pages of the address range; a multiple of 512. */
	readonly pages: number;
	/** Share (0 … 1) of its 2 MiB blocks that is populated; the rest is never touched. */
	readonly populated: number;
	/** Share (0 … 1) of the populated blocks that are mapped by huge pages. */
	readonly huge: number;
	readonly pattern: Pattern;
	/** In each interval: pages written (one byte each, repetitions count). */
	readonly writes: number;
	/** In each interval, spread among the writes: pages given back by madvise(MADV_DONTNEED), as an allocator does. */
	readonly drops: number;
	readonly intervals: number;
	readonly seed: number;
	/** A second scanner of the same kind reads and clears in the middle of every interval. */
	readonly second: boolean;
}

export const BLOCK = 512;
export const MIN_PAGES = 1024;
export const MAX_PAGES = 2 ** 28;
export const MAX_WRITES = 2 ** 24;
export const MAX_DROPS = 2 ** 16;
export const MAX_INTERVALS = 64;
export const MAX_LISTED = 4096;
/** Up to here (64 MiB) the lab can drive the machine itself. */
export const MACHINE_PAGES = 16384;

/** Where things lie: huge blocks first, then blocks of base pages, then what is never touched. */
export interface Layout {
	readonly pages: number;
	readonly hugeBlocks: number;
	readonly touchedBlocks: number;
	/** First page that was never touched. */
	readonly populated: number;
	/** First page that is not in the area advised for huge pages. */
	readonly hugeEnd: number;
}

export function layoutOf(workload: Workload): Layout {
	const blocks = workload.pages / BLOCK;
	const touchedBlocks = Math.min(blocks, Math.max(1, Math.round(blocks * workload.populated)));
	const hugeBlocks = Math.min(touchedBlocks, Math.round(touchedBlocks * workload.huge));
	return { pages: workload.pages, hugeBlocks, touchedBlocks, populated: touchedBlocks * BLOCK, hugeEnd: hugeBlocks * BLOCK };
}
