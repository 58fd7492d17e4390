/** Huge PMDs that map a page of a file. Source: mm/huge_memory.c, mm/memory.c do_set_pmd(). */
import { dirty, mkdirty, mkwrite } from "../arch/pgtable.ts";
import { _PAGE_PSE, ENTRY_MIGRATION } from "../arch/x86_64.ts";
import { alignDown, PMD_LEVEL } from "../include/geometry.ts";
import { PG_DIRTY } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { removeRmapPmd } from "./rmap.ts";
import { VM_NOHUGEPAGE, type Vma } from "./vma.ts";

const SPLIT: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_pmd_locked",
	label: "drop PMD",
	say: "The huge page belongs to a file, so nothing is split: the PMD is emptied, and faults will find the pages in the file. Soft-dirty and uffd-wp are lost for all of them.",
};

const SET_PMD: MicroKind = {
	file: "mm/memory.c",
	fn: "do_set_pmd",
	label: "map huge page of the file",
	say: "The file has a huge page here and it fits the VMA, so one PMD maps it with vm_page_prot. Only a write makes it dirty, and soft-dirty with that.",
};

/** Empties a huge PMD of a file, present or on its way; no table takes its place. */
// mm/huge_memory.c: __split_huge_pmd_locked(), !vma_is_anonymous
export function splitFilePmd(m: Machine, pmd: EntryRef): void {
	const { tables, frames } = m;
	m.at(SPLIT);
	const before = tables.flags.get(pmd);
	const head = tables.target.get(pmd);
	tables.clear(pmd);
	if ((before & ENTRY_MIGRATION) !== 0) return;
	if (dirty(before)) frames.setFlag(head, PG_DIRTY);
	removeRmapPmd(m, head);
	frames.put(head);
}

/** Whether huge pages of the VMA's file can lie in it as huge pages at `vpn`. */
// include/linux/huge_mm.h: thp_vma_suitable_order(), transhuge_vma_suitable()
export function hugeFits(m: Machine, vma: Vma, vpn: number): boolean {
	const { entries } = m.geometry;
	if ((vma.start - vma.pgoff) % entries !== 0) return false;
	const start = alignDown(m.geometry, PMD_LEVEL, vpn);
	return start >= vma.start && start + entries <= vma.end;
}

/** Maps the huge page that `pfn` is part of by an empty PMD. False where it is none, or does not fit: PTEs have to do. */
// mm/memory.c: do_set_pmd()
export function doSetPmd(m: Machine, vma: Vma, pmd: EntryRef, vpn: number, pfn: Pfn, write: boolean): boolean {
	const { tables, frames, kernel } = m;
	if (frames.folioPages(pfn) === 1 || !hugeFits(m, vma, vpn)) return false;
	if (kernel.nohugepageForbidsFilePmd && (vma.flags & VM_NOHUGEPAGE) !== 0) return false;
	m.at(SET_PMD);
	const head = frames.head(pfn);
	const flags = vmPageProt(m, vma) | _PAGE_PSE;
	tables.set(pmd, write ? mkwrite(mkdirty(kernel.layout, flags)) : flags, head);
	frames.entireMapcount.set(head, frames.entireMapcount.get(head) + 1);
	frames.get(head);
	return true;
}
