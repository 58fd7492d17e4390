/** MADV_COLLAPSE of shared memory: one huge page in the place of a file's pages, then one PMD. Source: mm/khugepaged.c collapse_file(). */
import { present } from "../arch/pgtable.ts";
import { ENTRY_MIGRATION, ENTRY_TABLE } from "../arch/x86_64.ts";
import { PMD_LEVEL } from "../include/geometry.ts";
import { PG_DIRTY, PG_SWAPBACKED } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { doSetPmd } from "./huge_memory_file.ts";
import { type FolioWait, migrationOf } from "./migration.ts";
import type { Pfn } from "./page_alloc.ts";
import type { EntryRef } from "./pgtable.ts";
import { dropMapping } from "./rmap.ts";
import { tryToUnmapFile } from "./rmap_file.ts";
import { shmemGetFolio, shmemHolds, shmemInsert, shmemRemove } from "./shmem.ts";
import { flushTlbRange } from "./tlb.ts";
import { VM_UFFD_MISSING, VM_UFFD_WP, type Vma } from "./vma.ts";
import { entryAt } from "./walk.ts";

const REPLACE: MicroKind = {
	file: "mm/khugepaged.c",
	fn: "collapse_file",
	label: "replace pages in the file",
	say: "The pages are copied into a new huge page, holes as zeroes, and it takes their place in the file. No entry leads to the old pages any more, in whatever process.",
};

const RETRACT: MicroKind = {
	file: "mm/khugepaged.c",
	fn: "retract_page_tables",
	label: "free empty table",
	say: "The PTE table is empty now; it is freed, so that the next fault can map the huge page by one PMD.",
};

const DROP_PTES: MicroKind = {
	file: "mm/khugepaged.c",
	fn: "collapse_pte_mapped_thp",
	label: "drop PTEs and table",
	say: "The PTEs all map parts of the file's huge page, so they are not needed: they go with their table, and what soft-dirty knew goes with them.",
};

/** Why no huge page is mapped; the first group lets the next one be tried. */
export type FileScan = "succeed" | "mapped" | "null" | "uffd_wp" | "non_present" | "lock" | "none" | "exceed_none" | "truncated" | "fail";

/** Collapses what the file holds for the huge page at `start`, and maps it there. */
// mm/khugepaged.c: hpage_collapse_scan_file()
export function scanFile(m: Machine, process: Process, vma: Vma, start: number): FileScan | FolioWait {
	const { frames, shmem, geometry } = m;
	const index = vma.pgoff + (start - vma.start);
	const nodes = [0, 0];
	let holds = false;
	for (let i = 0; i < geometry.entries; i++) {
		const pfn = shmem.cachedPage(vma.file, index + i);
		holds ||= pfn !== null || shmemHolds(m, vma.file, index + i);
		if (pfn === null) continue;
		if (frames.folioPages(pfn) > 1) return collapsePteMappedThp(m, process, vma, start, pfn);
		// A page on its way is not on the LRU list.
		if (migrationOf(m, pfn) !== undefined) return "lock";
		nodes[frames.node(pfn)] = (nodes[frames.node(pfn)] ?? 0) + 1;
	}
	if (!holds) return "truncated";
	return collapseFile(m, process, vma, start, (nodes[1] ?? 0) > (nodes[0] ?? 0) ? 1 : 0);
}

// mm/khugepaged.c: collapse_file()
function collapseFile(m: Machine, process: Process, vma: Vma, start: number, node: number): FileScan | FolioWait {
	const { frames, geometry } = m;
	const index = vma.pgoff + (start - vma.start);
	const old: (Pfn | null)[] = [];
	for (let i = 0; i < geometry.entries; i++) {
		const pfn = shmemHolds(m, vma.file, index + i) ? shmemGetFolio(m, vma.file, index + i) : null;
		if (pfn !== null) tryToUnmapFile(m, pfn);
		old.push(pfn);
	}
	// Too late for what was unmapped above: the pages are still the file's, but nothing maps them.
	if (m.kernel.collapseMindsMissing && old.includes(null) && awaitsMissing(m, vma.file, index)) return "exceed_none";
	m.at(REPLACE);
	const head = frames.allocHuge(node);
	old.forEach((pfn, i) => {
		if (pfn === null) return;
		frames.content.set(head + i, frames.content.get(pfn));
		shmemRemove(m, pfn);
	});
	frames.setFlag(head, PG_SWAPBACKED | PG_DIRTY);
	shmemInsert(m, vma.file, index, head);
	if (m.kernel.collapseRetractsAll) {
		for (const other of mappers(m, vma.file, index)) retract(m, other.process, other.vma, index);
		return collapsePteMappedThp(m, process, vma, start, head);
	}
	const retracted = retract(m, process, vma, index);
	return retracted === "succeed" ? setHugePmd(m, process, vma, start, head) : retracted;
}

