/** What userfaultfd does to entries: write-protect, copy, zero. Source: mm/userfaultfd.c. */
import { mkdirty, mkuffdWp, mkwrite } from "../arch/pgtable.ts";
import { _PAGE_SPECIAL, ENTRY_MARKER, ENTRY_MIGRATION, ENTRY_TABLE } from "../arch/x86_64.ts";
import { EAGAIN, EEXIST, EINVAL, ENOENT } from "../include/errno.ts";
import type { Process } from "../kernel/process.ts";
import { KernelBug } from "../kernel_bug.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { noteFill, noteWriteprotect } from "../wp_truth.ts";
import { anonVmaPrepare } from "./anon_vma.ts";
import { changeProtection } from "./change_protection.ts";
import { ZERO_PFN } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addMapping, addNewAnonRmap } from "./rmap.ts";
import { shmemAddPage, shmemHolds } from "./shmem.ts";
import { VM_UFFD_WP, VM_WRITE, type Vma } from "./vma.ts";
import { pmdAlloc, pteTableAlloc } from "./walk.ts";

const COPY: MicroKind = {
	file: "mm/userfaultfd.c",
	fn: "mfill_atomic_install_pte",
	label: "install page",
	say: "A new page with the given content is mapped. pte_mkdirty() marks it dirty and, on x86, soft-dirty.",
};

const ZEROPAGE: MicroKind = {
	file: "mm/userfaultfd.c",
	fn: "mfill_atomic_pte_zeropage",
	label: "install zero page",
	say: "The shared zero page is mapped read-only in answer to the fault.",
};

/** The byte that the recorder fills copied pages with. */
const COPIED = 0x5a5a;

/** UFFDIO_WRITEPROTECT of pages `start … end` (end exclusive). Returns 0 or an errno. */
// mm/userfaultfd.c: mwriteprotect_range()
export function mwriteprotectRange(m: Machine, process: Process, start: number, end: number, protect: boolean): number {
	if (start >= end) return EINVAL;
	const vmas = process.vmas.filter((vma) => vma.start < end && vma.end > start);
	if (!m.kernel.writeprotectSpansVmas) {
		const vma = vmas[0];
		if (vma === undefined || start < vma.start || end > vma.end || vma.uffd === 0) return ENOENT;
	}
	let error = ENOENT;
	for (const vma of vmas) {
		error = ENOENT;
		if ((vma.flags & VM_UFFD_WP) === 0) break;
		uffdWpRange(m, process, vma, Math.max(start, vma.start), Math.min(end, vma.end), protect);
		error = 0;
	}
	if (error === 0) noteWriteprotect(m, process, start, end, protect);
	return error;
}

/** Sets or takes away uffd-wp in the entries of a part of a VMA. */
// mm/userfaultfd.c: uffd_wp_range()
export function uffdWpRange(m: Machine, process: Process, vma: Vma, start: number, end: number, protect: boolean): void {
	changeProtection(m, process, vma, start, end, protect ? "uffd-wp" : "uffd-wp-resolve");
}

export interface Filled {
	readonly error: number;
	/** Pages that were filled before it ended. */
	readonly filled: number;
}

/** UFFDIO_COPY and UFFDIO_ZEROPAGE of pages `start … end`. */
// mm/userfaultfd.c: mfill_atomic()
export function mfillAtomic(m: Machine, process: Process, start: number, end: number, how: "copy" | "copy-wp" | "zeropage"): Filled {
	const vma = process.vmas.find((other) => other.start <= start && other.end >= end);
	if (vma === undefined || vma.uffd === 0) return { error: ENOENT, filled: 0 };
	if (how === "copy-wp" && (vma.flags & VM_UFFD_WP) === 0) return { error: EINVAL, filled: 0 };
	const area = vma.file === 0 ? anonVmaPrepare(m, process, vma) : vma;
	for (let vpn = start; vpn < end; vpn++) {
		const error = mfillPage(m, process, area, vpn, how);
		// What was filled before stays, and the caller is told to go on from there.
		if (error !== 0) return { error: vpn === start ? error : EAGAIN, filled: vpn - start };
	}
	return { error: 0, filled: end - start };
}

// mm/userfaultfd.c: mfill_atomic_pte()
function mfillPage(m: Machine, process: Process, vma: Vma, vpn: number, how: "copy" | "copy-wp" | "zeropage"): number {
	const { tables, frames, kernel } = m;
	const pmd = pmdAlloc(m, process, vpn);
	const pmdFlags = tables.flags.get(pmd);
	if ((pmdFlags & ENTRY_MIGRATION) !== 0 && kernel.uffdCopyMisreadsMigration) throw new KernelBug("mm/userfaultfd.c: mcopy_atomic_pte");
	if (pmdFlags !== 0 && (pmdFlags & ENTRY_TABLE) === 0) return EEXIST;
	const pte = tables.first(pteTableAlloc(m, process, pmd, vpn)) + (vpn & (m.geometry.entries - 1));
	const before = tables.flags.get(pte);
	if (vma.file !== 0) return mfillShared(m, process, vma, vpn, pte, how);
	if (how === "zeropage") {
		if (before !== 0) return EEXIST;
		m.at(ZEROPAGE);
		tables.set(pte, vmPageProt(m, vma) | _PAGE_SPECIAL, ZERO_PFN);
		noteFill(m, process, vpn, false);
		return 0;
	}
	if (before !== 0 && (before & ENTRY_MARKER) === 0) return EEXIST;
	m.at(COPY);
	const pfn = frames.allocSmall();
	frames.content.set(pfn, COPIED);
	addNewAnonRmap(m, pfn, false, vma, vpn);
	let flags = mkdirty(kernel.layout, vmPageProt(m, vma));
	if ((vma.flags & VM_WRITE) !== 0) {
		flags = mkwrite(flags);
		if (how === "copy-wp") flags = mkuffdWp(kernel.layout, flags);
	} else if (how === "copy-wp" && kernel.copyWpAlways) flags = mkuffdWp(kernel.layout, flags);
	tables.set(pte, flags, pfn);
	m.noteStore(process, vpn);
	noteFill(m, process, vpn, how === "copy-wp");
	return 0;
}

/** Shared memory: the page enters the file first, and is mapped from there. */
// mm/shmem.c: shmem_mfill_atomic_pte()
function mfillShared(m: Machine, process: Process, vma: Vma, vpn: number, pte: EntryRef, how: "copy" | "copy-wp" | "zeropage"): number {
	const { tables, frames, kernel } = m;
	const index = vma.pgoff + (vpn - vma.start);
	const before = tables.flags.get(pte);
	if (shmemHolds(m, vma.file, index) || (before !== 0 && (before & ENTRY_MARKER) === 0)) return EEXIST;
	m.at(COPY);
	const pfn = shmemAddPage(m, vma.file, index);
	frames.content.set(pfn, how === "zeropage" ? 0 : COPIED);
	addMapping(m, pfn);
	let flags = mkdirty(kernel.layout, vmPageProt(m, vma));
	if ((vma.flags & VM_WRITE) !== 0) flags = mkwrite(flags);
	if (how === "copy-wp") flags = mkuffdWp(kernel.layout, flags);
	tables.set(pte, flags, pfn);
	m.noteStore(process, vpn);
	noteFill(m, process, vpn, how === "copy-wp");
	return 0;
}
