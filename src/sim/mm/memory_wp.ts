/** Write faults on private pages: reuse or copy. Source: mm/memory.c do_wp_page(), wp_page_reuse(), wp_page_copy(). */
import { mkdirty, mkwrite } from "../arch/pgtable.ts";
import { _PAGE_ACCESSED, _PAGE_UFFD_WP } from "../arch/x86_64.ts";
import { handleUserfault, hasFeature, type UserFault } from "../fs/uffd_context.ts";
import { PG_ANON, PG_DIRTY, PG_EXCLUSIVE, PG_KSM, PG_LARGE } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { anonVmaPrepare } from "./anon_vma.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addNewAnonRmap, dropMapping } from "./rmap.ts";
import { cacheReferences, folioFreeSwap } from "./swapfile.ts";
import { VM_UFFD_WP, VM_WRITE, type Vma } from "./vma.ts";

const WP_ASYNC: MicroKind = {
	file: "mm/memory.c",
	fn: "do_wp_page",
	label: "resolve by itself",
	say: "Nobody is asked: in asynchronous mode the kernel takes uffd-wp away, and its absence is the report.",
};

const WP_REUSE: MicroKind = {
	file: "mm/memory.c",
	fn: "wp_page_reuse",
	label: "reuse page",
	say: "The page belongs to this process alone, so the PTE becomes writable in place: dirty, and soft-dirty, which is how tracking sees the write.",
};

const WP_SHARED: MicroKind = {
	file: "mm/memory.c",
	fn: "wp_page_shared",
	label: "write to shared page",
	say: "The page belongs to the file and is written in place: the PTE becomes writable, dirty and soft-dirty. Other processes' entries do not change.",
};

const WP_COPY: MicroKind = {
	file: "mm/memory.c",
	fn: "wp_page_copy",
	label: "copy page",
	say: "The page is shared, so the writer gets a copy of its own: writable, dirty and soft-dirty. The others keep the old page.",
};

const FREE_SWAP: MicroKind = {
	file: "mm/swapfile.c",
	fn: "folio_free_swap",
	label: "free swap slot",
	say: "The page is still in the swap cache, but no entry names its slot: the slot is freed, and the page is dirty, since its only copy is in memory now.",
};

/** Handles a write to a read-only PTE; returns a fault that user space has to answer first. */
// mm/memory.c: do_wp_page()
export function doWpPage(m: Machine, process: Process, vma: Vma, pte: EntryRef): UserFault | null {
	const { tables, frames, kernel } = m;
	const pfn = tables.target.get(pte);
	const entry = tables.flags.get(pte);
	if ((vma.flags & VM_UFFD_WP) !== 0 && (entry & _PAGE_UFFD_WP) !== 0) {
		if (!hasFeature(m, vma, "wp_async")) return handleUserfault(vma, tables.pageOf(pte), true, "wp");
		m.at(WP_ASYNC);
		tables.flags.set(pte, entry & ~_PAGE_UFFD_WP);
	}
	if (vma.file === 0 && (frames.isZero(pfn) || !reusable(m, pfn))) {
		m.at(WP_COPY);
		const content = frames.content.get(pfn);
		const copy = mapNewPage(m, anonVmaPrepare(m, process, vma), pte);
		frames.content.set(copy, frames.isZero(pfn) ? 0 : content);
		if (!frames.isZero(pfn)) dropMapping(m, pfn);
		return null;
	}
	m.at(vma.file === 0 ? WP_REUSE : WP_SHARED);
	if (vma.file !== 0) frames.setFlag(frames.head(pfn), PG_DIRTY);
	else if (kernel.anonExclusive) frames.setFlag(pfn, PG_EXCLUSIVE);
	const flags = mkdirty(kernel.layout, tables.flags.get(pte) | _PAGE_ACCESSED);
	tables.flags.set(pte, (vma.flags & VM_WRITE) !== 0 ? mkwrite(flags) : flags);
	return null;
}

/** Maps a fresh page for a write, in the place of whatever the entry held. */
export function mapNewPage(m: Machine, vma: Vma, pte: EntryRef): Pfn {
	const pfn = m.frames.allocSmall();
	addNewAnonRmap(m, pfn, false, vma, m.tables.pageOf(pte));
	const flags = mkdirty(m.kernel.layout, vmPageProt(m, vma));
	m.tables.set(pte, (vma.flags & VM_WRITE) !== 0 ? mkwrite(flags) : flags, pfn);
	return pfn;
}

/** Whether the writer is the only one who could miss the old content. Each era has its own test. */
function reusable(m: Machine, pfn: Pfn): boolean {
	const flags = m.frames.pageFlags(pfn);
	if ((flags & PG_ANON) === 0 || (flags & PG_KSM) !== 0) return false;
	switch (m.kernel.cowReuse) {
		case "mapcount":
			return reuseSwapPage(m, pfn);
		case "refcount":
			return m.frames.refs.get(m.frames.head(pfn)) === 1;
		case "exclusive":
			return (flags & PG_EXCLUSIVE) !== 0 || wpCanReuseAnonFolio(m, pfn);
	}
}

/** Mapped once and swapped nowhere else; the swap cache is left behind on the way. */
// mm/swapfile.c: reuse_swap_page()
export function reuseSwapPage(m: Machine, pfn: Pfn): boolean {
	const head = m.frames.head(pfn);
	const pages = m.frames.folioPages(pfn);
	let most = 0;
	for (let page = head; page < head + pages; page++) {
		const slot = m.swap.slotOfPage(page);
		most = Math.max(most, m.frames.mapcount.get(page) + (slot === null ? 0 : m.swap.count.get(slot)));
	}
	most += m.frames.entireMapcount.get(head);
	if (most > 1) return false;
	if (most === 1 && cacheReferences(m, head) > 0) {
		m.at(FREE_SWAP);
		folioFreeSwap(m, head);
	}
	return true;
}

/** No reference but this mapping's and the swap cache's, which is given up. Large folios: never by base page (6.12), or as others. */
// mm/memory.c: wp_can_reuse_anon_folio()
function wpCanReuseAnonFolio(m: Machine, pfn: Pfn): boolean {
	const head = m.frames.head(pfn);
	if ((m.frames.flags.get(head) & PG_LARGE) !== 0 && m.kernel.wpNeverReusesLarge) return false;
	const inCache = cacheReferences(m, head) > 0;
	if (m.frames.refs.get(head) > 1 + (inCache ? 1 : 0)) return false;
	if (inCache) {
		m.at(FREE_SWAP);
		folioFreeSwap(m, head);
	}
	return m.frames.refs.get(head) === 1;
}
