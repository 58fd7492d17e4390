/** Faults on base pages and taking mappings away. Source: mm/memory.c. */
import { dirty, mkdirty, mkuffdWp, present, protnone } from "../arch/pgtable.ts";
import {
	_PAGE_ACCESSED,
	_PAGE_PRESENT,
	_PAGE_RW,
	_PAGE_SPECIAL,
	_PAGE_UFFD_WP,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	ENTRY_SWAP,
	ENTRY_TABLE,
} from "../arch/x86_64.ts";
import { handleUserfault, hasFeature } from "../fs/uffd_context.ts";
import { PG_ANON, PG_DIRTY } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { anonVmaPrepare } from "./anon_vma.ts";
import { doHugePmdAnonymousPage, doHugePmdWpPage, thpAllowed } from "./huge_memory.ts";
import { splitHugePmd } from "./huge_memory_split.ts";
import { doFileFault } from "./memory_file.ts";
import { doSwapPage } from "./memory_swap.ts";
import { doWpPage, mapNewPage } from "./memory_wp.ts";
import { type Fault, migrationEntryToPage, migrationEntryWait } from "./migration.ts";
import { doHugePmdNumaPage, doNumaPage } from "./numa_fault.ts";
import { ZERO_PFN } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { dropMapping, removeRmapPmd } from "./rmap.ts";
import { freeSwapAndCache } from "./swapfile.ts";
import { flushTlbRange } from "./tlb.ts";
import { installMarkerIfArmed } from "./uffd_marker.ts";
import { VM_READ, VM_UFFD_MISSING, VM_UFFD_WP, VM_WRITE, type Vma } from "./vma.ts";
import { pmdAlloc, pteTableAlloc, walkPmds } from "./walk.ts";

const ANON_READ: MicroKind = {
	file: "mm/memory.c",
	fn: "do_anonymous_page",
	label: "map zero page",
	say: "A read finds nothing: the shared page of zeroes is mapped read-only. Nothing was written, so the entry is neither dirty nor soft-dirty.",
};

const ANON_WRITE: MicroKind = {
	file: "mm/memory.c",
	fn: "do_anonymous_page",
	label: "map new page",
	say: "A zeroed page is mapped writable and dirty; mkdirty sets soft-dirty with it on x86.",
};

const TOUCH: MicroKind = {
	file: "mm/memory.c",
	fn: "handle_pte_fault",
	label: "nothing to do",
	say: "The fault was answered meanwhile and the entry permits the access: it is only marked accessed, and dirty on a write.",
};

const DROP_MARKER: MicroKind = {
	file: "mm/memory.c",
	fn: "pte_marker_clear",
	label: "drop marker",
	say: "The marker is left from a userfaultfd that does not track this VMA any more: it is taken away, and the fault starts over.",
};

const ZAP_PTE: MicroKind = {
	file: "mm/memory.c",
	fn: "zap_pte_range",
	label: "drop pages",
	say: "The PTEs of the range are emptied and their pages given up; what soft-dirty knew of them is gone with the entries.",
};

const ZAP_PMD: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "zap_huge_pmd",
	label: "drop huge page",
	say: "The whole huge page is inside the range: its PMD is emptied and the folio given up.",
};

/** Whether the VMA permits the access at all; if not, the access is a SIGSEGV. Source: arch/x86/mm/fault.c access_error(). */
export function accessPermitted(vma: Vma, write: boolean): boolean {
	return (vma.flags & (write ? VM_WRITE : VM_READ | VM_WRITE)) !== 0;
}

/**
 * Resolves a fault of a permitted access; the caller accesses again and may fault again, as the hardware would. Returns a fault
 * that user space has to answer first, or that has to wait for a migration.
 */
