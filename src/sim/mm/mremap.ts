/** Moving memory to other addresses. Source: mm/mremap.c. */
import { present } from "../arch/pgtable.ts";
import { _PAGE_SOFT_DIRTY, _PAGE_UFFD_WP, ENTRY_MARKER, ENTRY_TABLE, SWP_SOFT_DIRTY, SWP_UFFD_WP } from "../arch/x86_64.ts";
import { hasFeature } from "../fs/uffd_context.ts";
import { EFAULT } from "../include/errno.ts";
import { alignDown, entrySpan, PMD_LEVEL } from "../include/geometry.ts";
import { type Process, vmaLookup } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitHugePmd } from "./huge_memory_split.ts";
import { unmergeKsmPages } from "./ksm.ts";
import type { FolioWait } from "./migration.ts";
import { doMunmap } from "./mmap.ts";
import { flushTlbRange } from "./tlb.ts";
import { VM_MERGEABLE, VM_UFFD_FLAGS, type Vma } from "./vma.ts";
import { entryAt, pmdAlloc, pteTableAlloc } from "./walk.ts";

const COPY_VMA: MicroKind = {
	file: "mm/mmap.c",
	fn: "copy_vma",
	label: "VMA at the new place",
	say: "A copy of the VMA appears at the new addresses, its soft-dirty mark included.",
};

const MOVE_PTES: MicroKind = {
	file: "mm/mremap.c",
	fn: "move_ptes",
	label: "move PTEs",
	say: "Each PTE moves to its new place and becomes soft-dirty, since what a tracker knew of the new address no longer holds.",
};

const MOVE_HUGE: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "move_huge_pmd",
	label: "move PMD",
	say: "The huge PMD moves to its new place and becomes soft-dirty.",
};

const MOVE_TABLE: MicroKind = {
	file: "mm/mremap.c",
	fn: "move_normal_pmd",
	label: "move PTE table",
	say: "The whole PTE table is hung under the new PMD. Its entries are not touched, so soft-dirty is not set on them.",
};

/** Told of a move of memory that stays with its userfaultfd. */
export type RemapTold = (context: number, from: number, to: number, pages: number) => void;

/** Moves pages `start … end` (end exclusive) to `target`, all of them in one VMA. Returns 0, an errno, or what has to be waited for. */
// mm/mremap.c: mremap_to(), move_vma()
export function doMremap(m: Machine, process: Process, start: number, end: number, target: number, told: RemapTold): number | FolioWait {
	const vma = vmaLookup(process, start);
	if (vma === undefined || end > vma.end) return EFAULT;
	const wait = (vma.flags & VM_MERGEABLE) !== 0 ? unmergeKsmPages(m, process, vma, start, end) : null;
	if (wait !== null) return wait;
	m.at(COPY_VMA);
	const dropsUffd = vma.uffd !== 0 && !hasFeature(m, vma, "remap");
	const clears = dropsUffd && m.kernel.mremapClearsUffdWp;
	const pgoff = vma.anonVma === 0 && vma.file === 0 ? target : vma.pgoff + (start - vma.start);
	const tracked = dropsUffd ? { flags: vma.flags & ~VM_UFFD_FLAGS, uffd: 0 } : {};
	const copy: Vma = { ...vma, ...tracked, start: target, end: target + (end - start), pgoff };
	m.change(
		process,
		"vmas",
		[...process.vmas, copy].sort((a, b) => a.start - b.start),
	);
	movePageTables(m, process, vma, start, end, target, clears);
	m.moveStores(process, start, end, target);
	doMunmap(m, process, start, end);
	if (copy.uffd !== 0) told(copy.uffd, start, target, end - start);
	return 0;
}

// mm/mremap.c: move_page_tables()
function movePageTables(m: Machine, process: Process, vma: Vma, start: number, end: number, target: number, clears: boolean): void {
	const { tables, geometry, kernel } = m;
	const span = entrySpan(geometry, PMD_LEVEL);
	for (let from = start, extent = 0; from < end; from += extent) {
		const to = target + (from - start);
		extent = Math.min(alignDown(geometry, PMD_LEVEL, from) + span, end) - from;
		extent = Math.min(extent, alignDown(geometry, PMD_LEVEL, to) + span - to);
		const pmd = entryAt(m, process, from, PMD_LEVEL);
		if (pmd === null || tables.flags.get(pmd) === 0) continue;
		const flags = tables.flags.get(pmd);
		const newPmd = pmdAlloc(m, process, to);
		if ((flags & ENTRY_TABLE) === 0) {
			if (extent === span) {
				m.at(MOVE_HUGE);
				const head = tables.target.get(pmd);
				tables.clear(pmd);
				tables.set(newPmd, moved(flags, clears), head);
				continue;
			}
			splitHugePmd(m, process, vma, pmd, from);
			if (tables.flags.get(pmd) === 0) continue;
		} else if (kernel.mremapMovesTables && !clears && extent === span && tables.flags.get(newPmd) === 0) {
			m.at(MOVE_TABLE);
			const table = tables.target.get(pmd);
			tables.setTable(pmd, null);
			tables.rebase(table, alignDown(geometry, PMD_LEVEL, to));
			tables.setTable(newPmd, table);
			continue;
		}
		movePtes(m, process, from, to, extent, clears);
	}
	flushTlbRange(m, process, start, end);
}

// mm/mremap.c: move_ptes()
function movePtes(m: Machine, process: Process, from: number, to: number, n: number, clears: boolean): void {
	const { tables } = m;
	const target = pteTableAlloc(m, process, pmdAlloc(m, process, to), to);
	const pmd = entryAt(m, process, from, PMD_LEVEL);
	if (pmd === null) return;
	m.at(MOVE_PTES);
	const source = tables.target.get(pmd);
	const first = tables.first(source) + (from - tables.info(source).base);
	const dest = tables.first(target) + (to - tables.info(target).base);
	for (let i = 0; i < n; i++) {
		const flags = tables.flags.get(first + i);
		if (flags === 0) continue;
		const page = tables.target.get(first + i);
		tables.clear(first + i);
		if (!clears || (flags & ENTRY_MARKER) === 0) tables.set(dest + i, moved(flags, clears), page);
	}
}

/** The entry at its new place. `clears`: the memory leaves its userfaultfd, and uffd-wp with it. */
function moved(flags: number, clears: boolean): number {
	if (!clears) return softDirty(flags);
	return softDirty(flags) & ~(present(flags) ? _PAGE_UFFD_WP : SWP_UFFD_WP);
}

// mm/mremap.c: move_soft_dirty_pte()
function softDirty(flags: number): number {
	return present(flags) ? flags | _PAGE_SOFT_DIRTY : flags | SWP_SOFT_DIRTY;
}
