/** Faults on shared memory. Source: mm/memory.c do_read_fault(), do_shared_fault(), do_fault_around(), set_pte_range(). */
import { mkdirty, mkuffdWp, mkwrite } from "../arch/pgtable.ts";
import { ENTRY_MARKER } from "../arch/x86_64.ts";
import { handleUserfault } from "../fs/uffd_context.ts";
import { PG_DIRTY } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { type Fault, lockWait, migrationOf } from "./migration.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addMapping } from "./rmap.ts";
import { shmemGetFolio, shmemHolds } from "./shmem.ts";
import { VM_UFFD_MINOR, VM_UFFD_MISSING, VM_UFFD_WP, type Vma } from "./vma.ts";

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

/** A fault on an empty entry, or a marker, of a shared mapping. */
// mm/memory.c: do_fault()
export function doFileFault(m: Machine, vma: Vma, pte: EntryRef, write: boolean): Fault | null {
	const { tables, frames, kernel, shmem } = m;
	const vpn = tables.pageOf(pte);
	const index = vma.pgoff + (vpn - vma.start);
	const marker = (tables.flags.get(pte) & ENTRY_MARKER) !== 0;
	if (!write && !marker && mapsAround(m, vma)) {
		mapAround(m, vma, pte, vpn, index);
		if (tables.flags.get(pte) !== 0) return null;
	}
	if ((vma.flags & VM_UFFD_MINOR) !== 0 && shmem.cachedPage(vma.file, index) !== null) return handleUserfault(vma, vpn, write, "minor");
	if ((vma.flags & VM_UFFD_MISSING) !== 0 && !shmemHolds(m, vma.file, index)) return handleUserfault(vma, vpn, write, "missing");
	// mm/shmem.c: shmem_get_folio_gfp() locks the page with mmap_lock held.
	const cached = shmem.cachedPage(vma.file, index);
	const wait = cached === null ? null : lockWait(m, cached, vpn);
	if (wait !== null) return { ...wait, on: "entry" };
	const pfn = shmemGetFolio(m, vma.file, index);
	m.at(write ? WRITE : READ);
	let flags = vmPageProt(m, vma);
	if (write) flags = mkwrite(mkdirty(kernel.layout, flags));
	if (marker) flags = mkuffdWp(kernel.layout, flags);
	install(m, pte, flags, pfn);
	if (write) frames.setFlag(pfn, PG_DIRTY);
	return null;
}

// mm/memory.c: should_fault_around()
function mapsAround(m: Machine, vma: Vma): boolean {
	return !m.kernel.pteMarkers || (vma.flags & (VM_UFFD_WP | VM_UFFD_MINOR)) === 0;
}

// mm/memory.c: do_fault_around()
function mapAround(m: Machine, vma: Vma, pte: EntryRef, vpn: number, index: number): void {
	const { tables, geometry, shmem } = m;
	const offset = vpn & (geometry.entries - 1);
	const before = vpn - vma.start;
	const from = Math.max(offset - (offset % AROUND_PAGES), offset - Math.min(offset, before));
	const to = Math.min(from + AROUND_PAGES, geometry.entries, offset + (vma.end - vma.start) - before);
	m.at(AROUND);
	for (let at = from; at < to; at++) {
		const entry = pte + (at - offset);
		const pfn = shmem.cachedPage(vma.file, index + (at - offset));
		// mm/filemap.c: next_uptodate_folio() passes locked pages over.
		if (pfn !== null && migrationOf(m, pfn) === undefined && tables.flags.get(entry) === 0) install(m, entry, vmPageProt(m, vma), pfn);
	}
}

function install(m: Machine, pte: EntryRef, flags: number, pfn: Pfn): void {
	m.tables.set(pte, flags, pfn);
	addMapping(m, pfn);
}
