/** Huge pages: faults on them, and the split of a PMD into a table of PTEs. Source: mm/huge_memory.c. */
import { dirty, mkdirty, mkuffdWp, mkwrite, wrprotect } from "../arch/pgtable.ts";
import {
	_PAGE_ACCESSED,
	_PAGE_PRESENT,
	_PAGE_PSE,
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
import { mapNewPage, reuseSwapPage } from "./memory_wp.ts";
import { migrationEntry } from "./migration_entry.ts";
import { type Pfn, PG_DOUBLE_MAP, ZERO_PFN } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addNewAnonRmap, removeRmapPmd } from "./rmap.ts";
import { cacheReferences, folioFreeSwap } from "./swapfile.ts";
import { VM_HUGEPAGE, VM_NOHUGEPAGE, VM_WRITE, type Vma } from "./vma.ts";
import { entryAt } from "./walk.ts";

const HUGE_FAULT: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__do_huge_pmd_anonymous_page",
	label: "map huge page",
	say: "A zeroed huge page is mapped by one PMD: writable, dirty and, because mkdirty does both on x86, soft-dirty for all its pages.",
};

const HUGE_ZERO_FAULT: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "set_huge_zero_page",
	label: "map huge zero page",
	say: "A read finds nothing: the one shared huge page of zeroes is mapped read-only. Nothing was written, so nothing is dirty.",
};

const HUGE_REUSE: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "do_huge_pmd_wp_page",
	label: "reuse huge page",
	say: "The huge page belongs to this process alone, so the PMD becomes writable again, dirty and soft-dirty: one write marks all 512 pages.",
};

const HUGE_ZERO_REPLACE: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "do_huge_pmd_wp_page",
	label: "replace huge zero page",
	say: "A write to the huge zero page: this kernel allocates a huge page of its own and maps it instead.",
};

const HUGE_COPY: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "do_huge_pmd_wp_page",
	label: "copy huge page",
	say: "The huge page is shared: for one written byte all 2 MiB are copied, and the copy is dirty and soft-dirty as a whole.",
};

const HUGE_COPY_SMALL: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "do_huge_pmd_wp_page_fallback",
	label: "copy as base pages",
	say: "The huge page is shared and this VMA may not have another: all of it is copied into 512 base pages, every one dirty and soft-dirty.",
};

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

/** Whether a fault in this VMA may map a huge page (transparent_hugepage=madvise, shmem_enabled=never). Source: thp_vma_allowable_order(). */
export function thpAllowed(m: Machine, vma: Vma, vpn: number): boolean {
	if (vma.file !== 0) return false;
	if ((vma.flags & (VM_HUGEPAGE | VM_NOHUGEPAGE)) !== VM_HUGEPAGE) return false;
	const start = alignDown(m.geometry, PMD_LEVEL, vpn);
	return start >= vma.start && start + m.geometry.entries <= vma.end;
}

// mm/huge_memory.c: do_huge_pmd_anonymous_page()
export function doHugePmdAnonymousPage(m: Machine, vma: Vma, pmd: EntryRef, vpn: number, write: boolean): void {
	const prot = vmPageProt(m, vma);
	if (!write) {
		m.at(HUGE_ZERO_FAULT);
		m.tables.set(pmd, prot | _PAGE_PSE, m.frames.hugeZeroPfn);
		return;
	}
	m.at(HUGE_FAULT);
	mapNewHugePage(m, vma, pmd, vpn);
}

function mapNewHugePage(m: Machine, vma: Vma, pmd: EntryRef, vpn: number): void {
	const head = m.frames.allocHuge();
	addNewAnonRmap(m, head, true, vma, alignDown(m.geometry, PMD_LEVEL, vpn));
	const flags = mkdirty(m.kernel.layout, vmPageProt(m, vma) | _PAGE_PSE);
	m.tables.set(pmd, (vma.flags & VM_WRITE) !== 0 ? mkwrite(flags) : flags, head);
}

