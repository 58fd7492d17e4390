/** Reclaim: to the swap device, or away. Source: mm/vmscan.c shrink_folio_list(), mm/rmap.c try_to_unmap_one(). */
import { dirty } from "../arch/pgtable.ts";
import { _PAGE_SOFT_DIRTY, _PAGE_UFFD_WP, ENTRY_SWAP, SWP_EXCLUSIVE, SWP_SOFT_DIRTY, SWP_UFFD_WP } from "../arch/x86_64.ts";
import { PG_ANON, PG_DIRTY, PG_EXCLUSIVE, PG_SWAPBACKED } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitFolio } from "./folio_split.ts";
import { splitHugePmd } from "./huge_memory_split.ts";
import type { Pfn } from "./page_alloc.ts";
import { dropMapping, removeRmapPmd } from "./rmap.ts";
import { tryToUnmapFile } from "./rmap_file.ts";
import { type Mapping, mappingsOf } from "./rmap_walk.ts";
import { shmemEvict } from "./shmem.ts";
import { addToSwapCache, deleteFromSwapCache, swapDuplicate } from "./swapfile.ts";
import { flushTlbEntry } from "./tlb.ts";

const ADD_TO_SWAP: MicroKind = {
	file: "mm/swap_state.c",
	fn: "add_to_swap",
	label: "take swap slots",
	say: "The folio gets a swap slot for each page and enters the swap cache.",
};

const UNMAP: MicroKind = {
	file: "mm/rmap.c",
	fn: "try_to_unmap_one",
	label: "swap entries",
	say: "Each PTE becomes a swap entry. Dirty goes to struct page; soft-dirty moves to the swap entry's own bit, accessed and write are not kept.",
};

const WRITE_OUT: MicroKind = {
	file: "mm/vmscan.c",
	fn: "shrink_folio_list",
	label: "write out",
	say: "The page is dirty, so it is written to its slot.",
};

const FREE_PAGE: MicroKind = {
	file: "mm/vmscan.c",
	fn: "__remove_mapping",
	label: "free page",
	say: "Its slot holds the same, so the page leaves the swap cache and is free.",
};

const DISCARD: MicroKind = {
	file: "mm/rmap.c",
	fn: "try_to_unmap_one",
	label: "discard",
	say: "The page was given up by MADV_FREE and not written since: it is dropped without a copy, and reads as zeroes from now on.",
};

const KEEP: MicroKind = {
	...DISCARD,
	label: "keep after all",
	say: "The page was given up by MADV_FREE but written since: it is an ordinary page again.",
};

/** Reclaims a folio that is mapped by one process only, or gives up. Source: shrink_folio_list(). */
export function shrinkFolio(m: Machine, head: Pfn): void {
	const { frames } = m;
	const flags = frames.flags.get(head);
	if ((flags & PG_ANON) === 0) {
		shrinkShmem(m, head);
		return;
	}
	if ((flags & PG_SWAPBACKED) === 0) {
		shrinkLazyfree(m, head);
		return;
	}
	const pages = frames.folioPages(head);
	if (pages > 1) {
		// The swap device of the recordings has no clusters for huge pages: add_to_swap() fails, and the folio is split first.
		if (!splitFolio(m, head)) return;
		for (let i = 0; i < pages; i++) if (frames.refs.get(head + i) > 0) shrinkPage(m, head + i);
		return;
	}
	shrinkPage(m, head);
}

function shrinkPage(m: Machine, pfn: Pfn): void {
	const { frames, swap } = m;
	let slot = swap.slotOfPage(pfn);
	if (slot === null) {
		m.at(ADD_TO_SWAP);
		slot = swap.alloc();
		addToSwapCache(m, pfn, slot);
		frames.setFlag(pfn, PG_DIRTY);
	}
	unmapToSwap(m, pfn);
	const written = (frames.flags.get(pfn) & PG_DIRTY) !== 0;
	if (written) {
		m.at(WRITE_OUT);
		swap.content.set(slot, frames.content.get(pfn));
		frames.clearFlag(pfn, PG_DIRTY);
		// A disk is still busy with the page, which therefore stays in the swap cache; zram is done at once.
		if (!m.kernel.swapIsZram) return;
	}
	m.at(FREE_PAGE);
	deleteFromSwapCache(m, pfn);
}

