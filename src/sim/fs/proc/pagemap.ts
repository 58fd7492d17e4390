/** Bits 55–63 of /proc/PID/pagemap for one page. Source: fs/proc/task_mmu.c pagemap_pmd_range(), pte_to_pagemap_entry(). */
import { present } from "../../arch/pgtable.ts";
import {
	_PAGE_PSE,
	_PAGE_SOFT_DIRTY,
	_PAGE_UFFD_WP,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	SWP_SOFT_DIRTY,
	SWP_UFFD_WP,
} from "../../arch/x86_64.ts";
import { PG_ANON, PM_FILE, PM_MMAP_EXCLUSIVE, PM_PRESENT, PM_SOFT_DIRTY, PM_SWAP, PM_UFFD_WP } from "../../include/observation.ts";
import type { Machine } from "../../machine_state.ts";
import { readAsPresent } from "../../mm/migration_entry.ts";
import { VM_SOFTDIRTY, type Vma } from "../../mm/vma.ts";

/** `flags` and `pfn` of the entry where the walk to the page ended, the frame under way for a migration entry; `huge`: it is a PMD. */
export function pagemapBits(m: Machine, vma: Vma | undefined, flags: number, pfn: number, huge: boolean): number {
	if (vma === undefined) return 0;
	let bits = (vma.flags & VM_SOFTDIRTY) !== 0 ? PM_SOFT_DIRTY : 0;
	// pmd_present(): an invalidated PMD, in the middle of a split, still counts.
	if (!present(flags) && !(huge && (flags & _PAGE_PSE) !== 0)) return flags === 0 ? bits : bits | notPresent(m, flags, pfn, huge);
	bits |= PM_PRESENT;
	if ((flags & _PAGE_SOFT_DIRTY) !== 0) bits |= PM_SOFT_DIRTY;
	if ((flags & _PAGE_UFFD_WP) !== 0 && m.kernel.layout.pagemapUffdWp) bits |= PM_UFFD_WP;
	if (m.frames.isZero(pfn)) return huge && m.kernel.pagemapFileOnPmd ? bits | PM_FILE : bits;
	const head = m.frames.head(pfn);
	const counted = huge && !m.kernel.pagemapCountsEachPage ? head : pfn;
	const mapped = m.frames.entireMapcount.get(head) + m.frames.mapcount.get(counted);
	if (mapped === 1) bits |= PM_MMAP_EXCLUSIVE;
	if ((m.frames.flags.get(head) & PG_ANON) === 0) bits |= PM_FILE;
	return bits;
}

// fs/proc/task_mmu.c: pte_to_pagemap_entry(), is_swap_pte()
function notPresent(m: Machine, flags: number, pfn: number, huge: boolean): number {
	let bits = PM_SWAP;
	const misread = huge && m.kernel.pagemapMisreadsMigration;
	if (misread ? readAsPresent(m.kernel, flags, pfn).softDirty : (flags & SWP_SOFT_DIRTY) !== 0) bits |= PM_SOFT_DIRTY;
	// A page on its way is mapped by nobody, so that no kernel calls it exclusively mapped, asked or not.
	if ((flags & ENTRY_MIGRATION) !== 0 && (m.frames.flags.get(m.frames.head(pfn)) & PG_ANON) === 0) bits |= PM_FILE;
	if ((flags & (SWP_UFFD_WP | ENTRY_MARKER)) !== 0 && m.kernel.layout.pagemapUffdWp) bits |= PM_UFFD_WP;
	return bits;
}