/** A write to a read-only huge page. True when it was handled; false: go on with PTEs. */
// mm/huge_memory.c: do_huge_pmd_wp_page()
export function doHugePmdWpPage(m: Machine, process: Process, vma: Vma, pmd: EntryRef, vpn: number): boolean {
	const { tables, frames, kernel } = m;
	const head = tables.target.get(pmd);
	if (frames.isZero(head)) {
		if (kernel.hugeZeroWriteAllocates && thpAllowed(m, vma, vpn)) {
			m.at(HUGE_ZERO_REPLACE);
			mapNewHugePage(m, vma, pmd, vpn);
			return true;
		}
		splitHugePmd(m, process, vma, pmd, vpn);
		return false;
	}
	if (!hugeReusable(m, head)) {
		if (kernel.cowCopiesHuge) {
			copyHugePage(m, process, vma, pmd, vpn, head);
			return true;
		}
		splitHugePmd(m, process, vma, pmd, vpn);
		return false;
	}
	m.at(HUGE_REUSE);
	if (kernel.anonExclusive) frames.setFlag(head, PG_EXCLUSIVE);
	tables.flags.set(pmd, mkwrite(mkdirty(kernel.layout, tables.flags.get(pmd) | _PAGE_ACCESSED)));
	return true;
}

/** Whether nobody else could miss the old content of the huge page. */
function hugeReusable(m: Machine, head: Pfn): boolean {
	if (m.kernel.cowReuse !== "exclusive") return reuseSwapPage(m, head);
	if ((m.frames.flags.get(head) & PG_EXCLUSIVE) !== 0) return true;
	if (m.frames.refs.get(head) > 1 + cacheReferences(m, head)) return false;
	folioFreeSwap(m, head);
	return m.frames.refs.get(head) === 1;
}

/** The writer gets a huge page of its own, or base pages where the VMA may not have one. */
// mm/huge_memory.c: do_huge_pmd_wp_page() until 5.7, do_huge_pmd_wp_page_fallback()
function copyHugePage(m: Machine, process: Process, vma: Vma, pmd: EntryRef, vpn: number, head: Pfn): void {
	const { tables, frames, geometry } = m;
	const huge = thpAllowed(m, vma, vpn);
	m.at(huge ? HUGE_COPY : HUGE_COPY_SMALL);
	if (huge) {
		mapNewHugePage(m, vma, pmd, vpn);
		const copy = tables.target.get(pmd);
		for (let i = 0; i < geometry.entries; i++) frames.content.set(copy + i, frames.content.get(head + i));
	} else {
		tables.clear(pmd);
		const table = tables.alloc({ level: PTE_LEVEL, owner: process.index, base: alignDown(geometry, PMD_LEVEL, vpn) });
		for (let i = 0; i < geometry.entries; i++) {
			const copy = mapNewPage(m, vma, tables.first(table) + i);
			frames.content.set(copy, frames.content.get(head + i));
		}
		tables.setTable(pmd, table);
	}
	removeRmapPmd(m, head);
	frames.put(head);
}

/** Turns a huge PMD into a table of PTEs, or into nothing where a file has the page; the folio stays whole. `freeze`: into migration entries, on the way to splitting the folio. */
// mm/huge_memory.c: __split_huge_pmd_locked()
export function splitHugePmd(m: Machine, process: Process, vma: Vma, pmd: EntryRef, vpn: number, freeze = false): void {
	if (vma.file !== 0) return splitFilePmd(m, pmd);
	const { tables, frames, kernel, geometry } = m;
	const before = tables.flags.get(pmd);
	const head = tables.target.get(pmd);
	if ((before & ENTRY_MIGRATION) !== 0) {
		splitMigrationPmd(m, process, pmd, vpn);
		return;
	}
	const withdraw = () => tables.alloc({ level: PTE_LEVEL, owner: process.index, base: alignDown(geometry, PMD_LEVEL, vpn) });
	const prot = vmPageProt(m, vma);
	if (frames.isZero(head)) {
		m.at(SPLIT_ZERO);
		tables.clear(pmd);
		const table = withdraw();
		const first = tables.first(table);
		const armed = kernel.splitZeroKeepsUffdWp && (before & _PAGE_UFFD_WP) !== 0;
		const flags = armed ? mkuffdWp(kernel.layout, prot | _PAGE_SPECIAL) : prot | _PAGE_SPECIAL;
		for (let i = 0; i < geometry.entries; i++) tables.set(first + i, flags, ZERO_PFN);
		tables.setTable(pmd, table);
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
	const table = withdraw();
	const first = tables.first(table);
	const flags = freeze ? frozenEntry(kernel, before, exclusive) : splitEntry(kernel, before, prot);
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
