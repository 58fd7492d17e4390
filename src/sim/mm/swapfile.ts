/**
 * Swap slots and the swap cache. A slot keeps how many entries name it, what the disk holds, and the page that caches it.
 * Source: mm/swapfile.c, mm/swap_state.c.
 */
import { assert } from "../../base/assert.ts";
import { Column, type ColumnSnapshot } from "../../base/column.ts";
import { Fifo } from "../../base/fifo.ts";
import type { Journal } from "../../base/journal.ts";
import { PG_DIRTY, PG_SWAPCACHE } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { Pfn } from "./page_alloc.ts";

export type Slot = number;

export interface SwapSnapshot {
	readonly columns: readonly ColumnSnapshot[];
	readonly next: Slot;
	readonly free: readonly Slot[];
}

const SLOTS = { kind: "slots" };

export class Swap {
	/** swap_map: entries that name the slot; the cache is not counted here. */
	readonly count = new Column("u16", 12);
	/** Frame that caches the slot, plus 1; 0: none. */
	readonly cache = new Column("u32", 12);
	/** What was written to the disk. */
	readonly content = new Column("u16", 12);
	/** By frame: the slot that it caches, plus 1. */
	readonly slotOf = new Column("u32", 12);
	private next: Slot = 1;
	private readonly free = new Fifo();
	private journal: Journal | null = null;

	attach(journal: Journal | null): void {
		this.journal = journal;
		for (const column of this.columns()) column.journal = journal;
	}

	/** A slot that nothing names. */
	alloc(): Slot {
		const reused = this.free.take();
		if (reused !== undefined) {
			this.journal?.noteAct(
				SLOTS,
				() => this.free.untake(),
				() => this.free.take(),
			);
			return reused;
		}
		this.journal?.noteAct(
			SLOTS,
			() => this.next--,
			() => this.next++,
		);
		return this.next++;
	}

	/** Gives the slot back when neither an entry nor the cache needs it. */
	release(slot: Slot): void {
		if (this.count.get(slot) !== 0 || this.cache.get(slot) !== 0) return;
		this.content.set(slot, 0);
		this.free.put(slot);
		this.journal?.noteAct(
			SLOTS,
			() => this.free.unput(),
			() => this.free.put(slot),
		);
	}

	cachedPage(slot: Slot): Pfn | null {
		const pfn = this.cache.get(slot);
		return pfn === 0 ? null : pfn - 1;
	}

	slotOfPage(pfn: Pfn): Slot | null {
		const slot = this.slotOf.get(pfn);
		return slot === 0 ? null : slot - 1;
	}

	/** The cached page moved: its slot leads to the new frame. Source: folio_migrate_mapping(). */
	moveCache(m: Machine, from: Pfn, to: Pfn): void {
		const slot = this.slotOfPage(from);
		if (slot === null) return;
		this.slotOf.set(from, 0);
		this.slotOf.set(to, slot + 1);
		this.cache.set(slot, to + 1);
		m.frames.setFlag(m.frames.head(to), PG_SWAPCACHE);
		m.frames.get(to);
		m.frames.clearFlag(m.frames.head(from), PG_SWAPCACHE);
		m.frames.put(from);
	}

	private columns(): Column[] {
		return [this.count, this.cache, this.content, this.slotOf];
	}

	snapshot(): SwapSnapshot {
		return { columns: this.columns().map((column) => column.snapshot()), next: this.next, free: this.free.toArray() };
	}

	load(snapshot: SwapSnapshot): void {
		this.columns().forEach((column, i) => {
			const saved = snapshot.columns[i];
			if (saved !== undefined) column.load(saved);
		});
		this.next = snapshot.next;
		this.free.load(snapshot.free);
	}
}

// mm/swapfile.c: swap_duplicate()
export function swapDuplicate(m: Machine, slot: Slot): void {
	m.swap.count.set(slot, m.swap.count.get(slot) + 1);
}

// mm/swapfile.c: swap_free()
export function swapFree(m: Machine, slot: Slot): void {
	const count = m.swap.count.get(slot);
	assert(count > 0, `slot ${slot} is named by an entry`);
	m.swap.count.set(slot, count - 1);
	m.swap.release(slot);
}

/** Drops an entry's claim; the cached page goes too when nothing maps it and no entry names it. */
// mm/swapfile.c: free_swap_and_cache()
export function freeSwapAndCache(m: Machine, slot: Slot): void {
	swapFree(m, slot);
	const pfn = m.swap.cachedPage(slot);
	if (pfn === null || m.swap.count.get(slot) !== 0) return;
	const head = m.frames.head(pfn);
	const mapped = m.frames.refs.get(head) - cacheReferences(m, head);
	if (mapped === 0) deleteFromSwapCache(m, head);
}

/** References that the swap cache holds on a folio: one a page. */
export function cacheReferences(m: Machine, head: Pfn): number {
	return (m.frames.flags.get(head) & PG_SWAPCACHE) === 0 ? 0 : m.frames.folioPages(head);
}

// mm/swap_state.c: add_to_swap_cache()
export function addToSwapCache(m: Machine, pfn: Pfn, slot: Slot): void {
	m.swap.cache.set(slot, pfn + 1);
	m.swap.slotOf.set(pfn, slot + 1);
	m.frames.setFlag(m.frames.head(pfn), PG_SWAPCACHE);
	m.frames.get(pfn);
}

/** Takes the whole folio out of the swap cache; its slots are freed where no entry names them. */
// mm/swap_state.c: delete_from_swap_cache()
export function deleteFromSwapCache(m: Machine, head: Pfn): void {
	const pages = m.frames.folioPages(head);
	for (let pfn = head; pfn < head + pages; pfn++) {
		const slot = m.swap.slotOfPage(pfn);
		if (slot === null) continue;
		m.swap.slotOf.set(pfn, 0);
		m.swap.cache.set(slot, 0);
		m.swap.release(slot);
	}
	m.frames.clearFlag(head, PG_SWAPCACHE);
	m.frames.put(head, pages);
}

/** Whether an entry names a slot that the folio caches. Source: folio_swapped(). */
export function folioSwapped(m: Machine, head: Pfn): boolean {
	const pages = m.frames.folioPages(head);
	for (let pfn = head; pfn < head + pages; pfn++) {
		const slot = m.swap.slotOfPage(pfn);
		if (slot !== null && m.swap.count.get(slot) > 0) return true;
	}
	return false;
}

/** Gives the slots up when only the cache holds them; the page is dirty from then on, since no copy is left on disk. */
// mm/swapfile.c: folio_free_swap(), try_to_free_swap()
export function folioFreeSwap(m: Machine, pfn: Pfn): boolean {
	const head = m.frames.head(pfn);
	if ((m.frames.flags.get(head) & PG_SWAPCACHE) === 0 || folioSwapped(m, head)) return false;
	m.frames.setFlag(head, PG_DIRTY);
	deleteFromSwapCache(m, head);
	return true;
}

/** Reads a slot into a new page of the swap cache. Source: read_swap_cache_async(). */
export function readSwapCache(m: Machine, slot: Slot): Pfn {
	const pfn = m.frames.allocSmall();
	m.frames.content.set(pfn, m.swap.content.get(slot));
	addToSwapCache(m, pfn, slot);
	return pfn;
}
