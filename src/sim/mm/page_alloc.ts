/**
 * Physical memory: one `struct page` per base page, as columns, and an allocator of base pages and huge pages.
 * A huge page is a folio of `geometry.entries` frames whose first (aligned) frame is its head; what the kernel keeps in the head
 * is read through `head()`. Source: include/linux/mm_types.h, page-flags.h, mm/page_alloc.c.
 */
import { assert } from "../../base/assert.ts";
import { Column, type ColumnSnapshot } from "../../base/column.ts";
import { Fifo } from "../../base/fifo.ts";
import type { Journal } from "../../base/journal.ts";
import type { Geometry } from "../include/geometry.ts";
import { PG_EXCLUSIVE, PG_LARGE } from "../include/observation.ts";

/** Page frame number. */
export type Pfn = number;

/** What a page holds, exactly as far as it matters: the byte that fills it and its first byte, `fill << 8 | first`. */
export type Content = number;

/** PG_double_map, until 6.1: PMDs and PTEs map the folio at once; each page's count carries one more for all the PMDs. Heads only. */
export const PG_DOUBLE_MAP = 1 << 8;

/** Frames below this belong to nobody: the zero page and the huge zero page stand here, and a table's worth of room. */
const FIRST_BLOCK = 28;
export const ZERO_PFN: Pfn = 1;

interface AllocatorSnapshot {
	readonly nextBlock: number;
	readonly nextSmall: Pfn;
	readonly smallEnd: Pfn;
	readonly freeSmall: readonly Pfn[];
	readonly freeBlocks: readonly Pfn[];
}

/** What the journal's reader sees of a move of the allocator: nothing that a person wants to be told. */
const ALLOCATOR = { kind: "allocator" };

export interface FramesSnapshot {
	readonly columns: readonly ColumnSnapshot[];
	readonly allocator: AllocatorSnapshot;
}

export class Frames {
	/** PG_* bits; all but PG_EXCLUSIVE and PG_LARGE are the head's. */
	readonly flags: Column;
	/** Times a PTE maps this very frame. */
	readonly mapcount: Column;
	/** Heads only: times a PMD maps the whole folio. */
	readonly entireMapcount: Column;
	/** Heads only: references from page tables, swap cache and KSM together; the folio is freed at 0. */
	readonly refs: Column;
	readonly content: Column;
	/** Heads only: page->index, the offset in its file or anon_vma, counted from where regions begin. */
	readonly index: Column;
	readonly hugeZeroPfn: Pfn;
	private readonly entries: number;
	private journal: Journal | null = null;
	/** Next never-used block of a huge page's size. */
	private nextBlock = FIRST_BLOCK;
	/** The rest of the block that base pages are taken from. */
	private nextSmall: Pfn = 0;
	private smallEnd: Pfn = 0;
	/** Freed frames and blocks, reused oldest first, so that a frame does not come back within the step that freed it. */
	private readonly freeSmall = new Fifo();
	private readonly freeBlocks = new Fifo();

	constructor(geometry: Geometry) {
		this.entries = geometry.entries;
		const chunkBits = geometry.bits >= 6 ? 12 : 6;
		this.flags = new Column("u16", chunkBits);
		this.mapcount = new Column("u16", chunkBits);
		this.entireMapcount = new Column("u16", chunkBits);
		this.refs = new Column("i32", chunkBits);
		this.content = new Column("u16", chunkBits);
		this.index = new Column("u32", chunkBits);
		this.hugeZeroPfn = this.entries;
	}

	attach(journal: Journal | null): void {
		this.journal = journal;
		for (const column of this.columns()) column.journal = journal;
	}

	isZero(pfn: Pfn): boolean {
		return pfn === ZERO_PFN || (pfn >= this.hugeZeroPfn && pfn < this.hugeZeroPfn + this.entries);
	}

	/** compound_head(): the frame that keeps the folio's state. */
	head(pfn: Pfn): Pfn {
		return (this.flags.get(pfn) & PG_LARGE) !== 0 ? pfn - (pfn % this.entries) : pfn;
	}

	/** Pages of the folio that the frame belongs to. */
	folioPages(pfn: Pfn): number {
		return (this.flags.get(pfn) & PG_LARGE) !== 0 ? this.entries : 1;
	}

	/** Flags as an observer of this frame reads them: the head's, with the frame's own exclusive mark. */
	pageFlags(pfn: Pfn): number {
		return (this.flags.get(this.head(pfn)) & ~(PG_EXCLUSIVE | PG_DOUBLE_MAP)) | (this.flags.get(pfn) & (PG_EXCLUSIVE | PG_LARGE));
	}

