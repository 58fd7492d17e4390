/** Copying page tables to a child. Source: mm/memory.c copy_page_range(), mm/huge_memory.c copy_huge_pmd(). */
import { mkclean, mkwrite, present, wrprotect } from "../arch/pgtable.ts";
import {
	_PAGE_ACCESSED,
	_PAGE_PSE,
	_PAGE_RW,
	_PAGE_SOFT_DIRTY,
	_PAGE_UFFD_WP,
	afterClearUffdWp,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	ENTRY_SWAP,
	MIGRATION_READ_EXCLUSIVE,
	MIGRATION_WRITE,
	SWP_EXCLUSIVE,
	SWP_UFFD_WP,
} from "../arch/x86_64.ts";
import { alignDown, entrySpan, PGD_LEVEL, PMD_LEVEL } from "../include/geometry.ts";
import { PG_EXCLUSIVE, PG_LARGE } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { makeReadable } from "./migration_entry.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addMapping } from "./rmap.ts";
import { swapDuplicate } from "./swapfile.ts";
import { VM_SHARED, VM_SOFTDIRTY, VM_UFFD_WP, type Vma } from "./vma.ts";
import { entryAlloc, entryAt, pmdAlloc, pteTableAlloc, walkPmds } from "./walk.ts";

const COPY_PTES: MicroKind = {
	file: "mm/memory.c",
	fn: "copy_pte_range",
	label: "copy PTEs",
	say: "Parent and child share the pages: both lose write, so that the first who writes gets a copy. Soft-dirty goes to the child as it is.",
};

const COPY_PMD: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "copy_huge_pmd",
	label: "copy PMD",
	say: "Parent and child share the huge page through a PMD each, both without write.",
};

/** Copies what the parent's VMA maps. `vma` is the parent's, `copy` the child's. */
// mm/memory.c: copy_page_range()
export function copyPageRange(m: Machine, parent: Process, child: Process, vma: Vma, copy: Vma): void {
	if (!vmaNeedsCopy(vma, copy)) return;
	const { tables } = m;
	copyUpperTables(m, parent, child, vma.start, vma.end);
	walkPmds(m, parent, vma.start, vma.end, {
		huge(pmd, from) {
			// What a file holds, the child's faults will find.
			if (vma.file !== 0) return "done";
			m.at(COPY_PMD);
			copyHugePmd(m, pmd, pmdAlloc(m, child, from), vma, copy);
			return "done";
		},
		table(table, from, to) {
			const target = pteTableAlloc(m, child, pmdAlloc(m, child, from), from);
			m.at(COPY_PTES);
			const base = tables.info(table).base;
			const end = tables.first(table) + (to - base);
			let source = tables.first(table) + (from - base);
			let dest = tables.first(target) + (from - base);
			while (source < end) {
				const n = copyPte(m, source, dest, end, vma, copy);
				source += n;
				dest += n;
			}
		},
	});
}

/** The child gets a PUD and a PMD table wherever the parent has one, whether or not something is below it. */
// mm/memory.c: copy_pud_range(), copy_pmd_range()
function copyUpperTables(m: Machine, parent: Process, child: Process, start: number, end: number): void {
	for (const level of [PGD_LEVEL - 1, PMD_LEVEL]) {
		const span = entrySpan(m.geometry, level + 1);
		for (let at = start; at < end; at = alignDown(m.geometry, level + 1, at) + span) {
			if (entryAt(m, parent, at, level) !== null) entryAlloc(m, child, at, level);
		}
	}
}

/** Areas that a fault would fill the same way are left empty in the child. */
// mm/memory.c: vma_needs_copy()
function vmaNeedsCopy(vma: Vma, copy: Vma): boolean {
	return (copy.flags & VM_UFFD_WP) !== 0 || vma.anonVma !== 0;
}

/** Whether the child's entries keep uffd-wp. Until 5.13 the parent's VMA was asked by mistake (B6). */
function keepsUffdWp(m: Machine, vma: Vma, copy: Vma): boolean {
	return ((m.kernel.forkAsksParentForUffdWp ? vma : copy).flags & VM_UFFD_WP) !== 0;
}

/** Copies one entry, or a batch of them; returns how many. */
function copyPte(m: Machine, source: EntryRef, dest: EntryRef, end: EntryRef, vma: Vma, copy: Vma): number {
	const { tables, frames } = m;
	const flags = tables.flags.get(source);
	if (flags === 0) return 1;
	if (!present(flags)) {
		copyNonpresentPte(m, source, dest, vma, copy);
		return 1;
	}
	const pfn = tables.target.get(source);
	const n = m.kernel.forkBatches && !frames.isZero(pfn) ? batch(m, source, end, vma) : 1;
	const shared = (vma.flags & VM_SHARED) !== 0;
	let bits = flags;
	// A batch is handled with the bits of its first entry, writable if any of them is.
	for (let i = 1; i < n; i++) if ((tables.flags.get(source + i) & _PAGE_RW) !== 0) bits = mkwrite(bits);
	const writable = (bits & _PAGE_RW) !== 0;
	if (!shared && writable) bits = wrprotect(m.kernel.layout, bits);
	if (shared) bits = mkclean(bits);
	bits &= ~_PAGE_ACCESSED;
	if (!keepsUffdWp(m, vma, copy)) bits &= ~_PAGE_UFFD_WP;
	for (let i = 0; i < n; i++) {
		if (!frames.isZero(pfn)) {
			addMapping(m, pfn + i);
			frames.clearFlag(pfn + i, PG_EXCLUSIVE);
		}
		if (!shared && writable) tables.flags.set(source + i, wrprotect(m.kernel.layout, tables.flags.get(source + i)));
		tables.set(dest + i, bits, pfn + i);
	}
	return n;
}

