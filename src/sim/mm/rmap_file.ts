/** Unmapping a folio of a file from wherever it is mapped. Source: mm/rmap.c try_to_unmap(). */
import { dirty } from "../arch/pgtable.ts";
import { PG_DIRTY } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitFilePmd } from "./huge_memory_file.ts";
import type { Pfn } from "./page_alloc.ts";
import { dropMapping } from "./rmap.ts";
import { mappingsOf } from "./rmap_walk.ts";
import { flushTlbEntry } from "./tlb.ts";
import { installMarkerIfArmed } from "./uffd_marker.ts";

const UNMAP: MicroKind = {
	file: "mm/rmap.c",
	fn: "try_to_unmap_one",
	label: "empty entries",
	say: "The page belongs to a file, so its entries need not remember where it goes: they become empty. Soft-dirty is lost with them; uffd-wp is kept by a marker.",
};

/** Empties every entry that maps the folio, PMDs and PTEs; PTEs that were armed become markers. */
// mm/rmap.c: try_to_unmap_one(), TTU_SPLIT_HUGE_PMD
export function tryToUnmapFile(m: Machine, head: Pfn): void {
	const { tables, frames } = m;
	for (const { entry, vma, huge } of mappingsOf(m, head, frames.folioPages(head))) {
		if (huge) {
			splitFilePmd(m, entry);
			continue;
		}
		m.at(UNMAP);
		const before = tables.flags.get(entry);
		const pfn = tables.target.get(entry);
		if (dirty(before)) frames.setFlag(head, PG_DIRTY);
		tables.clear(entry);
		flushTlbEntry(m, entry);
		installMarkerIfArmed(m, vma, entry, before);
		dropMapping(m, pfn);
	}
}
