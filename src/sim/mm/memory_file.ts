/** Faults on shared memory. Source: mm/memory.c do_read_fault(), do_shared_fault(), do_fault_around(), set_pte_range(). */
import { mkdirty, mkuffdWp, mkwrite } from "../arch/pgtable.ts";
import { ENTRY_MARKER } from "../arch/x86_64.ts";
import { handleUserfault } from "../fs/uffd_context.ts";
import { PG_DIRTY } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { doSetPmd } from "./huge_memory_file.ts";
import { type Fault, lockWait, migrationOf } from "./migration.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addMapping } from "./rmap.ts";
import { shmemGetFolio, shmemHolds } from "./shmem.ts";
import { VM_UFFD_FLAGS, VM_UFFD_MINOR, VM_UFFD_MISSING, VM_UFFD_WP, type Vma } from "./vma.ts";
import { pteTableAlloc } from "./walk.ts";

const READ: MicroKind = {
	file: "mm/memory.c",
	fn: "do_read_fault",
	label: "map page to read",
	say: "The file's page is mapped with vm_page_prot: writable at once, unless somebody wants to see the first write. Nothing was written yet.",
};

const AROUND: MicroKind = {
	file: "mm/filemap.c",
	fn: "filemap_map_pages",
	label: "map around",
	say: "Pages of the file that are in memory anyway, up to 16 around the fault, are mapped along with it.",
};

const WRITE: MicroKind = {
	file: "mm/memory.c",
	fn: "do_shared_fault",
	label: "map page to write",
	say: "The file's page is mapped writable and dirty; mkdirty sets soft-dirty with it on x86. The page itself is dirty too.",
};

/** Pages that one read fault looks at: fault_around_bytes, 64 KiB. */
const AROUND_PAGES = 16;

/** A fault on an empty PMD, an empty PTE or a marker of a shared mapping. A table is made only for what is put into it. */
// mm/memory.c: do_fault()
export function doFileFault(m: Machine, process: Process, vma: Vma, pmd: EntryRef, vpn: number, write: boolean): Fault | null {
	const { tables, frames, shmem } = m;
	const index = vma.pgoff + (vpn - vma.start);
	const marker = tables.flags.get(pmd) !== 0 && (tables.flags.get(pteBelow(m, pmd, vpn)) & ENTRY_MARKER) !== 0;
	if (!write && !marker && mapsAround(m, vma) && mapAround(m, process, vma, pmd, vpn, index)) return null;
	if ((vma.flags & VM_UFFD_MINOR) !== 0 && shmem.cachedPage(vma.file, index) !== null) return handleUserfault(vma, vpn, write, "minor");
	if ((vma.flags & VM_UFFD_MISSING) !== 0 && !shmemHolds(m, vma.file, index)) return handleUserfault(vma, vpn, write, "missing");
	// mm/shmem.c: shmem_get_folio_gfp() locks the page with mmap_lock held.
	const cached = shmem.cachedPage(vma.file, index);
	const wait = cached === null ? null : lockWait(m, cached, vpn);
	if (wait !== null) return { ...wait, on: "entry" };
	const pfn = shmemGetFolio(m, vma.file, index);
	finishFault(m, process, vma, pmd, vpn, pfn, write, marker);
	if (write) frames.setFlag(frames.head(pfn), PG_DIRTY);
	return null;
}

function pteBelow(m: Machine, pmd: EntryRef, vpn: number): EntryRef {
	return m.tables.first(m.tables.target.get(pmd)) + (vpn & (m.geometry.entries - 1));
}

// mm/memory.c: finish_fault()
function finishFault(m: Machine, process: Process, vma: Vma, pmd: EntryRef, vpn: number, pfn: Pfn, write: boolean, marker: boolean): void {
	const { tables, frames, kernel } = m;
	if (tables.flags.get(pmd) === 0) {
		if (doSetPmd(m, vma, pmd, vpn, pfn, write)) return;
		pteTableAlloc(m, process, pmd, vpn);
	}
	m.at(write ? WRITE : READ);
	let flags = vmPageProt(m, vma);
	if (write) flags = mkwrite(mkdirty(kernel.layout, flags));
	if (marker) flags = mkuffdWp(kernel.layout, flags);
	const pte = pteBelow(m, pmd, vpn);
	if (!mapsWholeFolio(m, vma, pte, vpn, pfn)) {
		install(m, pte, flags, pfn);
		return;
	}
	const before = pfn - frames.head(pfn);
	for (let i = 0; i < frames.folioPages(pfn); i++) install(m, pte - before + i, flags, frames.head(pfn) + i);
}

/** Whether the fault maps all of a large folio: none of its entries is taken, it lies in the VMA, and nobody tracks single pages. */
// mm/memory.c: finish_fault(), 6.11 on
function mapsWholeFolio(m: Machine, vma: Vma, pte: EntryRef, vpn: number, pfn: Pfn): boolean {
	const { tables, frames, geometry } = m;
	const pages = frames.folioPages(pfn);
	if (pages === 1 || !m.kernel.faultMapsWholeFolio || (vma.flags & VM_UFFD_FLAGS) !== 0) return false;
	const before = pfn - frames.head(pfn);
	const first = vpn - before;
	if (first < vma.start || first + pages > vma.end || (vpn & (geometry.entries - 1)) !== before) return false;
	for (let i = 0; i < pages; i++) if (tables.flags.get(pte - before + i) !== 0) return false;
	return true;
}

// mm/memory.c: should_fault_around()
function mapsAround(m: Machine, vma: Vma): boolean {
	return !m.kernel.pteMarkers || (vma.flags & (VM_UFFD_WP | VM_UFFD_MINOR)) === 0;
}

/** Maps what the file has in memory around the fault; whether the faulting page was among it. */
// mm/memory.c: do_fault_around(); mm/filemap.c: filemap_map_pages()
function mapAround(m: Machine, process: Process, vma: Vma, pmd: EntryRef, vpn: number, index: number): boolean {
	const { tables, geometry, shmem } = m;
	const offset = vpn & (geometry.entries - 1);
	const before = vpn - vma.start;
	const from = Math.max(offset - (offset % AROUND_PAGES), offset - Math.min(offset, before));
	const to = Math.min(from + AROUND_PAGES, geometry.entries, offset + (vma.end - vma.start) - before);
	for (let at = from; at < to; at++) {
		const pfn = shmem.cachedPage(vma.file, index + (at - offset));
		// mm/filemap.c: next_uptodate_folio() passes locked pages over.
		if (pfn === null || migrationOf(m, pfn) !== undefined) continue;
		// mm/filemap.c: filemap_map_pmd(), asked of the first page only
		if (tables.flags.get(pmd) === 0) {
			if (doSetPmd(m, vma, pmd, vpn, pfn, false)) return true;
			pteTableAlloc(m, process, pmd, vpn);
		}
		m.at(AROUND);
		const entry = pteBelow(m, pmd, vpn) + (at - offset);
		if (tables.flags.get(entry) === 0) install(m, entry, vmPageProt(m, vma), pfn);
	}
	return tables.flags.get(pmd) !== 0 && tables.flags.get(pteBelow(m, pmd, vpn)) !== 0;
}

function install(m: Machine, pte: EntryRef, flags: number, pfn: Pfn): void {
	m.tables.set(pte, flags, pfn);
	addMapping(m, pfn);
}
