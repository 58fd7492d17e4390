/** Huge pages: faults on them, and writes to those that are shared. Source: mm/huge_memory.c. */
import { mkdirty, mkwrite } from "../arch/pgtable.ts";
import { _PAGE_ACCESSED, _PAGE_PSE } from "../arch/x86_64.ts";
import { alignDown, PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import { PG_EXCLUSIVE } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitHugePmd } from "./huge_memory_split.ts";
import { mapNewPage, reuseSwapPage } from "./memory_wp.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addNewAnonRmap, removeRmapPmd } from "./rmap.ts";
import { cacheReferences, folioFreeSwap } from "./swapfile.ts";
import { VM_HUGEPAGE, VM_NOHUGEPAGE, VM_WRITE, type Vma } from "./vma.ts";

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
