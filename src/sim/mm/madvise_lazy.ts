/** MADV_COLD, MADV_PAGEOUT and MADV_FREE. Source: mm/madvise.c madvise_cold_or_pageout_pte_range(), madvise_free_pte_range(). */
import { mkclean, present } from "../arch/pgtable.ts";
import { _PAGE_ACCESSED, ENTRY_SWAP } from "../arch/x86_64.ts";
import { PG_DIRTY, PG_LARGE, PG_SWAPBACKED, PG_SWAPCACHE } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitFolio } from "./folio_split.ts";
import type { Pfn } from "./page_alloc.ts";
import type { EntryRef } from "./pgtable.ts";
import { pageMapcount } from "./rmap.ts";
import { totalMapcount } from "./rmap_walk.ts";
import { folioFreeSwap, freeSwapAndCache } from "./swapfile.ts";
import { flushTlbRange } from "./tlb.ts";
import { shrinkFolio } from "./vmscan.ts";
import { walkPmds } from "./walk.ts";

const MAKE_OLD: MicroKind = {
	file: "mm/madvise.c",
	fn: "madvise_cold_or_pageout_pte_range",
	label: "make old",
	say: "Accessed is cleared, so that reclaim takes these pages first. Dirty, soft-dirty and write stay.",
};

const FREE_PTES: MicroKind = {
	file: "mm/madvise.c",
	fn: "madvise_free_pte_range",
	label: "give up lazily",
	say: "Accessed and dirty are cleared, and the page may be dropped without a copy. Soft-dirty and write stay as they are.",
};

const FREE_SLOTS: MicroKind = {
	...FREE_PTES,
	label: "drop swap entries",
	say: "What is in swap is given up at once: the entries become empty, their slots free.",
};

const FREE_PMD: MicroKind = { ...FREE_PTES, file: "mm/huge_memory.c", fn: "madvise_free_huge_pmd" };

export type LazyAdvice = "cold" | "pageout" | "free";

/** Runs one of the three over pages `start … end` (end exclusive). */
export function madviseLazy(m: Machine, process: Process, start: number, end: number, advice: LazyAdvice): void {
	const { tables, frames, geometry } = m;
	walkPmds(m, process, start, end, {
		huge(pmd, from, to) {
			const head = tables.target.get(pmd);
			if (!present(tables.flags.get(pmd)) || frames.isZero(head)) return "done";
			if (isShared(m, head, advice)) return "done";
			if (to - from !== geometry.entries) {
				if (!splitFolio(m, head)) return "done";
				return advice === "free" && m.kernel.freeSkipsPartOfHuge ? "done" : undefined;
			}
			if (advice === "free") freeHuge(m, pmd, head);
			else coldHuge(m, pmd, head, advice === "pageout");
			return "done";
		},
		table(table, from, to) {
			const first = tables.first(table) - tables.info(table).base;
			const folios: Pfn[] = [];
			for (let vpn = from; vpn < to; vpn++) {
				const skip = visit(m, first + vpn, first + to, advice, folios);
				if (skip === "stop") break;
				vpn += skip;
			}
			for (const head of folios) shrinkFolio(m, head);
		},
	});
	flushTlbRange(m, process, start, end);
	if (advice === "free") m.noteDrop(process, start, end);
}

/** Whether others map the huge page, as far as this kernel looks. */
function isShared(m: Machine, head: Pfn, advice: LazyAdvice): boolean {
	if (advice === "free") return totalMapcount(m, head) !== 1;
	return m.kernel.madviseKeepsLarge ? likelyMappedShared(m, head) : pageMapcount(m, head) !== 1;
}

/** A guess for folios that are mapped in part: some page certainly is mapped twice, or the first one is. */
// include/linux/mm.h: folio_likely_mapped_shared()
function likelyMappedShared(m: Machine, head: Pfn): boolean {
	const count = totalMapcount(m, head);
	if (count <= 1) return false;
	if (m.frames.entireMapcount.get(head) > 0 || count > m.frames.folioPages(head)) return true;
	return m.frames.mapcount.get(head) > 1;
}

function coldHuge(m: Machine, pmd: EntryRef, head: Pfn, pageout: boolean): void {
	if (!pageout || m.kernel.pageoutClearsYoung) {
		m.at(MAKE_OLD);
		m.tables.flags.set(pmd, m.tables.flags.get(pmd) & ~_PAGE_ACCESSED);
	}
	if (pageout) shrinkFolio(m, head);
}