// mm/memory.c: __handle_mm_fault()
export function handleMmFault(m: Machine, process: Process, vma: Vma, vpn: number, write: boolean): Fault | null {
	const { tables } = m;
	const pmd = pmdAlloc(m, process, vpn);
	const pmdFlags = tables.flags.get(pmd);
	if (pmdFlags === 0 && thpAllowed(m, vma, vpn)) {
		const area = anonVmaPrepare(m, process, vma);
		if ((area.flags & VM_UFFD_MISSING) !== 0) return handleUserfault(area, vpn, write, "missing");
		doHugePmdAnonymousPage(m, area, pmd, vpn, write);
		return null;
	}
	if (pmdFlags !== 0 && (pmdFlags & ENTRY_TABLE) === 0) {
		if ((pmdFlags & ENTRY_MIGRATION) !== 0) return migrationEntryWait(m, tables.target.get(pmd), vpn);
		if (protnone(pmdFlags)) {
			doHugePmdNumaPage(m, process, vma, pmd);
			return null;
		}
		if (!write || (pmdFlags & _PAGE_RW) !== 0) {
			touch(m, pmd, pmdFlags, write);
			return null;
		}
		if (vma.file !== 0) splitHugePmd(m, process, vma, pmd, vpn);
		else if ((vma.flags & VM_UFFD_WP) !== 0 && (pmdFlags & _PAGE_UFFD_WP) !== 0) {
			if (!hasFeature(m, vma, "wp_async")) return handleUserfault(vma, vpn, write, "wp");
			splitHugePmd(m, process, vma, pmd, vpn);
		} else if (doHugePmdWpPage(m, process, vma, pmd, vpn)) return null;
	}
	if (vma.file !== 0 && tables.flags.get(pmd) === 0) return doFileFault(m, process, vma, pmd, vpn, write);
	const pte = tables.first(pteTableAlloc(m, process, pmd, vpn)) + (vpn & (m.geometry.entries - 1));
	return handlePteFault(m, process, vma, pmd, pte, write);
}

// mm/memory.c: handle_pte_fault()
function handlePteFault(m: Machine, process: Process, vma: Vma, pmd: EntryRef, pte: EntryRef, write: boolean): Fault | null {
	const flags = m.tables.flags.get(pte);
	if (flags === 0) {
		if (vma.file === 0) return doAnonymousPage(m, process, vma, pte, write);
		return doFileFault(m, process, vma, pmd, m.tables.pageOf(pte), write);
	}
	if ((flags & ENTRY_MARKER) !== 0) return handlePteMarker(m, process, vma, pmd, pte, write);
	if ((flags & ENTRY_MIGRATION) !== 0) return migrationEntryWait(m, m.tables.target.get(pte), m.tables.pageOf(pte));
	if (!present(flags)) return doSwapPage(m, process, vma, pte, write);
	if (protnone(flags)) {
		doNumaPage(m, process, vma, pte);
		return null;
	}
	if (write && (flags & _PAGE_RW) === 0) return doWpPage(m, process, vma, pte);
	touch(m, pte, flags, write);
	return null;
}

/** The entry permits the access by now: only its accessed and dirty bits are seen to, and mkdirty brings soft-dirty along. */
// mm/memory.c: handle_pte_fault(); mm/huge_memory.c: huge_pmd_set_accessed()
function touch(m: Machine, entry: EntryRef, flags: number, write: boolean): void {
	m.at(TOUCH);
	const young = flags | _PAGE_ACCESSED;
	m.tables.flags.set(entry, write ? mkdirty(m.kernel.layout, young) : young);
}

/** A marker: the page comes, and uffd-wp with it, unless the VMA is not tracked any more. */
// mm/memory.c: handle_pte_marker(), pte_marker_handle_uffd_wp()
function handlePteMarker(m: Machine, process: Process, vma: Vma, pmd: EntryRef, pte: EntryRef, write: boolean): Fault | null {
	if ((vma.flags & VM_UFFD_WP) === 0) {
		m.at(DROP_MARKER);
		m.tables.clear(pte);
		return null;
	}
	if (vma.file !== 0) return doFileFault(m, process, vma, pmd, m.tables.pageOf(pte), write);
	const fault = doAnonymousPage(m, process, vma, pte, write);
	if (fault !== null) return fault;
	m.tables.flags.set(pte, mkuffdWp(m.kernel.layout, m.tables.flags.get(pte)));
	return null;
}

