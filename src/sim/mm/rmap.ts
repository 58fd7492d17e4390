/** How often a page is mapped. Source: mm/rmap.c. */
import { PG_ANON, PG_EXCLUSIVE, PG_SWAPBACKED } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import { type Pfn, PG_DOUBLE_MAP, PG_PARTIALLY_MAPPED } from "./page_alloc.ts";
import { cacheReferences, folioFreeSwap } from "./swapfile.ts";
import type { Vma } from "./vma.ts";

/** page->index of the page at `vpn`, counted from where regions begin. Source: linear_page_index(). */
export function pageIndex(m: Machine, vma: Vma, vpn: number): number {
	return vma.pgoff + (vpn - vma.start) - m.geometry.regionBase;
}

// mm/rmap.c: page_add_new_anon_rmap(), folio_add_new_anon_rmap()
export function addNewAnonRmap(m: Machine, pfn: Pfn, huge: boolean, vma: Vma, vpn: number): void {
	const { frames } = m;
	frames.index.set(pfn, pageIndex(m, vma, vpn));
	frames.setFlag(pfn, PG_ANON | PG_SWAPBACKED | (m.kernel.anonExclusive ? PG_EXCLUSIVE : 0));
	frames.get(pfn);
	if (huge) frames.entireMapcount.set(pfn, 1);
	else frames.mapcount.set(pfn, 1);
}

/** One more PTE maps the page. Source: page_add_anon_rmap(), page_dup_file_rmap(). */
export function addMapping(m: Machine, pfn: Pfn): void {
	m.frames.mapcount.set(pfn, m.frames.mapcount.get(pfn) + 1);
	m.frames.get(pfn);
}

// mm/rmap.c: page_remove_rmap(), folio_remove_rmap_pte()
export function removeRmapPte(m: Machine, pfn: Pfn): void {
	const { frames } = m;
	const left = frames.mapcount.get(pfn) - 1;
	frames.mapcount.set(pfn, left);
	if (left !== 0 || frames.folioPages(pfn) === 1) return;
	const head = frames.head(pfn);
	// Only anonymous folios wait to be split.
	if (frames.entireMapcount.get(head) === 0 && (frames.flags.get(head) & PG_ANON) !== 0) frames.setFlag(head, PG_PARTIALLY_MAPPED);
}

/** page->_mapcount + 1, as a reader of struct page finds it. */
// mm/rmap.c: page_add_file_rmap() until 6.1: a PMD counts in every page
export function rawMapcount(m: Machine, pfn: Pfn): number {
	const { frames } = m;
	const head = frames.head(pfn);
	const flags = frames.flags.get(head);
	if ((flags & PG_DOUBLE_MAP) !== 0) return frames.mapcount.get(pfn) + 1;
	return frames.mapcount.get(pfn) + (m.kernel.doubleMap && (flags & PG_ANON) === 0 ? frames.entireMapcount.get(head) : 0);
}

/** How often this very page is mapped, by PTEs and PMDs. */
// include/linux/mm.h: page_mapcount()
export function pageMapcount(m: Machine, pfn: Pfn): number {
	return m.frames.mapcount.get(pfn) + m.frames.entireMapcount.get(m.frames.head(pfn));
}

/** A PTE that mapped the page is gone, and its reference with it. */
export function dropMapping(m: Machine, pfn: Pfn): void {
	removeRmapPte(m, pfn);
	releaseMapped(m, pfn);
}

/** Gives up a mapping's reference. Nobody maps the page any more: it leaves the swap cache too, unless an entry names its slot. */
// mm/swap_state.c: free_swap_cache(), free_page_and_swap_cache()
export function releaseMapped(m: Machine, pfn: Pfn): void {
	const head = m.frames.head(pfn);
	const cached = cacheReferences(m, head);
	if (cached > 0 && m.frames.refs.get(head) === cached + 1) folioFreeSwap(m, head);
	m.frames.put(head);
}

// mm/rmap.c: page_remove_rmap(compound), folio_remove_rmap_pmd()
export function removeRmapPmd(m: Machine, head: Pfn): void {
	const left = m.frames.entireMapcount.get(head) - 1;
	m.frames.entireMapcount.set(head, left);
	if (left === 0) m.frames.clearFlag(head, PG_DOUBLE_MAP);
}
