/** MADV_COLLAPSE of anonymous memory: copying what 512 PTEs map into one huge page. Source: mm/khugepaged.c. */
import { mkdirty, mkwrite, present } from "../arch/pgtable.ts";
import { _PAGE_PSE, _PAGE_RW, _PAGE_UFFD_WP, ENTRY_MARKER, ENTRY_MIGRATION, ENTRY_SWAP, ENTRY_TABLE, SWP_UFFD_WP } from "../arch/x86_64.ts";
import { EAGAIN, EBUSY, EINVAL } from "../include/errno.ts";
import { alignDown, PMD_LEVEL } from "../include/geometry.ts";
import { PG_ANON } from "../include/observation.ts";
import { type Process, vmaLookup } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { type FileScan, scanFile } from "./khugepaged_file.ts";
import { doSwapPage } from "./memory_swap.ts";
import { type FolioWait, isFolioWait, migrationEntryWait } from "./migration.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addNewAnonRmap, dropMapping } from "./rmap.ts";
import { flushTlbRange } from "./tlb.ts";
import { VM_NOHUGEPAGE, VM_UFFD_MINOR, VM_UFFD_MISSING, VM_UFFD_WP, VM_WRITE, type Vma } from "./vma.ts";
import { entryAt } from "./walk.ts";

const COPY: MicroKind = {
	file: "mm/khugepaged.c",
	fn: "__collapse_huge_page_copy",
	label: "copy 512 pages",
	say: "The pages are copied into a new huge page, empty places as zeroes; their PTEs and whatever bits these had are given up.",
};

const INSTALL: MicroKind = {
	file: "mm/khugepaged.c",
	fn: "collapse_huge_page",
	label: "map huge page",
	say: "One PMD maps the new huge page: dirty by pmd_mkdirty(), and so soft-dirty for all 512 pages, whichever of them were written.",
};

/** Why a huge page could not be made; the first group lets the next one be tried. */
type Scan = FileScan | "read_only" | "not_anon";
const GO_ON: ReadonlySet<Scan> = new Set<Scan>(["null", "uffd_wp", "read_only", "non_present", "lock"]);

/** Collapses every whole huge page inside pages `start … end` of one VMA. Returns 0, an errno, or what has to be waited for. */
// mm/khugepaged.c: madvise_collapse()
export function madviseCollapse(m: Machine, process: Process, vma: Vma, start: number, end: number): number | FolioWait {
	const { entries } = m.geometry;
	if (!allowable(m, vma)) return EINVAL;
	const first = Math.ceil(start / entries) * entries;
	const last = alignDown(m.geometry, PMD_LEVEL, end);
	let done = 0;
	let failed: Scan = "null";
	for (let at = first; at < last; at += entries) {
		const result = vma.file === 0 ? scanPmd(m, process, vma, at) : scanFile(m, process, vma, at);
		// The call begins anew then: what it has collapsed is mapped.
		if (typeof result !== "string") return { ...result, vpn: start };
		if (result === "succeed" || result === "mapped") done++;
		else {
			failed = result;
			if (!GO_ON.has(result)) break;
		}
	}
	// mm/khugepaged.c: madvise_collapse_errno()
	if (done === (last - first) / entries) return 0;
	if (failed === "lock") return EAGAIN;
	return failed === "exceed_none" && m.kernel.collapseBusyOnHoles ? EBUSY : EINVAL;
}

// mm/huge_memory.c: thp_vma_allowable_orders(); hugepage_vma_check()
function allowable(m: Machine, vma: Vma): boolean {
	const { entries } = m.geometry;
	if ((vma.flags & VM_NOHUGEPAGE) !== 0) return false;
	if (vma.file === 0 ? vma.anonVma === 0 : (vma.start - vma.pgoff) % entries !== 0) return false;
	return Math.ceil(vma.start / entries) * entries + entries <= vma.end;
}

// mm/khugepaged.c: hpage_collapse_scan_pmd()
function scanPmd(m: Machine, process: Process, vma: Vma, start: number): Scan | FolioWait {
	const { tables, frames, geometry } = m;
	const pmd = entryAt(m, process, start, PMD_LEVEL);
	if (pmd === null) return "null";
	const pmdFlags = tables.flags.get(pmd);
	if (pmdFlags === 0) return "none";
	if ((pmdFlags & ENTRY_MIGRATION) !== 0) return "null";
	if ((pmdFlags & ENTRY_TABLE) === 0) return "mapped";
	const armed = (vma.flags & (VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR)) !== 0;
	const first = tables.first(tables.target.get(pmd));
	let writable = false;
	for (let i = 0; i < geometry.entries; i++) {
		const flags = tables.flags.get(first + i);
		if (flags !== 0 && !present(flags)) {
			if ((flags & (SWP_UFFD_WP | ENTRY_MARKER)) !== 0) return "uffd_wp";
			continue;
		}
		if (flags === 0 || frames.isZero(tables.target.get(first + i))) {
			if (armed) return "exceed_none";
			continue;
		}
		if ((flags & _PAGE_UFFD_WP) !== 0) return "uffd_wp";
		if ((flags & _PAGE_RW) !== 0) writable = true;
		if ((frames.pageFlags(tables.target.get(first + i)) & PG_ANON) === 0) return "not_anon";
	}
	if (!writable) return "read_only";
	return collapseHugePage(m, process, vma, pmd, start);
}

// mm/khugepaged.c: collapse_huge_page()
function collapseHugePage(m: Machine, process: Process, vma: Vma, pmd: EntryRef, start: number): Scan | FolioWait {
	const { tables, frames, geometry, kernel } = m;
	const table = tables.target.get(pmd);
	const first = tables.first(table);
	const nodes = [0, 0];
	for (let i = 0; i < geometry.entries; i++) {
		const flags = tables.flags.get(first + i);
		// mm/khugepaged.c: __collapse_huge_page_swapin()
		if ((flags & ENTRY_MIGRATION) !== 0) return migrationEntryWait(m, tables.target.get(first + i), start + i);
		const fault = (flags & ENTRY_SWAP) !== 0 ? doSwapPage(m, process, vma, first + i, false) : null;
		if (fault !== null && isFolioWait(fault)) return "lock";
		const pfn = tables.target.get(first + i);
		if (present(flags) && !frames.isZero(pfn)) nodes[frames.node(pfn)] = (nodes[frames.node(pfn)] ?? 0) + 1;
	}
	m.at(COPY);
	const head = frames.allocHuge((nodes[1] ?? 0) > (nodes[0] ?? 0) ? 1 : 0);
	for (let i = 0; i < geometry.entries; i++) {
		const pte = first + i;
		if (tables.flags.get(pte) === 0) continue;
		const pfn = tables.target.get(pte);
		tables.clear(pte);
		if (frames.isZero(pfn)) continue;
		frames.content.set(head + i, frames.content.get(pfn));
		dropMapping(m, pfn);
	}
	// mm/khugepaged.c: collapse_huge_page(), pmdp_collapse_flush()
	flushTlbRange(m, process, start, start + geometry.entries);
	m.at(INSTALL);
	tables.setTable(pmd, null);
	tables.release(table);
	const area = vmaLookup(process, start) ?? vma;
	addNewAnonRmap(m, head, true, area, start);
	const flags = mkdirty(kernel.layout, vmPageProt(m, area) | _PAGE_PSE);
	tables.set(pmd, (area.flags & VM_WRITE) !== 0 ? mkwrite(flags) : flags, head);
	return "succeed";
}