/** How many entries from `source` on map consecutive pages of one large folio and read alike, as far as the batch cares. */
// mm/internal.h: folio_pte_batch()
function batch(m: Machine, source: EntryRef, end: EntryRef, vma: Vma): number {
	const { tables, frames, kernel } = m;
	const pfn = tables.target.get(source);
	if ((frames.flags.get(pfn) & PG_LARGE) === 0) return 1;
	const ignoreSoftDirty = (vma.flags & VM_SOFTDIRTY) !== 0;
	const ignoreDirty = (vma.flags & VM_SHARED) !== 0;
	const essence = (flags: number) => {
		let bits = ignoreDirty ? mkclean(flags) : flags;
		if (ignoreSoftDirty) bits &= ~_PAGE_SOFT_DIRTY;
		return wrprotect(kernel.layout, bits & ~_PAGE_ACCESSED);
	};
	const first = essence(tables.flags.get(source));
	const folioEnd = frames.head(pfn) + frames.folioPages(pfn);
	let n = 1;
	while (
		source + n < end &&
		pfn + n < folioEnd &&
		tables.target.get(source + n) === pfn + n &&
		essence(tables.flags.get(source + n)) === first
	)
		n++;
	return n;
}

// mm/memory.c: copy_nonpresent_pte()
function copyNonpresentPte(m: Machine, source: EntryRef, dest: EntryRef, vma: Vma, copy: Vma): void {
	const { tables } = m;
	let flags = tables.flags.get(source);
	const target = tables.target.get(source);
	if ((flags & ENTRY_MARKER) !== 0) {
		if ((copy.flags & VM_UFFD_WP) !== 0) tables.set(dest, flags, target);
		return;
	}
	if ((flags & ENTRY_SWAP) !== 0) {
		swapDuplicate(m, target);
		if ((flags & SWP_EXCLUSIVE) !== 0) {
			flags &= ~SWP_EXCLUSIVE;
			tables.flags.set(source, flags);
		}
	} else if ((flags & ENTRY_MIGRATION) !== 0) {
		if ((vma.flags & VM_SHARED) === 0 && (flags & (MIGRATION_WRITE | MIGRATION_READ_EXCLUSIVE)) !== 0) {
			flags = makeReadable(flags);
			tables.flags.set(source, flags);
		}
	}
	if (!m.kernel.forkKeepsSwapUffdWp && !keepsUffdWp(m, vma, copy)) flags &= ~SWP_UFFD_WP;
	tables.set(dest, flags, target);
}

// mm/huge_memory.c: copy_huge_pmd()
function copyHugePmd(m: Machine, source: EntryRef, dest: EntryRef, vma: Vma, copy: Vma): void {
	const { tables, frames, kernel } = m;
	const head = tables.target.get(source);
	let flags = tables.flags.get(source);
	if ((flags & ENTRY_MIGRATION) !== 0) {
		copyMigrationPmd(m, source, dest, vma, copy);
		return;
	}
	if (frames.isZero(head) && kernel.forkRenewsHugeZero) {
		tables.set(dest, vmPageProt(m, copy) | _PAGE_PSE, head);
		return;
	}
	if (!frames.isZero(head)) {
		frames.entireMapcount.set(head, frames.entireMapcount.get(head) + 1);
		frames.get(head);
		frames.clearFlag(head, PG_EXCLUSIVE);
	}
	tables.flags.set(source, wrprotect(kernel.layout, flags));
	if (!keepsUffdWp(m, vma, copy)) flags &= ~_PAGE_UFFD_WP;
	tables.set(dest, wrprotect(kernel.layout, flags) & ~_PAGE_ACCESSED, head);
}

/** A huge page on its way: readable in both processes from here on. */
// mm/huge_memory.c: copy_huge_pmd(), is_swap_pmd()
function copyMigrationPmd(m: Machine, source: EntryRef, dest: EntryRef, vma: Vma, copy: Vma): void {
	const { tables, kernel } = m;
	const before = tables.flags.get(source);
	let target = tables.target.get(source);
	// 5.7 to 5.13: pmd_clear_uffd_wp() came first and took bit 10 out, which is a bit of the frame number here (B6).
	if (kernel.forkAsksParentForUffdWp && !keepsUffdWp(m, vma, copy)) target = afterClearUffdWp(kernel.layout, target);
	let flags = makeReadable(before);
	// What was not readable is written back to the parent, the wrong frame number with it.
	if (flags !== before) tables.set(source, flags, target);
	if (!kernel.forkKeepsSwapUffdWp && !keepsUffdWp(m, vma, copy)) flags &= ~SWP_UFFD_WP;
	tables.set(dest, flags, target);
}
