/** Moving pages: entries become migration entries, the page is copied, the entries lead to the new page. Source: mm/migrate.c. */
import { dirty, mkuffdWp } from "../arch/pgtable.ts";
import { _PAGE_PSE, _PAGE_SOFT_DIRTY, _PAGE_SPECIAL, SWP_SOFT_DIRTY, SWP_UFFD_WP } from "../arch/x86_64.ts";
import { PG_DIRTY, PG_EXCLUSIVE, PG_SWAPCACHE } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitHugePmd } from "./huge_memory_split.ts";
import { ksmMigratePage } from "./ksm_stable.ts";
import type { Migration } from "./migration.ts";
import { migrationEntry, restorePmd, restorePte, restoresExclusive } from "./migration_entry.ts";
import { type Pfn, PG_DOUBLE_MAP, ZERO_PFN } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import { addMapping, removeRmapPmd, removeRmapPte } from "./rmap.ts";
import { isMigration, type Mapping, mappingsOf } from "./rmap_walk.ts";
import { fileReferences, shmemInsert, shmemRemove } from "./shmem.ts";
import { cacheReferences } from "./swapfile.ts";
import { flushTlbEntry } from "./tlb.ts";

const ALLOC: MicroKind = {
	file: "mm/migrate.c",
	fn: "alloc_migration_target",
	label: "new page",
	say: "An empty page on the other node stands ready. The old one is off the LRU list and locked: reclaim, KSM, khugepaged and splits pass it over from here on.",
};

const UNMAP: MicroKind = {
	file: "mm/rmap.c",
	fn: "try_to_migrate_one",
	label: "migration entries",
	say: "Every entry that maps the page becomes a migration entry: soft-dirty and uffd-wp move to its swap bits, and whoever touches the page waits.",
};

const COPY: MicroKind = {
	file: "mm/migrate.c",
	fn: "folio_migrate_flags",
	label: "copy page",
	say: "Content and flags go to the new page; the old one is free.",
};

const GIVE_UP: MicroKind = {
	file: "mm/migrate.c",
	fn: "folio_migrate_mapping",
	label: "give up",
	say: "Somebody seems to hold the page besides its entries, so it cannot move: it is mapped again where it was, and the new page is given back.",
};

const RESTORE: MicroKind = {
	file: "mm/migrate.c",
	fn: "remove_migration_pte",
	label: "map again",
	say: "Each migration entry becomes a PTE for the page again; what its swap bits kept returns to the PTE's own bits.",
};

const ZEROPAGE: MicroKind = {
	file: "mm/migrate.c",
	fn: "try_to_map_unused_to_zeropage",
	label: "zero page instead",
	say: "A page that holds only zeroes is not mapped again: the shared zero page takes its place, and soft-dirty and uffd-wp are copied.",
};

const RESTORE_PMD: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "remove_migration_pmd",
	label: "map huge page again",
	say: "The PMD migration entry becomes a huge PMD for the new page.",
};

/** Replaces all mappings of a folio by migration entries. `split`: huge PMDs become tables of them, for a folio split. */
// mm/rmap.c: try_to_migrate(); try_to_unmap(TTU_MIGRATION) until 5.13
export function tryToMigrate(m: Machine, head: Pfn, split: boolean): void {
	const { tables, frames, kernel } = m;
	for (const mapping of mappingsOf(m, head, frames.folioPages(head))) {
		if (isMigration(m, mapping)) continue;
		if (mapping.huge && split) {
			splitHugePmd(m, mapping.process, mapping.vma, mapping.entry, mapping.vpn, true);
			continue;
		}
		m.at(UNMAP);
		const before = tables.flags.get(mapping.entry);
		const pfn = tables.target.get(mapping.entry);
		if (dirty(before)) frames.setFlag(head, PG_DIRTY);
		const exclusive = (frames.flags.get(pfn) & PG_EXCLUSIVE) !== 0;
		tables.flags.set(mapping.entry, migrationEntry(kernel, before, exclusive));
		if (!mapping.huge) flushTlbEntry(m, mapping.entry);
		frames.clearFlag(pfn, PG_EXCLUSIVE);
		if (mapping.huge) removeRmapPmd(m, head);
		else removeRmapPte(m, pfn);
		frames.put(head);
	}
}

/**
 * Turns the migration entries for the folio that began at `old` into mappings of `target` (the same frame when it only was split).
 * `useZeropage`: pages of zeroes give way to the zero page.
 */
// mm/migrate.c: remove_migration_ptes()
export function removeMigrationPtes(m: Machine, mappings: readonly Mapping[], old: Pfn, target: Pfn, useZeropage = false): void {
	for (const mapping of mappings) {
		if (!isMigration(m, mapping)) continue;
		const pfn = target + (m.tables.target.get(mapping.entry) - old);
		if (mapping.huge) restoreHuge(m, mapping, target);
		else if (useZeropage && m.frames.content.get(pfn) === 0) mapUnusedToZeropage(m, mapping);
		else restoreSmall(m, mapping, pfn);
	}
}

