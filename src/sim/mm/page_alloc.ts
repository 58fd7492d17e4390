/**
 * Physical memory: one `struct page` per base page, as columns, and an allocator of base pages and huge pages.
 * A huge page is a folio of `geometry.entries` frames whose first (aligned) frame is its head; what the kernel keeps in the head
 * is read through `head()`. Source: include/linux/mm_types.h, page-flags.h, mm/page_alloc.c.
 */
import { assert, present } from "../../base/assert.ts";
import { Column, type ColumnSnapshot } from "../../base/column.ts";
import type { Journal } from "../../base/journal.ts";
import type { Geometry } from "../include/geometry.ts";
import { PG_EXCLUSIVE, PG_LARGE } from "../include/observation.ts";
import { Zone, type ZoneSnapshot } from "./zone.ts";

/** Page frame number. */
export type Pfn = number;

/** What a page holds, exactly as far as it matters: the byte that fills it and its first byte, `fill << 8 | first`. */
export type Content = number;

/** PG_double_map, until 6.1: PMDs and PTEs map the folio at once; each page's count carries one more for all the PMDs. Heads only. */
export const PG_DOUBLE_MAP = 1 << 8;

/** PG_partially_mapped (6.12): some page of the large folio lost its mapping while others kept theirs. Heads only. */
export const PG_PARTIALLY_MAPPED = 1 << 9;
/** Flags that are the kernel's own business: observers do not read them. */
const PG_INTERNAL = PG_DOUBLE_MAP | PG_PARTIALLY_MAPPED;

/** Frames below this belong to nobody: the zero page and the huge zero page stand here, and a table's worth of room. */
const FIRST_BLOCK = 28;
/** Blocks of a node: 256 GiB of addresses, more than anybody fills; fewer in the checker's small geometries. */
const NODE_BLOCKS = 2 ** 17;
const SMALL_NODE_BLOCKS = 2 ** 8;
export const ZERO_PFN: Pfn = 1;

export interface FramesSnapshot {
	readonly columns: readonly ColumnSnapshot[];
	readonly zones: readonly ZoneSnapshot[];
}

export class Frames {
	/** PG_* bits; all but PG_EXCLUSIVE and PG_LARGE are the head's. */
	readonly flags: Column;
	/** Times a PTE maps this very frame. */
	readonly mapcount: Column;
	/** Heads only: times a PMD maps the whole folio; below 0 where a kernel counted wrong (mm/migration.ts). */
	readonly entireMapcount: Column;
	/** Heads only: references from page tables, swap cache, page cache and KSM together; the folio is freed at 0. */
	readonly refs: Column;
	readonly content: Column;
	/** Heads only: page->index, the offset in its file or anon_vma, counted from where regions begin. */
	readonly index: Column;
	readonly hugeZeroPfn: Pfn;
	/** Node of pages for which nobody names one: the memory policy of who runs now. Every operation sets it anew before it starts. */
	policyNode = 0;
	private readonly entries: number;
	/** One a NUMA node. */
	private readonly zones: readonly Zone[];
	/** First frame of node 1. */
	private readonly nodeStart: Pfn;

	constructor(geometry: Geometry) {
		this.entries = geometry.entries;
		const chunkBits = geometry.bits >= 6 ? 12 : 6;
		this.flags = new Column("u16", chunkBits);
		this.mapcount = new Column("u16", chunkBits);
		this.entireMapcount = new Column("i32", chunkBits);
		this.refs = new Column("i32", chunkBits);
		this.content = new Column("u16", chunkBits);
		this.index = new Column("u32", chunkBits);
		this.hugeZeroPfn = this.entries;
		const nodeBlocks = geometry.bits >= 6 ? NODE_BLOCKS : SMALL_NODE_BLOCKS;
		this.nodeStart = nodeBlocks * this.entries;
		this.zones = [new Zone(FIRST_BLOCK, this.entries), new Zone(nodeBlocks, this.entries)];
	}

	attach(journal: Journal | null): void {
		for (const zone of this.zones) zone.journal = journal;
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
		return (this.flags.get(this.head(pfn)) & ~(PG_EXCLUSIVE | PG_INTERNAL)) | (this.flags.get(pfn) & (PG_EXCLUSIVE | PG_LARGE));
	}

	setFlag(pfn: Pfn, flag: number): void {
		this.flags.set(pfn, this.flags.get(pfn) | flag);
	}

	clearFlag(pfn: Pfn, flag: number): void {
		this.flags.set(pfn, this.flags.get(pfn) & ~flag);
	}

	/** NUMA node of a frame. */
	node(pfn: Pfn): number {
		return pfn < this.nodeStart ? 0 : 1;
	}

	/** A zeroed base page, not referenced yet. Source: alloc_zeroed_user_highpage_movable(). */
	allocSmall(node = this.policyNode): Pfn {
		return this.zone(node).takeSmall();
	}

	/** A zeroed huge page, not referenced yet: its head frame. Source: vma_alloc_folio(). */
	allocHuge(node = this.policyNode): Pfn {
		const head = this.zone(node).takeBlock();
		this.flags.fill(head, this.entries, PG_LARGE);
		return head;
	}

	private zone(node: number): Zone {
		return present(this.zones[node], `node ${node}`);
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
		const zone = this.zone(this.node(head));
		if (pages === 1) zone.putSmall(head);
		else zone.putBlock(head);
	}

	private columns(): Column[] {
		return [this.flags, this.mapcount, this.entireMapcount, this.refs, this.content, this.index];
	}

	get bytes(): number {
		return this.columns().reduce((sum, column) => sum + column.bytes, 0);
	}

	snapshot(): FramesSnapshot {
		return { columns: this.columns().map((column) => column.snapshot()), zones: this.zones.map((zone) => zone.snapshot()) };
	}

	load(snapshot: FramesSnapshot): void {
		this.columns().forEach((column, i) => {
			const saved = snapshot.columns[i];
			if (saved !== undefined) column.load(saved);
		});
		this.zones.forEach((zone, i) => {
			const saved = snapshot.zones[i];
			if (saved !== undefined) zone.load(saved);
		});
	}
}
