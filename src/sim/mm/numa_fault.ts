/** Faults on entries that NUMA balancing made PROT_NONE. Source: mm/memory.c do_numa_page(), mm/huge_memory.c, mm/migrate.c. */
import { mkdirty, mkwrite, pmdModify, pteModify } from "../arch/pgtable.ts";
import { _PAGE_ACCESSED, _PAGE_PSE, _PAGE_RW } from "../arch/x86_64.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { mpolMisplaced } from "./mempolicy.ts";
import { allocTarget, migrateFolio, moveContent } from "./migrate.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { removeRmapPmd } from "./rmap.ts";
import { totalMapcount } from "./rmap_walk.ts";
import { VM_WRITE, type Vma } from "./vma.ts";

const RESTORE: MicroKind = {
	file: "mm/memory.c",
	fn: "do_numa_page",
	label: "take hint back",
	say: "The entry is PROT_NONE only as a hint: the access bits of the VMA return, and write where it was. Dirty and soft-dirty stay.",
};

const RESTORE_PMD: MicroKind = { ...RESTORE, file: "mm/huge_memory.c", fn: "do_huge_pmd_numa_page" };

const MISPLACED: MicroKind = {
	file: "mm/migrate.c",
	fn: "migrate_misplaced_transhuge_page",
	label: "map moved huge page",
	say: "The huge page moved to the node of its user, and its PMD is made anew by pmd_mkdirty(), writable too: dirty and soft-dirty for all its pages, though nothing was written.",
};

const GAVE_UP: MicroKind = {
	...MISPLACED,
	label: "leave it there",
	say: "Somebody else holds the huge page, so it stays where it is; the PMD takes the access bits of the VMA, without write.",
};

/** The entry after the hint: readable again, and writable if it was. */
function restored(before: number, modified: number): number {
	const flags = modified | _PAGE_ACCESSED;
	return (before & _PAGE_RW) !== 0 ? mkwrite(flags) : flags;
}

/** A hinting fault on a base page: it is mapped again, and moved to the node of its user. */
// mm/memory.c: do_numa_page()
export function doNumaPage(m: Machine, process: Process, vma: Vma, pte: EntryRef): void {
	const { tables, frames, kernel } = m;
	const pfn = tables.target.get(pte);
	// Base pages of a huge page do not move.
	const node = frames.folioPages(pfn) > 1 ? null : mpolMisplaced(m, process, pfn);
	if (node === null || kernel.numaRestoresFirst) {
		m.at(RESTORE);
		const before = tables.flags.get(pte);
		tables.flags.set(pte, restored(before, pteModify(kernel.layout, before, vmPageProt(m, vma))));
	}
	if (node !== null) migrateFolio(m, pfn, node);
}

/** A hinting fault on a huge page. */
// mm/huge_memory.c: do_huge_pmd_numa_page()
export function doHugePmdNumaPage(m: Machine, process: Process, vma: Vma, pmd: EntryRef): void {
	const { tables, kernel } = m;
	const head = tables.target.get(pmd);
	const node = mpolMisplaced(m, process, head);
	if (node !== null && kernel.numaMovesHugeByItself) {
		migrateMisplacedTranshugePage(m, vma, pmd, head, node);
		return;
	}
	if (node !== null && totalMapcount(m, head) === 1) {
		migrateFolio(m, head, node);
		return;
	}
	m.at(RESTORE_PMD);
	const before = tables.flags.get(pmd);
	tables.flags.set(pmd, restored(before, pmdModify(kernel.layout, before, vmPageProt(m, vma), kernel.pmdModifyDropsDirty)));
}

/** Moves a huge page without migration entries; one that others hold too stays, and its PMD loses write. */
// mm/migrate.c: migrate_misplaced_transhuge_page() until 5.13
function migrateMisplacedTranshugePage(m: Machine, vma: Vma, pmd: EntryRef, head: Pfn, node: number): void {
	const { tables, frames, kernel } = m;
	const prot = vmPageProt(m, vma);
	if (frames.refs.get(head) !== 1) {
		m.at(GAVE_UP);
		tables.flags.set(pmd, pmdModify(kernel.layout, tables.flags.get(pmd), prot, kernel.pmdModifyDropsDirty));
		return;
	}
	const target = allocTarget(m, frames.folioPages(head), node);
	moveContent(m, head, target, frames.folioPages(head));
	m.at(MISPLACED);
	const flags = mkdirty(kernel.layout, prot | _PAGE_PSE);
	// The reference that the new page came with is the mapping's from here on.
	tables.set(pmd, (vma.flags & VM_WRITE) !== 0 ? mkwrite(flags) : flags, target);
	frames.entireMapcount.set(target, 1);
	removeRmapPmd(m, head);
	frames.put(head);
}
