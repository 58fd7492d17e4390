/** Faults on swap entries. Source: mm/memory.c do_swap_page(). */
import { mkdirty, mkwrite } from "../arch/pgtable.ts";
import { _PAGE_RW, _PAGE_SOFT_DIRTY, _PAGE_UFFD_WP, SWP_EXCLUSIVE, SWP_SOFT_DIRTY, SWP_UFFD_WP } from "../arch/x86_64.ts";
import { PG_ANON, PG_DIRTY, PG_EXCLUSIVE, PG_KSM, PG_SWAPBACKED } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { anonVmaPrepare } from "./anon_vma.ts";
import { doWpPage, reuseSwapPage } from "./memory_wp.ts";
import { type Fault, lockWait } from "./migration.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addMapping, pageIndex } from "./rmap.ts";
import { folioFreeSwap, readSwapCache, swapFree } from "./swapfile.ts";
import { VM_SOFTDIRTY, VM_UFFD_WP, VM_WRITE, type Vma } from "./vma.ts";

const READ_IN: MicroKind = {
	file: "mm/swap_state.c",
	fn: "swapin_readahead",
	label: "read from swap",
	say: "The page is read from its swap slot into a new page of the swap cache; nothing maps it yet.",
};

const SWAP_IN: MicroKind = {
	file: "mm/memory.c",
	fn: "do_swap_page",
	label: "map again",
	say: "The swap entry becomes a PTE again. Soft-dirty moves from the swap entry's bit back to bit 11 of the PTE.",
};

/** Brings a swapped page back. A write goes on to the write fault, unless the page could be mapped writable at once. */
// mm/memory.c: do_swap_page()
export function doSwapPage(m: Machine, process: Process, vma: Vma, pte: EntryRef, write: boolean): Fault | null {
	const { tables, frames, kernel, swap } = m;
	const slot = tables.target.get(pte);
	let pfn = swap.cachedPage(slot);
	const wait = pfn === null ? null : lockWait(m, pfn, tables.pageOf(pte));
	if (wait !== null) return wait;
	if (pfn === null) {
		m.at(READ_IN);
		pfn = readSwapCache(m, slot);
		frames.setFlag(pfn, PG_SWAPBACKED | (kernel.swapIsZram ? PG_DIRTY : 0));
	}
	m.at(SWAP_IN);
	// The fault itself holds the page until it is mapped.
	frames.get(pfn);
	const area = anonVmaPrepare(m, process, vma);
	const writable = kernel.cowReuse === "exclusive" ? mapExclusive(m, area, pte, pfn, write) : mapCounted(m, area, pte, pfn, write);
	frames.put(pfn);
	return write && !writable ? doWpPage(m, process, area, pte) : null;
}

/** Maps the page on kernels that know exclusive pages; true when a write needs no further fault. */
function mapExclusive(m: Machine, vma: Vma, pte: EntryRef, pfn: Pfn, write: boolean): boolean {
	const { tables, frames, kernel } = m;
	const { layout } = kernel;
	const entry = tables.flags.get(pte);
	const head = frames.head(pfn);
	swapFree(m, tables.target.get(pte));
	if (write && !isKsm(m, pfn) && frames.refs.get(head) === 1 + frames.folioPages(pfn)) folioFreeSwap(m, pfn);
	const alone = !isKsm(m, pfn) && ((entry & SWP_EXCLUSIVE) !== 0 || frames.refs.get(head) === 1);
	let flags = vmPageProt(m, vma);
	// From 6.11 on the trackers' bits are put back first, so that they decide whether the page may be writable.
	if (kernel.swapInWritable) flags = restoreTracking(flags, entry);
	const done = alone && write && (!kernel.swapInWritable || !trackingNeedsFault(vma, flags));
	if (kernel.swapInWritable) {
		if (alone && (vma.flags & VM_WRITE) !== 0 && !trackingNeedsFault(vma, flags)) flags = mkwrite(flags);
		if (done) flags = mkdirty(layout, flags);
	} else {
		if (done) flags = mkwriteIf(vma, mkdirty(layout, flags));
		flags = restoreTracking(flags, entry);
	}
	becomeAnon(m, vma, pte, pfn);
	if (alone) frames.setFlag(pfn, PG_EXCLUSIVE);
	tables.set(pte, flags, pfn);
	return done;
}

/** Maps the page on kernels that count who else maps or swapped it; true when a write needs no further fault. */
function mapCounted(m: Machine, vma: Vma, pte: EntryRef, pfn: Pfn, write: boolean): boolean {
	const { tables, kernel } = m;
	const entry = tables.flags.get(pte);
	becomeAnon(m, vma, pte, pfn);
	swapFree(m, tables.target.get(pte));
	const done = write && !isKsm(m, pfn) && reuseSwapPage(m, pfn);
	const flags = done ? mkwriteIf(vma, mkdirty(kernel.layout, vmPageProt(m, vma))) : vmPageProt(m, vma);
	tables.set(pte, restoreTracking(flags, entry), pfn);
	return done;
}

/** Maps the page; one fresh from swap learns where it belongs. Source: page_add_anon_rmap(). */
function becomeAnon(m: Machine, vma: Vma, pte: EntryRef, pfn: Pfn): void {
	const { frames } = m;
	addMapping(m, pfn);
	if ((frames.pageFlags(pfn) & PG_ANON) !== 0) return;
	frames.setFlag(pfn, PG_ANON | PG_SWAPBACKED);
	frames.index.set(pfn, pageIndex(m, vma, m.tables.pageOf(pte)));
}

/** Soft-dirty and uffd-wp of the swap entry, at their places in a PTE; uffd-wp takes write away. */
function restoreTracking(flags: number, entry: number): number {
	let restored = flags;
	if ((entry & SWP_SOFT_DIRTY) !== 0) restored |= _PAGE_SOFT_DIRTY;
	if ((entry & SWP_UFFD_WP) !== 0) restored = (restored | _PAGE_UFFD_WP) & ~_PAGE_RW;
	return restored;
}

/** Whether a write must be seen by soft-dirty or by userfaultfd. Source: pte_needs_soft_dirty_wp(), userfaultfd_pte_wp(). */
function trackingNeedsFault(vma: Vma, flags: number): boolean {
	if ((vma.flags & VM_SOFTDIRTY) === 0 && (flags & _PAGE_SOFT_DIRTY) === 0) return true;
	return (vma.flags & VM_UFFD_WP) !== 0 && (flags & _PAGE_UFFD_WP) !== 0;
}

function isKsm(m: Machine, pfn: Pfn): boolean {
	return (m.frames.flags.get(m.frames.head(pfn)) & PG_KSM) !== 0;
}

function mkwriteIf(vma: Vma, flags: number): number {
	return (vma.flags & VM_WRITE) !== 0 ? mkwrite(flags) : flags;
}