// mm/memory.c: do_anonymous_page()
function doAnonymousPage(m: Machine, process: Process, vma: Vma, pte: EntryRef, write: boolean): Fault | null {
	const missing = (vma.flags & VM_UFFD_MISSING) !== 0;
	if (!write) {
		if (missing) return handleUserfault(vma, m.tables.pageOf(pte), write, "missing");
		m.at(ANON_READ);
		m.tables.set(pte, vmPageProt(m, vma) | _PAGE_SPECIAL, ZERO_PFN);
		return null;
	}
	m.at(ANON_WRITE);
	const area = anonVmaPrepare(m, process, vma);
	if (missing) return handleUserfault(area, m.tables.pageOf(pte), write, "missing");
	mapNewPage(m, area, pte);
	return null;
}

/**
 * Takes the pages `start … end` (end exclusive) of a VMA out of the page tables. `markers`: whether shared memory keeps uffd-wp by
 * markers. Source: zap_page_range_single(), unmap_vmas().
 */
export function zapPageRange(m: Machine, process: Process, vma: Vma, start: number, end: number, markers: "keep" | "drop"): void {
	const { tables, geometry } = m;
	walkPmds(m, process, start, end, {
		huge(pmd, from, to) {
			if (to - from === geometry.entries) zapHugePmd(m, pmd);
			else splitHugePmd(m, process, vma, pmd, from);
			return undefined;
		},
		table(table, from, to) {
			m.at(ZAP_PTE);
			const first = tables.first(table);
			const base = tables.info(table).base;
			for (let vpn = from; vpn < to; vpn++) zapPte(m, vma, first + (vpn - base), markers === "keep");
		},
	});
	flushTlbRange(m, process, start, end);
}

// mm/memory.c: zap_present_ptes(), zap_nonpresent_ptes()
function zapPte(m: Machine, vma: Vma, pte: EntryRef, keepMarkers: boolean): void {
	const { tables, frames } = m;
	const flags = tables.flags.get(pte);
	if (flags === 0) return;
	const target = tables.target.get(pte);
	if (vma.file !== 0 && (flags & ENTRY_MARKER) !== 0 && keepMarkers) return;
	tables.clear(pte);
	if ((flags & ENTRY_SWAP) !== 0) freeSwapAndCache(m, target);
	// A migration entry holds no reference: the page is its migrator's, and gone when that lets go of it.
	else if ((flags & ENTRY_MIGRATION) !== 0) {
		if (keepMarkers) installMarkerIfArmed(m, vma, pte, flags);
	} else if (present(flags) && !frames.isZero(target)) {
		if (vma.file !== 0 && dirty(flags)) frames.setFlag(frames.head(target), PG_DIRTY);
		if (keepMarkers) installMarkerIfArmed(m, vma, pte, flags);
		dropMapping(m, target);
	}
}

// mm/huge_memory.c: zap_huge_pmd()
function zapHugePmd(m: Machine, pmd: EntryRef): void {
	const { tables, frames } = m;
	m.at(ZAP_PMD);
	const head = tables.target.get(pmd);
	const flags = tables.flags.get(pmd);
	if ((flags & ENTRY_MIGRATION) !== 0) migrationEntryToPage(m, head, "mm/huge_memory.c: zap_huge_pmd");
	tables.clear(pmd);
	if ((flags & ENTRY_MIGRATION) !== 0 || frames.isZero(head)) return;
	if (dirty(flags) && (frames.flags.get(head) & PG_ANON) === 0) frames.setFlag(head, PG_DIRTY);
	removeRmapPmd(m, head);
	frames.put(head);
}

/** Whether the hardware lets the access pass with this entry, without a fault. */
export function hardwarePermits(flags: number, write: boolean): boolean {
	return (flags & _PAGE_PRESENT) !== 0 && !protnone(flags) && (!write || (flags & _PAGE_RW) !== 0);
}
