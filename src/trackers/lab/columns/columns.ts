/**
 * What happens to the memory whatever watches it, in columns: which pages hold something, which blocks are huge, which base pages
 * still belong to the folio of a huge page that was split.
 */
import type { Bits } from "../../../base/bits.ts";
import type { BitsPool } from "../../../base/bits_pool.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import { PAGE_SIZE } from "../../../sim/include/page_size.ts";
import { type Counts, noCounts } from "../counts.ts";
import { BLOCK, type Layout } from "../workload.ts";

export class Columns {
	readonly kernel: KernelRecord;
	readonly layout: Layout;
	readonly present: Bits;
	readonly written: Bits;
	/** 1: the block is mapped by one PMD. */
	readonly huge: Uint8Array;
	counts: Counts = noCounts();
	private hugeCount: number;
	/** Base pages that are part of a split huge page's folio, and how many of it are mapped; only where reuse asks for references. */
	private readonly inFolio: Bits | null;
	private readonly folioRefs: Uint16Array | null;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool) {
		this.kernel = kernel;
		this.layout = layout;
		this.present = pool.take();
		this.present.addRange(0, layout.populated);
		this.written = pool.take();
		this.huge = new Uint8Array(layout.touchedBlocks).fill(1, 0, layout.hugeBlocks);
		this.hugeCount = layout.hugeBlocks;
		const refs = kernel.cowReuse === "refcount" && layout.hugeBlocks > 0;
		this.inFolio = refs ? pool.take() : null;
		this.folioRefs = refs ? new Uint16Array(layout.hugeBlocks) : null;
	}

	isHuge(page: number): boolean {
		return this.huge[page >>> 9] === 1;
	}

	/** Entries that a walk over everything looks at: one for a huge page, 512 for a table, none for what was never touched. */
	entries(): number {
		return this.hugeCount + (this.layout.touchedBlocks - this.hugeCount) * BLOCK;
	}

	get hugeBlocks(): number {
		return this.hugeCount;
	}

	/** Entries that a walk over `start … end` looks at. */
	entriesOf(start: number, end: number): number {
		let entries = 0;
		for (let from = start; from < end; ) {
			const to = Math.min(end, (Math.floor(from / BLOCK) + 1) * BLOCK);
			entries += this.isHuge(from) ? 1 : to - from;
			from = to;
		}
		return entries;
	}

	/** Turns a huge page into 512 PTEs of its folio. Each page's own bits stay as they are. */
	// mm/huge_memory.c: __split_huge_pmd_locked()
	split(page: number): void {
		const block = page >>> 9;
		this.huge[block] = 0;
		this.hugeCount--;
		this.counts.splits++;
		this.counts.flushes++;
		this.inFolio?.addRange(block * BLOCK, (block + 1) * BLOCK);
		if (this.folioRefs !== null) this.folioRefs[block] = BLOCK;
	}

	/** A write to a page that nothing stands for any more. */
	// mm/memory.c: do_anonymous_page()
	fill(page: number): void {
		this.counts.faults++;
		this.present.add(page);
	}

	/** A write to a read-only base page that nobody else maps: reused, or copied where a reference of the split folio looks like a user. */
	// mm/memory.c: do_wp_page()
	reuse(page: number): void {
		const block = page >>> 9;
		const refs = this.folioRefs?.[block] ?? 0;
		if (this.inFolio?.has(page) !== true || refs <= 1) return;
		this.leaveFolio(page);
		this.counts.copied += PAGE_SIZE;
		this.counts.flushes++;
	}

	noteWrite(page: number): void {
		this.written.add(page);
	}

	/** Drops a page; false when there was nothing. The huge page around it is split first. */
	drop(page: number): boolean {
		if (!this.present.has(page)) return false;
		if (this.isHuge(page)) this.split(page);
		this.present.delete(page);
		this.written.delete(page);
		this.leaveFolio(page);
		this.counts.flushes++;
		return true;
	}

	takeCounts(): Counts {
		const taken = this.counts;
		this.counts = noCounts();
		return taken;
	}

	private leaveFolio(page: number): void {
		if (this.inFolio === null || this.folioRefs === null || !this.inFolio.has(page)) return;
		this.inFolio.delete(page);
		this.folioRefs[page >>> 9] = (this.folioRefs[page >>> 9] ?? 1) - 1;
	}
}
