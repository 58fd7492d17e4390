/** Splitting a huge page itself, not only its mapping: 512 folios of one page each. Source: mm/huge_memory.c split_huge_page(). */
import { present } from "../arch/pgtable.ts";
import { PG_EXCLUSIVE, PG_LARGE } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { removeMigrationPtes, tryToMigrate } from "./migrate.ts";
import { type Pfn, PG_DOUBLE_MAP, PG_PARTIALLY_MAPPED } from "./page_alloc.ts";
import { tryToUnmapFile } from "./rmap_file.ts";
import { isMigration, mappingsOf, totalMapcount } from "./rmap_walk.ts";
import { fileReferences } from "./shmem.ts";
import { cacheReferences } from "./swapfile.ts";
import { walkPmds } from "./walk.ts";

const SPLIT_FOLIO: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_page",
	label: "split folio",
	say: "The folio falls apart into single pages; each inherits the head's flags, dirty among them. Pages that nothing maps are free.",
};

/**
 * Splits the folio: unmap into migration entries, take the compound page apart, map again. False: somebody holds it besides its entries, or a
 * kernel that counted wrong thinks so (mm/migration.ts), and it stays whole.
 */
// mm/huge_memory.c: split_huge_page_to_list()
export function splitFolio(m: Machine, head: Pfn): boolean {
	const { frames, swap } = m;
	const pages = frames.folioPages(head);
	if (m.shmem.fileOf.get(head) !== 0) return splitFileFolio(m, head);
	// mm/huge_memory.c: can_split_folio(); only wrong counts can make it fail here.
	const suspect = m.miscounts.length > 0;
	if (suspect && totalMapcount(m, head) + cacheReferences(m, head) !== frames.refs.get(head)) return false;
	frames.get(head);
	tryToMigrate(m, head, true);
	const mappings = mappingsOf(m, head, pages).filter((mapping) => isMigration(m, mapping));
	if (suspect && totalMapcount(m, head) !== 0) {
		removeMigrationPtes(m, mappings, head, head);
		frames.put(head);
		return false;
	}

	takeApart(m, head, pages);
	for (let i = 0; i < pages; i++) if (swap.slotOfPage(head + i) !== null) frames.get(head + i);
	removeMigrationPtes(m, mappings, head, head, m.kernel.splitUsesZeropage);
	for (let i = 0; i < pages; i++) frames.put(head + i);
	return true;
}

/** A file's pages are simply unmapped, to be faulted back one by one; no entry remembers what trackers knew. */
// mm/huge_memory.c: split_huge_page_to_list(), unmap_folio()
function splitFileFolio(m: Machine, head: Pfn): boolean {
	const { frames } = m;
	// mm/huge_memory.c: can_split_folio(); who moves it holds it.
	if (frames.refs.get(head) !== fileReferences(m, head) + totalMapcount(m, head)) return false;
	tryToUnmapFile(m, head);
	takeApart(m, head, frames.folioPages(head));
	return true;
}

/** Makes the folio's pages folios of their own, with one reference each. */
// mm/huge_memory.c: __split_huge_page()
function takeApart(m: Machine, head: Pfn, pages: number): void {
	const { frames } = m;
	m.at(SPLIT_FOLIO);
	const inherited = frames.flags.get(head) & ~(PG_LARGE | PG_EXCLUSIVE | PG_DOUBLE_MAP | PG_PARTIALLY_MAPPED);
	const index = frames.index.get(head);
	frames.put(head, frames.refs.get(head) - 1);
	for (let i = 0; i < pages; i++) {
		frames.flags.set(head + i, inherited);
		frames.index.set(head + i, index + i);
		if (i > 0) frames.get(head + i);
	}
}

/** Splits every huge page of the machine. Source: debugfs split_huge_pages. */
export function splitAll(m: Machine): void {
	for (const head of hugeFolios(m)) splitFolio(m, head);
}

/** Heads of the huge pages that some process maps, or that stand in a file below one of its VMAs, in ascending order of frames. */
function hugeFolios(m: Machine): Pfn[] {
	const heads = new Set<Pfn>();
	for (const process of m.processes.filter((each) => each.live)) {
		for (const vma of process.vmas) {
			for (let index = vma.pgoff; vma.file !== 0 && index < vma.pgoff + (vma.end - vma.start); index++) {
				const pfn = m.shmem.cachedPage(vma.file, index);
				if (pfn !== null && m.frames.folioPages(pfn) > 1) heads.add(m.frames.head(pfn));
			}
			const note = (entry: number) => {
				const pfn = m.tables.target.get(entry);
				if (present(m.tables.flags.get(entry)) && !m.frames.isZero(pfn) && m.frames.folioPages(pfn) > 1) heads.add(m.frames.head(pfn));
			};
			walkPmds(m, process, vma.start, vma.end, {
				huge(pmd) {
					note(pmd);
					return "done";
				},
				table(table, from, to) {
					const first = m.tables.first(table) - m.tables.info(table).base;
					for (let vpn = from; vpn < to; vpn++) note(first + vpn);
				},
			});
		}
	}
	return [...heads].sort((a, b) => a - b);
}
