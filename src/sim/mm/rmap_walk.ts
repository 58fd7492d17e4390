/** From a page to the entries that map it. Source: mm/rmap.c rmap_walk(), mm/page_vma_mapped.c. */
import { ENTRY_MARKER, ENTRY_MIGRATION, ENTRY_SWAP, ENTRY_TABLE } from "../arch/x86_64.ts";
import { alignDown, PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import { PG_KSM } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { Pfn } from "./page_alloc.ts";
import type { EntryRef } from "./pgtable.ts";
import { VM_MERGEABLE, type Vma } from "./vma.ts";
import { entryAt } from "./walk.ts";

/** An entry that maps (a part of) a folio, or is a migration entry for it. */
export interface Mapping {
	readonly process: Process;
	readonly vma: Vma;
	/** The page of the entry; for a PMD the first one. */
	readonly vpn: number;
	readonly entry: EntryRef;
	readonly huge: boolean;
}

/** All entries for the folio of `head`, in the order of processes and addresses. `pages`: how many frames it has (or had). */
export function mappingsOf(m: Machine, head: Pfn, pages: number): Mapping[] {
	const found: Mapping[] = [];
	const file = m.shmem.fileOf.get(head);
	const ksm = (m.frames.flags.get(head) & PG_KSM) !== 0;
	for (const process of m.processes) {
		if (!process.live) continue;
		for (const vma of process.vmas) {
			if (file !== 0) {
				if (vma.file !== file) continue;
				const at = vma.start + (m.frames.index.get(head) - vma.pgoff);
				collect(m, found, process, vma, Math.max(at, vma.start), Math.min(at + pages, vma.end), head, pages);
				continue;
			}
			if (vma.file !== 0 || vma.anonVma === 0) continue;
			if (ksm) {
				// A KSM page has no place of its own; wherever merging was possible it may be mapped, forked copies included.
				if ((vma.flags & VM_MERGEABLE) !== 0) collect(m, found, process, vma, vma.start, vma.end, head, pages);
				continue;
			}
			const start = vma.start + (m.frames.index.get(head) + m.geometry.regionBase - vma.pgoff);
			collect(m, found, process, vma, Math.max(start, vma.start), Math.min(start + pages, vma.end), head, pages);
		}
	}
	for (const { process } of found) m.onMapping?.(process);
	return found;
}

// mm/page_vma_mapped.c: page_vma_mapped_walk()
function collect(m: Machine, found: Mapping[], process: Process, vma: Vma, start: number, end: number, head: Pfn, pages: number): void {
	const { tables, geometry } = m;
	for (let vpn = start; vpn < end; ) {
		const pmd = entryAt(m, process, vpn, PMD_LEVEL);
		const next = Math.min(end, alignDown(geometry, PMD_LEVEL, vpn) + geometry.entries);
		const flags = pmd === null ? 0 : tables.flags.get(pmd);
		if (pmd === null || flags === 0) {
			vpn = next;
			continue;
		}
		if ((flags & ENTRY_TABLE) === 0) {
			if (tables.target.get(pmd) === head) found.push({ process, vma, vpn: alignDown(geometry, PMD_LEVEL, vpn), entry: pmd, huge: true });
			vpn = next;
			continue;
		}
		for (; vpn < next; vpn++) {
			const pte = entryAt(m, process, vpn, PTE_LEVEL);
			if (pte !== null && leadsTo(m, pte, head, pages)) found.push({ process, vma, vpn, entry: pte, huge: false });
		}
	}
}

function leadsTo(m: Machine, pte: EntryRef, head: Pfn, pages: number): boolean {
	const flags = m.tables.flags.get(pte);
	if (flags === 0 || (flags & (ENTRY_SWAP | ENTRY_MARKER)) !== 0) return false;
	const target = m.tables.target.get(pte);
	return target >= head && target < head + pages;
}

/** Whether the entry is a migration entry. */
export function isMigration(m: Machine, mapping: Mapping): boolean {
	return (m.tables.flags.get(mapping.entry) & ENTRY_MIGRATION) !== 0;
}

/** How often any page of the folio is mapped, by PMDs and PTEs together. */
// mm/huge_memory.c: total_mapcount()
export function totalMapcount(m: Machine, head: Pfn): number {
	let count = m.frames.entireMapcount.get(head);
	for (let i = 0; i < m.frames.folioPages(head); i++) count += m.frames.mapcount.get(head + i);
	return count;
}
