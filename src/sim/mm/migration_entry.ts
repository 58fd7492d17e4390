/** Migration entries: what stands in the page table while a page is on its way. Source: include/linux/swapops.h, mm/migrate.c. */
import { dirty, mkdirty, mkuffdWp, mkwrite, wrprotect } from "../arch/pgtable.ts";
import {
	_PAGE_ACCESSED,
	_PAGE_RW,
	_PAGE_SOFT_DIRTY,
	_PAGE_UFFD_WP,
	ENTRY_MIGRATION,
	encodeEntry,
	MIGRATION_DIRTY,
	MIGRATION_READ_EXCLUSIVE,
	MIGRATION_WRITE,
	MIGRATION_YOUNG,
	SWP_SOFT_DIRTY,
	SWP_UFFD_WP,
} from "../arch/x86_64.ts";
import type { KernelRecord } from "../include/kernel_record.ts";
import { VM_WRITE, type Vma } from "./vma.ts";

/** The migration entry for a present entry. `exclusive`: PG_anon_exclusive of the page it maps. */
// mm/rmap.c: try_to_migrate_one(); mm/huge_memory.c: set_pmd_migration_entry()
export function migrationEntry(kernel: KernelRecord, before: number, exclusive: boolean): number {
	let flags = ENTRY_MIGRATION;
	if ((before & _PAGE_RW) !== 0) flags |= MIGRATION_WRITE;
	else if (exclusive) flags |= MIGRATION_READ_EXCLUSIVE;
	if (kernel.migrationKeepsAccessedDirty) {
		if ((before & _PAGE_ACCESSED) !== 0) flags |= MIGRATION_YOUNG;
		if (dirty(before)) flags |= MIGRATION_DIRTY;
	}
	if ((before & _PAGE_SOFT_DIRTY) !== 0) flags |= SWP_SOFT_DIRTY;
	if ((before & _PAGE_UFFD_WP) !== 0) flags |= SWP_UFFD_WP;
	return flags;
}

/**
 * What 4.14 takes a migration PMD for, whose word it reads with the helpers for present entries: bit 1 for write (it is soft-dirty
 * there), bit 11 for soft-dirty (it is part of the type, and 1 in both). Fixed by 2e83ee1d8694 (4.20) and 83b57531c58f (4.16).
 */
export function readAsPresent(kernel: KernelRecord, flags: number, pfn: number): { readonly write: boolean; readonly softDirty: boolean } {
	const word = encodeEntry(kernel.layout, flags, pfn);
	const has = (bit: number) => (word & BigInt(bit)) !== 0n;
	return { write: has(_PAGE_RW), softDirty: has(_PAGE_SOFT_DIRTY) };
}

/** The entry of each page that a migration PMD is split into. */
// mm/huge_memory.c: __split_huge_pmd_locked(), pmd_migration
export function splitMigrationEntry(kernel: KernelRecord, before: number, pfn: number): number {
	if (kernel.splitMisreadsMigration) {
		const { write, softDirty } = readAsPresent(kernel, before, pfn);
		return ENTRY_MIGRATION | (write ? MIGRATION_WRITE : 0) | (softDirty ? SWP_SOFT_DIRTY : 0);
	}
	return kernel.splitCarriesSoftDirty ? before : before & ~SWP_SOFT_DIRTY;
}

/** The readable entry that fork() leaves of a migration entry in both processes; accessed and dirty stay, they are part of the offset. */
// include/linux/swapops.h: make_readable_migration_entry(swp_offset(entry))
export function makeReadable(flags: number): number {
	return flags & ~(MIGRATION_WRITE | MIGRATION_READ_EXCLUSIVE);
}

/** Whether the page that comes back is marked exclusive again. */
export function restoresExclusive(entry: number): boolean {
	return (entry & (MIGRATION_WRITE | MIGRATION_READ_EXCLUSIVE)) !== 0;
}

/** The PTE that a migration entry becomes. `prot`: vm_page_prot; `pageDirty`: PG_dirty of the folio. */
// mm/migrate.c: remove_migration_pte()
export function restorePte(kernel: KernelRecord, vma: Vma, prot: number, entry: number, pageDirty: boolean): number {
	const { layout } = kernel;
	let flags = prot;
	const softDirty = (entry & SWP_SOFT_DIRTY) !== 0;
	if (softDirty) flags |= _PAGE_SOFT_DIRTY;
	if ((entry & MIGRATION_YOUNG) === 0) flags &= ~_PAGE_ACCESSED;
	if (pageDirty && (entry & MIGRATION_DIRTY) !== 0) {
		// pte_mkdirty() sets soft-dirty: a dirty page that was cleared comes back soft-dirty (B14), unless it is cleared again.
		flags = mkdirty(layout, flags);
		if (!softDirty && kernel.migrationClearsSoftDirty) flags &= ~_PAGE_SOFT_DIRTY;
	}
	if ((entry & MIGRATION_WRITE) !== 0) return maybeMkwrite(vma, flags);
	if ((entry & SWP_UFFD_WP) !== 0) return mkuffdWp(layout, flags);
	// Of private memory vm_page_prot never allows writing; of shared memory it may.
	return kernel.migrationWrprotectsReads ? wrprotect(layout, flags) : flags;
}

/** The huge PMD that a migration entry becomes. */
// mm/huge_memory.c: remove_migration_pmd()
export function restorePmd(kernel: KernelRecord, vma: Vma, prot: number, entry: number, pageDirty: boolean): number {
	const { layout } = kernel;
	let flags = prot;
	if ((entry & SWP_SOFT_DIRTY) !== 0) flags |= _PAGE_SOFT_DIRTY;
	const uffdWp = kernel.pmdMigrationKeepsUffdWp && (entry & SWP_UFFD_WP) !== 0;
	if (uffdWp) flags = mkuffdWp(layout, flags);
	if ((entry & MIGRATION_YOUNG) === 0) flags &= ~_PAGE_ACCESSED;
	if (pageDirty && (entry & MIGRATION_DIRTY) !== 0) flags = mkdirty(layout, flags);
	if (uffdWp) return flags;
	if ((entry & MIGRATION_WRITE) !== 0) return maybeMkwrite(vma, flags);
	return kernel.migrationWrprotectsReads ? wrprotect(layout, flags) : flags;
}

function maybeMkwrite(vma: Vma, flags: number): number {
	return (vma.flags & VM_WRITE) !== 0 ? mkwrite(flags) : flags;
}