/** VMAs that map the file's page at `index`. */
function mappers(m: Machine, file: number, index: number): { readonly process: Process; readonly vma: Vma }[] {
	return m.processes
		.filter((process) => process.live)
		.flatMap((process) => process.vmas.map((vma) => ({ process, vma })))
		.filter(({ vma }) => vma.file === file && vma.pgoff <= index && index < vma.pgoff + (vma.end - vma.start));
}

/** Whether somebody wants to be asked about holes of the stretch that begins at `index`. */
// mm/khugepaged.c: collapse_file(), userfaultfd_missing()
function awaitsMissing(m: Machine, file: number, index: number): boolean {
	const end = index + m.geometry.entries;
	return m.processes.some(
		(process) =>
			process.live &&
			process.vmas.some(
				(vma) => vma.file === file && (vma.flags & VM_UFFD_MISSING) !== 0 && vma.pgoff < end && vma.pgoff + (vma.end - vma.start) > index,
			),
	);
}

/** Frees the table below the stretch of the file in one mapping, where a PMD could stand instead. */
// mm/khugepaged.c: retract_page_tables()
function retract(m: Machine, process: Process, vma: Vma, index: number): FileScan {
	const { tables, geometry } = m;
	const start = vma.start + (index - vma.pgoff);
	if (start % geometry.entries !== 0 || start + geometry.entries > vma.end) return "fail";
	const found = findPmd(m, process, start);
	if (typeof found === "string") return found;
	if (tables.flags.get(found) === 0) return "none";
	// Markers may stand in the table.
	if ((vma.flags & VM_UFFD_WP) !== 0) return "uffd_wp";
	m.at(RETRACT);
	freeTable(m, process, found, start);
	return "succeed";
}

/** The PMD at a page when it is empty or leads to a table. */
// mm/khugepaged.c: find_pmd_or_thp_or_none()
function findPmd(m: Machine, process: Process, start: number): EntryRef | "mapped" | "null" {
	const pmd = entryAt(m, process, start, PMD_LEVEL);
	if (pmd === null) return "null";
	const flags = m.tables.flags.get(pmd);
	if (flags === 0 || (flags & ENTRY_TABLE) !== 0) return pmd;
	return (flags & ENTRY_MIGRATION) !== 0 ? "null" : "mapped";
}

// mm/khugepaged.c: pmdp_collapse_flush(), pte_free_defer()
function freeTable(m: Machine, process: Process, pmd: EntryRef, start: number): void {
	const { tables, geometry } = m;
	const table = tables.target.get(pmd);
	const first = tables.first(table);
	for (let i = 0; i < geometry.entries; i++) if (tables.flags.get(first + i) !== 0) tables.clear(first + i);
	flushTlbRange(m, process, start, start + geometry.entries);
	tables.setTable(pmd, null);
	tables.release(table);
}

/** The file has a huge page: PTEs that map it give way to a PMD. */
// mm/khugepaged.c: collapse_pte_mapped_thp()
function collapsePteMappedThp(m: Machine, process: Process, vma: Vma, start: number, head: Pfn): FileScan | FolioWait {
	const { tables, geometry } = m;
	const pmd = findPmd(m, process, start);
	if (pmd === "mapped") return pmd;
	if ((vma.flags & VM_UFFD_WP) !== 0) return "uffd_wp";
	const moving = migrationOf(m, head);
	if (moving !== undefined) return { vpn: start, folio: moving.head, on: "entry" };
	if (typeof pmd === "string") return pmd;
	if (tables.flags.get(pmd) !== 0) {
		const first = tables.first(tables.target.get(pmd));
		for (let i = 0; i < geometry.entries; i++) {
			const flags = tables.flags.get(first + i);
			if (flags === 0) continue;
			if (!present(flags)) return "non_present";
			if (tables.target.get(first + i) !== head + i) return "fail";
		}
		m.at(DROP_PTES);
		for (let i = 0; i < geometry.entries; i++) {
			if (tables.flags.get(first + i) === 0) continue;
			tables.clear(first + i);
			dropMapping(m, head + i);
		}
		freeTable(m, process, pmd, start);
	}
	return setHugePmd(m, process, vma, start, head);
}

// mm/khugepaged.c: set_huge_pmd()
function setHugePmd(m: Machine, process: Process, vma: Vma, start: number, head: Pfn): FileScan {
	const pmd = entryAt(m, process, start, PMD_LEVEL);
	return pmd !== null && doSetPmd(m, vma, pmd, start, head, false) ? "succeed" : "fail";
}