// mm/rmap.c: try_to_unmap()
function unmapToSwap(m: Machine, pfn: Pfn): void {
	for (const mapping of mappingsOf(m, pfn, 1)) {
		m.at(UNMAP);
		unmapOne(m, mapping);
	}
}

// mm/rmap.c: try_to_unmap_one()
function unmapOne(m: Machine, { entry }: Mapping): void {
	const { tables, frames, swap } = m;
	const before = tables.flags.get(entry);
	const pfn = tables.target.get(entry);
	const slot = swap.slotOfPage(pfn);
	if (slot === null) return;
	if (dirty(before)) frames.setFlag(frames.head(pfn), PG_DIRTY);
	let flags = ENTRY_SWAP;
	if ((frames.flags.get(pfn) & PG_EXCLUSIVE) !== 0) flags |= SWP_EXCLUSIVE;
	if ((before & _PAGE_SOFT_DIRTY) !== 0) flags |= SWP_SOFT_DIRTY;
	if ((before & _PAGE_UFFD_WP) !== 0) flags |= SWP_UFFD_WP;
	frames.clearFlag(pfn, PG_EXCLUSIVE);
	swapDuplicate(m, slot);
	tables.set(entry, flags, slot);
	flushTlbEntry(m, entry);
	dropMapping(m, pfn);
}

/** Drops a folio that MADV_FREE gave up; one that was written since becomes ordinary again. */
// mm/rmap.c: try_to_unmap_one(), the lazyfree part
function shrinkLazyfree(m: Machine, head: Pfn): void {
	const { tables, frames } = m;
	const pages = frames.folioPages(head);
	for (const mapping of mappingsOf(m, head, pages)) {
		if (!mapping.huge) continue;
		if (m.kernel.discardsHugeWhole && discardHuge(m, mapping, head)) return;
		splitHugePmd(m, mapping.process, mapping.vma, mapping.entry, mapping.vpn);
	}
	const mappings = mappingsOf(m, head, pages);
	const written = (frames.flags.get(head) & PG_DIRTY) !== 0 || mappings.some(({ entry }) => dirty(tables.flags.get(entry)));
	if (written) {
		m.at(KEEP);
		frames.setFlag(head, PG_SWAPBACKED | PG_DIRTY);
		return;
	}
	frames.get(head);
	for (const { entry, process, vpn } of mappings) {
		m.at(DISCARD);
		const pfn = tables.target.get(entry);
		tables.clear(entry);
		flushTlbEntry(m, entry);
		dropMapping(m, pfn);
		m.noteDrop(process, vpn, vpn + 1);
	}
	frames.put(head);
}

/** A huge page that was not written since it was given up is dropped without being split. */
// mm/huge_memory.c: __discard_anon_folio_pmd_locked()
function discardHuge(m: Machine, { entry, process, vpn }: Mapping, head: Pfn): boolean {
	const { tables, frames } = m;
	if ((frames.flags.get(head) & PG_DIRTY) !== 0 || dirty(tables.flags.get(entry))) return false;
	m.at(DISCARD);
	tables.clear(entry);
	removeRmapPmd(m, head);
	frames.put(head);
	m.noteDrop(process, vpn, vpn + m.geometry.entries);
	return true;
}

/** Pages of shared memory: their entries become empty, or markers where they were armed; what soft-dirty knew is gone with them. */
// mm/shmem.c: shmem_writepage(); mm/vmscan.c: shrink_folio_list()
function shrinkShmem(m: Machine, head: Pfn): void {
	const pages = m.frames.folioPages(head);
	if (pages > 1 && !splitFolio(m, head)) return;
	for (let i = 0; i < pages; i++) {
		tryToUnmapFile(m, head + i);
		m.at(WRITE_OUT);
		shmemEvict(m, head + i);
	}
}
