/** How often a page is mapped. Source: mm/rmap.c. */
import { PG_ANON, PG_EXCLUSIVE, PG_SWAPBACKED } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { Pfn } from "./page_alloc.ts";

// mm/rmap.c: page_add_new_anon_rmap(), folio_add_new_anon_rmap()
export function addNewAnonRmap(m: Machine, pfn: Pfn, huge: boolean): void {
	const { frames } = m;
	frames.setFlag(pfn, PG_ANON | PG_SWAPBACKED | (m.kernel.anonExclusive ? PG_EXCLUSIVE : 0));
	frames.get(pfn);
	if (huge) frames.entireMapcount.set(pfn, 1);
	else frames.mapcount.set(pfn, 1);
}

// mm/rmap.c: page_remove_rmap(), folio_remove_rmap_pte()
export function removeRmapPte(m: Machine, pfn: Pfn): void {
	m.frames.mapcount.set(pfn, m.frames.mapcount.get(pfn) - 1);
}

// mm/rmap.c: page_remove_rmap(compound), folio_remove_rmap_pmd()
export function removeRmapPmd(m: Machine, head: Pfn): void {
	m.frames.entireMapcount.set(head, m.frames.entireMapcount.get(head) - 1);
}