	/** page->_mapcount + 1, as a reader of struct page finds it. */
	rawMapcount(pfn: Pfn): number {
		return this.mapcount.get(pfn) + ((this.flags.get(this.head(pfn)) & PG_DOUBLE_MAP) !== 0 ? 1 : 0);
	}

	setFlag(pfn: Pfn, flag: number): void {
		this.flags.set(pfn, this.flags.get(pfn) | flag);
	}

	clearFlag(pfn: Pfn, flag: number): void {
		this.flags.set(pfn, this.flags.get(pfn) & ~flag);
	}

	/** A zeroed base page, not referenced yet. Source: alloc_zeroed_user_highpage_movable(). */
	allocSmall(): Pfn {
		const reused = this.takeFrom(this.freeSmall);
		if (reused !== undefined) return reused;
		if (this.nextSmall === this.smallEnd) {
			const start = this.bumpBlock();
			this.moveSmall(start, start + this.entries);
		}
		const pfn = this.nextSmall;
		this.moveSmall(pfn + 1, this.smallEnd);
		return pfn;
	}

	/** A zeroed huge page, not referenced yet: its head frame. Source: vma_alloc_folio(). */
	allocHuge(): Pfn {
		const head = this.takeFrom(this.freeBlocks) ?? this.bumpBlock();
		this.flags.fill(head, this.entries, PG_LARGE);
		return head;
	}

	/** Takes `n` references away from the folio; frees it at 0. Source: folio_put(), free_unref_page(). */
	put(pfn: Pfn, n = 1): void {
		const head = this.head(pfn);
		const refs = this.refs.get(head) - n;
		assert(refs >= 0, `references of frame ${head} stay above zero`);
		this.refs.set(head, refs);
		if (refs === 0) this.free(head);
	}

	get(pfn: Pfn, n = 1): void {
		const head = this.head(pfn);
		this.refs.set(head, this.refs.get(head) + n);
	}

	private free(head: Pfn): void {
		const pages = this.folioPages(head);
		for (let i = 0; i < pages; i++) {
			assert(this.mapcount.get(head + i) === 0, `a freed frame ${head + i} is not mapped`);
			this.flags.set(head + i, 0);
			this.content.set(head + i, 0);
		}
		assert(this.entireMapcount.get(head) === 0, `a freed folio ${head} is not mapped`);
		const queue = pages === 1 ? this.freeSmall : this.freeBlocks;
		queue.put(head);
		this.journal?.noteAct(
			ALLOCATOR,
			() => queue.unput(),
			() => queue.put(head),
		);
	}

	private takeFrom(queue: Fifo): Pfn | undefined {
		const pfn = queue.take();
		if (pfn === undefined) return undefined;
		if (this.journal === null) queue.compact();
		this.journal?.noteAct(
			ALLOCATOR,
			() => queue.untake(),
			() => queue.take(),
		);
		return pfn;
	}

	/** The first frame of a block that was never used before. */
	private bumpBlock(): Pfn {
		const start = this.nextBlock++ * this.entries;
		this.journal?.noteAct(
			ALLOCATOR,
			() => this.nextBlock--,
			() => this.nextBlock++,
		);
		return start;
	}

	private moveSmall(next: Pfn, end: Pfn): void {
		const before = { next: this.nextSmall, end: this.smallEnd };
		const place = (at: { next: Pfn; end: Pfn }) => {
			this.nextSmall = at.next;
			this.smallEnd = at.end;
		};
		place({ next, end });
		this.journal?.noteAct(
			ALLOCATOR,
			() => place(before),
			() => place({ next, end }),
		);
	}

	private columns(): Column[] {
		return [this.flags, this.mapcount, this.entireMapcount, this.refs, this.content, this.index];
	}

	get bytes(): number {
		return this.columns().reduce((sum, column) => sum + column.bytes, 0);
	}

	snapshot(): FramesSnapshot {
		return {
			columns: this.columns().map((column) => column.snapshot()),
			allocator: {
				nextBlock: this.nextBlock,
				nextSmall: this.nextSmall,
				smallEnd: this.smallEnd,
				freeSmall: this.freeSmall.toArray(),
				freeBlocks: this.freeBlocks.toArray(),
			},
		};
	}

	load(snapshot: FramesSnapshot): void {
		this.columns().forEach((column, i) => {
			const saved = snapshot.columns[i];
			if (saved !== undefined) column.load(saved);
		});
		const { allocator } = snapshot;
		this.nextBlock = allocator.nextBlock;
		this.nextSmall = allocator.nextSmall;
		this.smallEnd = allocator.smallEnd;
		this.freeSmall.load(allocator.freeSmall);
		this.freeBlocks.load(allocator.freeBlocks);
	}
}
