/** The split of a huge PMD into a table of PTEs. Source: mm/huge_memory.c. */
import { dirty, mkdirty, mkuffdWp, mkwrite, wrprotect } from "../arch/pgtable.ts";
import {
	_PAGE_ACCESSED,
	_PAGE_PRESENT,
	_PAGE_RW,
	_PAGE_SOFT_DIRTY,
	_PAGE_SPECIAL,
	_PAGE_UFFD_WP,
	ENTRY_MIGRATION,
	ENTRY_TABLE,
} from "../arch/x86_64.ts";
import { alignDown, PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import type { KernelRecord } from "../include/kernel_record.ts";
import { PG_DIRTY, PG_EXCLUSIVE } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitFilePmd } from "./huge_memory_file.ts";
import { splitMigrationPmd } from "./huge_memory_migration.ts";
import { migrationEntry } from "./migration_entry.ts";
import { PG_DOUBLE_MAP, ZERO_PFN } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef, TableRef } from "./pgtable.ts";
import { removeRmapPmd } from "./rmap.ts";
import type { Vma } from "./vma.ts";
import { entryAt } from "./walk.ts";

const SPLIT_INVALIDATE: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_pmd_locked",
	label: "invalidate PMD",
	say: "The PMD is taken out of use; its write, accessed, dirty and soft-dirty bits are read for the last time.",
};

const SPLIT_DIRTY: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_pmd_locked",
	label: "dirty to folio",
	say: "The dirty bit of the PMD moves to struct page, where it is just as good: dirty means that memory must be written back.",
};

const SPLIT_BUILD: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_pmd_locked",
	label: "build 512 entries",
	say: "The deposited table is filled: each new PTE is made from vm_page_prot, with write and accessed copied from the PMD, and soft-dirty too.",
};

const SPLIT_BUILD_DIRTY: MicroKind = {
	...SPLIT_BUILD,
	say: "The deposited table is filled. A dirty PMD makes dirty PTEs by pte_mkdirty(), which on x86 sets soft-dirty as well, written or not.",
};

const SPLIT_BUILD_LOSES: MicroKind = {
	...SPLIT_BUILD,
	say: "The new PTEs are built from vm_page_prot with write and accessed copied. Dirty went to struct page; soft-dirty exists only in the page table and has nowhere to go: it is lost.",
};

const SPLIT_FREEZE: MicroKind = {
	...SPLIT_BUILD,
	label: "build 512 migration entries",
	say: "The folio itself is to be split, so the table is filled with migration entries: whoever touches a page waits. Soft-dirty moves to their swap bit.",
};

const SPLIT_FREEZE_LOSES: MicroKind = {
	...SPLIT_FREEZE,
	say: "The table is filled with migration entries that know write or not. Soft-dirty of the PMD is not carried into them: it is lost.",
};

const SPLIT_PUBLISH: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_pmd_locked",
	label: "publish table",
	say: "The PMD now points to the table: the huge page stays one folio, mapped by 512 PTEs.",
};

const SPLIT_ZERO: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_zero_page_pmd",
	label: "split huge zero page",
	say: "The huge zero page is split into PTEs of the small zero page. Soft-dirty is not carried over: there is nothing written to lose.",
};

/**
 * Turns a huge PMD into a table of PTEs, or into nothing where a file has the page; the folio stays whole. `freeze`: into migration
 * entries, on the way to splitting the folio.
 */
// mm/huge_memory.c: __split_huge_pmd_locked()
export function splitHugePmd(m: Machine, process: Process, vma: Vma, pmd: EntryRef, vpn: number, freeze = false): void {
	const { tables, frames, kernel, geometry } = m;
	const before = tables.flags.get(pmd);
	const head = tables.target.get(pmd);
	if (vma.file !== 0) {
		splitFilePmd(m, pmd);
		return;
	}
	if ((before & ENTRY_MIGRATION) !== 0) {
		splitMigrationPmd(m, process, pmd, vpn);
		return;
	}
	if (frames.isZero(head)) {
		splitHugeZeroPmd(m, process, vma, pmd, vpn);
		return;
	}

	m.at(SPLIT_INVALIDATE);
	tables.flags.set(pmd, before & ~_PAGE_PRESENT);
	if (dirty(before)) {
		m.at(SPLIT_DIRTY);
		frames.setFlag(head, PG_DIRTY);
	}
	const exclusive = (frames.flags.get(head) & PG_EXCLUSIVE) !== 0;
	m.at(buildKind(kernel, freeze));
	const table = withdrawTable(m, process, vpn);
	const first = tables.first(table);
	const flags = freeze ? frozenEntry(kernel, before, exclusive) : splitEntry(kernel, before, vmPageProt(m, vma));
	tables.flags.fill(first, geometry.entries, flags);
	tables.target.ramp(first, geometry.entries, head);
	if (!freeze) {
		frames.mapcount.add(head, geometry.entries, 1);
		if (exclusive) frames.flags.or(head, geometry.entries, PG_EXCLUSIVE);
	}
	if (freeze) frames.clearFlag(head, PG_EXCLUSIVE);
	else frames.get(head, geometry.entries - 1);
	if (!freeze && kernel.doubleMap && frames.entireMapcount.get(head) > 1) frames.setFlag(head, PG_DOUBLE_MAP);

	m.at(SPLIT_PUBLISH);
	removeRmapPmd(m, head);
	tables.setTable(pmd, table);
	if (freeze) frames.put(head);
}

