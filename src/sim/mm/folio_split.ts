/** Splitting a huge page itself, not only its mapping: 512 folios of one page each. Source: mm/huge_memory.c split_huge_page(). */
import { PG_EXCLUSIVE, PG_LARGE } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { removeMigrationPtes, tryToMigrate } from "./migrate.ts";
import { type Pfn, PG_DOUBLE_MAP } from "./page_alloc.ts";
import { isMigration, mappingsOf } from "./rmap_walk.ts";

const SPLIT_FOLIO: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_page",
	label: "split folio",
	say: "The folio falls apart into single pages; each inherits the head's flags, dirty among them. Pages that nothing maps are free.",
};

/** Splits the folio: unmap into migration entries, take the compound page apart, map again. */
// mm/huge_memory.c: split_huge_page_to_list()
export function splitFolio(m: Machine, head: Pfn): void {
	const { frames, swap } = m;
	const pages = frames.folioPages(head);
	frames.get(head);
	tryToMigrate(m, head, true);
	const mappings = mappingsOf(m, head, pages).filter((mapping) => isMigration(m, mapping));

	m.at(SPLIT_FOLIO);
	const inherited = frames.flags.get(head) & ~(PG_LARGE | PG_EXCLUSIVE | PG_DOUBLE_MAP);
	const index = frames.index.get(head);
	frames.put(head, frames.refs.get(head) - 1);
	for (let i = 0; i < pages; i++) {
		frames.flags.set(head + i, inherited);
		frames.index.set(head + i, index + i);
		if (i > 0) frames.get(head + i);
		if (swap.slotOfPage(head + i) !== null) frames.get(head + i);
	}
	removeMigrationPtes(m, mappings, head, head);
	for (let i = 0; i < pages; i++) frames.put(head + i);
}