function freeHuge(m: Machine, pmd: EntryRef, head: Pfn): void {
	m.at(FREE_PMD);
	m.frames.clearFlag(head, PG_DIRTY);
	m.tables.flags.set(pmd, mkclean(m.tables.flags.get(pmd)) & ~_PAGE_ACCESSED);
	markLazyfree(m, head);
}

// mm/swap.c: lru_lazyfree_fn()
function markLazyfree(m: Machine, head: Pfn): void {
	if (m.kernel.lazyfreeSwapbacked && (m.frames.flags.get(head) & PG_SWAPCACHE) === 0) m.frames.clearFlag(head, PG_SWAPBACKED);
}

/** Handles one PTE; returns how many more it took with it (-1: look at this one again), or that the table is left. */
function visit(m: Machine, pte: EntryRef, end: EntryRef, advice: LazyAdvice, folios: Pfn[]): number | "stop" {
	const { tables, frames, kernel } = m;
	const flags = tables.flags.get(pte);
	const pfn = tables.target.get(pte);
	if (!present(flags)) {
		if (advice === "free" && (flags & ENTRY_SWAP) !== 0) {
			m.at(FREE_SLOTS);
			tables.clear(pte);
			freeSwapAndCache(m, pfn);
		}
		return 0;
	}
	if (frames.isZero(pfn)) return 0;
	const head = frames.head(pfn);
	let n = 1;
	if ((frames.flags.get(pfn) & PG_LARGE) !== 0) {
		const whole = kernel.madviseKeepsLarge && wholeFolio(m, pte, end, head);
		if (!whole) return splitOrSkip(m, head, advice === "free" && kernel.freeAsksFirstPage ? head : pfn);
		n = frames.folioPages(head);
	}
	if (advice === "free") {
		if (usedElsewhere(m, head, n)) return n - 1;
		m.at(FREE_PTES);
		if (!makeClean(m, head)) return n - 1;
		for (let i = 0; i < n; i++) tables.flags.set(pte + i, mkclean(tables.flags.get(pte + i)) & ~_PAGE_ACCESSED);
		markLazyfree(m, head);
		return n - 1;
	}
	if (totalMapcount(m, head) !== frames.folioPages(head)) return n - 1;
	if (advice === "cold" || kernel.pageoutClearsYoung) {
		m.at(MAKE_OLD);
		for (let i = 0; i < n; i++) tables.flags.set(pte + i, tables.flags.get(pte + i) & ~_PAGE_ACCESSED);
	}
	if (advice === "pageout") folios.push(head);
	return n - 1;
}

/** Whether the PTEs from here on map the whole folio, from its first page. Source: madvise_folio_pte_batch(). */
function wholeFolio(m: Machine, pte: EntryRef, end: EntryRef, head: Pfn): boolean {
	const pages = m.frames.folioPages(head);
	if (pte + pages > end) return false;
	for (let i = 0; i < pages; i++) {
		if (m.tables.target.get(pte + i) !== head + i || !present(m.tables.flags.get(pte + i))) return false;
	}
	return true;
}

/** A large folio that is not dealt with whole is split, if it is this process's alone, as far as the mapcount of the page `asked` tells. */
// mm/madvise.c: page_mapcount() of the page at hand; include/linux/mm.h: folio_estimated_sharers() of the folio's first
function splitOrSkip(m: Machine, head: Pfn, asked: Pfn): number | "stop" {
	if (m.kernel.madviseKeepsLarge) {
		if (likelyMappedShared(m, head)) return 0;
	} else if (pageMapcount(m, asked) !== 1) return "stop";
	return splitFolio(m, head) ? -1 : "stop";
}

/** Whether a dirty or cached folio is mapped by more than these PTEs: others may still want what it holds. */
function usedElsewhere(m: Machine, head: Pfn, pages: number): boolean {
	return (m.frames.flags.get(head) & (PG_SWAPCACHE | PG_DIRTY)) !== 0 && totalMapcount(m, head) !== pages;
}

/** Gives up the folio's slots and its dirty flag; false where the swap cache cannot let go of it. */
function makeClean(m: Machine, head: Pfn): boolean {
	const { frames } = m;
	if ((frames.flags.get(head) & PG_SWAPCACHE) !== 0 && !folioFreeSwap(m, head)) return false;
	frames.clearFlag(head, PG_DIRTY);
	return true;
}