/** A page of the folio that holds nothing but zeroes gives way to the shared zero page; trackers' bits stay. */
// mm/migrate.c: try_to_map_unused_to_zeropage()
function mapUnusedToZeropage(m: Machine, { vma, entry }: Mapping): void {
	m.at(ZEROPAGE);
	const flags = m.tables.flags.get(entry);
	let restored = vmPageProt(m, vma) | _PAGE_SPECIAL;
	if ((flags & SWP_SOFT_DIRTY) !== 0) restored |= _PAGE_SOFT_DIRTY;
	if ((flags & SWP_UFFD_WP) !== 0) restored = mkuffdWp(m.kernel.layout, restored);
	m.tables.set(entry, restored, ZERO_PFN);
}

function restoreSmall(m: Machine, { vma, entry }: Mapping, pfn: Pfn): void {
	const { tables, frames, kernel } = m;
	m.at(RESTORE);
	const flags = tables.flags.get(entry);
	const pageDirty = (frames.flags.get(frames.head(pfn)) & PG_DIRTY) !== 0;
	tables.set(entry, restorePte(kernel, vma, vmPageProt(m, vma), flags, pageDirty), pfn);
	addMapping(m, pfn);
	if (kernel.anonExclusive && vma.file === 0 && restoresExclusive(flags)) frames.setFlag(pfn, PG_EXCLUSIVE);
}

function restoreHuge(m: Machine, { vma, entry }: Mapping, head: Pfn): void {
	const { tables, frames, kernel } = m;
	m.at(RESTORE_PMD);
	const flags = tables.flags.get(entry);
	const pageDirty = (frames.flags.get(head) & PG_DIRTY) !== 0;
	tables.set(entry, restorePmd(kernel, vma, vmPageProt(m, vma) | _PAGE_PSE, flags, pageDirty), head);
	frames.entireMapcount.set(head, frames.entireMapcount.get(head) + 1);
	frames.get(head);
	if (kernel.anonExclusive && vma.file === 0 && restoresExclusive(flags)) frames.setFlag(head, PG_EXCLUSIVE);
}

/**
 * The first half: the folio is isolated and locked, the new one allocated, and migration entries take the place of all that mapped it.
 * `owner`, `vpn`: the process and page for which it was begun, to be found again by.
 */
// mm/migrate.c: migrate_folio_unmap(); unmap_and_move() until 6.2
export function beginMigration(m: Machine, head: Pfn, node: number, owner = 0, vpn = 0): Migration {
	const { frames } = m;
	frames.get(head);
	const target = allocTarget(m, frames.folioPages(head), node);
	tryToMigrate(m, head, false);
	return { owner, vpn, head, target };
}

/** The second half: what the folio holds moves, and its migration entries lead to the new one. False: it is mapped where it was. */
// mm/migrate.c: migrate_folio_move(); unmap_and_move() until 6.2
export function finishMigration(m: Machine, { head, target }: Migration): boolean {
	const { frames } = m;
	const pages = frames.folioPages(head);
	const mappings = mappingsOf(m, head, pages).filter((mapping) => isMigration(m, mapping));
	// mm/migrate.c: folio_migrate_mapping(); -EAGAIN, again in each of its ten rounds
	const expected = 1 + cacheReferences(m, head) + fileReferences(m, head);
	const moves = frames.refs.get(head) === expected;
	if (moves) moveContent(m, head, target, pages);
	removeMigrationPtes(m, mappings, head, moves ? target : head);
	if (!moves) m.at(GIVE_UP);
	frames.put(target);
	frames.put(head);
	return moves;
}

/** Moves a folio to a node, both halves at once. False: it stays where it is. */
// mm/migrate.c: migrate_pages()
export function migrateFolio(m: Machine, head: Pfn, node: number): boolean {
	return finishMigration(m, beginMigration(m, head, node));
}

/** An empty folio on the node, referenced once by the caller. */
// mm/migrate.c: alloc_migration_target()
export function allocTarget(m: Machine, pages: number, node: number): Pfn {
	m.at(ALLOC);
	const target = pages === 1 ? m.frames.allocSmall(node) : m.frames.allocHuge(node);
	m.frames.get(target);
	return target;
}

/** The target gets what the old folio held and was. */
// mm/migrate.c: folio_migrate_mapping(), folio_migrate_flags()
export function moveContent(m: Machine, head: Pfn, target: Pfn, pages: number): void {
	const { frames, swap } = m;
	m.at(COPY);
	const kept = frames.flags.get(head) & ~(PG_EXCLUSIVE | PG_DOUBLE_MAP | PG_SWAPCACHE);
	frames.setFlag(target, kept);
	ksmMigratePage(m, target);
	frames.index.set(target, frames.index.get(head));
	for (let i = 0; i < pages; i++) frames.content.set(target + i, frames.content.get(head + i));
	for (let i = 0; i < pages; i++) swap.moveCache(m, head + i, target + i);
	const file = m.shmem.fileOf.get(head);
	if (file !== 0) {
		shmemInsert(m, file, frames.index.get(head), target);
		shmemRemove(m, head);
	}
}