// mm/huge_memory.c: __split_huge_zero_page_pmd()
function splitHugeZeroPmd(m: Machine, process: Process, vma: Vma, pmd: EntryRef, vpn: number): void {
	const { tables, kernel, geometry } = m;
	const armed = kernel.splitZeroKeepsUffdWp && (tables.flags.get(pmd) & _PAGE_UFFD_WP) !== 0;
	const zero = vmPageProt(m, vma) | _PAGE_SPECIAL;
	m.at(SPLIT_ZERO);
	tables.clear(pmd);
	const table = withdrawTable(m, process, vpn);
	const first = tables.first(table);
	const flags = armed ? mkuffdWp(kernel.layout, zero) : zero;
	for (let i = 0; i < geometry.entries; i++) tables.set(first + i, flags, ZERO_PFN);
	tables.setTable(pmd, table);
}

/** The table that waited beside the huge PMD for the day of its split. */
// mm/pgtable-generic.c: pgtable_trans_huge_withdraw()
function withdrawTable(m: Machine, process: Process, vpn: number): TableRef {
	return m.tables.alloc({ level: PTE_LEVEL, owner: process.index, base: alignDown(m.geometry, PMD_LEVEL, vpn) });
}

/** What each of the new PTEs holds, beside its frame. */
function splitEntry(kernel: KernelRecord, before: number, prot: number): number {
	let flags = (before & _PAGE_RW) !== 0 ? mkwrite(prot) : wrprotect(kernel.layout, prot);
	if ((before & _PAGE_ACCESSED) === 0) flags &= ~_PAGE_ACCESSED;
	if (kernel.splitDirtiesPtes && dirty(before)) flags = mkdirty(kernel.layout, flags);
	if (kernel.splitCarriesSoftDirty && (before & _PAGE_SOFT_DIRTY) !== 0) flags |= _PAGE_SOFT_DIRTY;
	if ((before & _PAGE_UFFD_WP) !== 0) flags = mkuffdWp(kernel.layout, flags);
	return flags;
}

/** For a folio split the new entries are migration entries, so that nobody reaches the pages meanwhile. */
function frozenEntry(kernel: KernelRecord, before: number, exclusive: boolean): number {
	const softDirty = kernel.splitCarriesSoftDirty && (before & _PAGE_SOFT_DIRTY) !== 0;
	return migrationEntry(kernel, softDirty ? before : before & ~_PAGE_SOFT_DIRTY, exclusive);
}

function buildKind(kernel: KernelRecord, freeze: boolean): MicroKind {
	if (!kernel.splitCarriesSoftDirty) return freeze ? SPLIT_FREEZE_LOSES : SPLIT_BUILD_LOSES;
	if (freeze) return SPLIT_FREEZE;
	return kernel.splitDirtiesPtes ? SPLIT_BUILD_DIRTY : SPLIT_BUILD;
}

/** Splits the huge page that the boundary `vpn` of a VMA cuts, if there is one. */
// mm/huge_memory.c: split_huge_pmd_if_needed()
export function splitHugePmdIfNeeded(m: Machine, process: Process, vma: Vma, vpn: number): void {
	const start = alignDown(m.geometry, PMD_LEVEL, vpn);
	if (start === vpn || start < vma.start || start + m.geometry.entries > vma.end) return;
	const pmd = entryAt(m, process, vpn, PMD_LEVEL);
	if (pmd === null) return;
	const flags = m.tables.flags.get(pmd);
	if (flags !== 0 && (flags & ENTRY_TABLE) === 0) splitHugePmd(m, process, vma, pmd, vpn);
}
