/** Changing the bits of entries in a range. Source: mm/mprotect.c change_protection(), change_huge_pmd() of mm/huge_memory.c. */
import { dirty, mkdirty, mkuffdWp, mkwrite, PAGE_NONE, pmdModify, present, protnone, pteModify } from "../arch/pgtable.ts";
import {
	_PAGE_RW,
	_PAGE_SOFT_DIRTY,
	_PAGE_UFFD_WP,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	MIGRATION_READ_EXCLUSIVE,
	MIGRATION_WRITE,
	SWP_UFFD_WP,
} from "../arch/x86_64.ts";
import { hasFeature } from "../fs/uffd_context.ts";
import { alignDown, PMD_LEVEL } from "../include/geometry.ts";
import { PG_ANON, PG_EXCLUSIVE, PG_KSM } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitHugePmd } from "./huge_memory_split.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmGetPageProt, vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { flushTlbRange } from "./tlb.ts";
import { PTE_MARKER_UFFD_WP } from "./uffd_marker.ts";
import { VM_SHARED, VM_SOFTDIRTY, VM_UFFD_WP, VM_WRITE, type Vma } from "./vma.ts";
import { pmdAlloc, pteTableAlloc, walkPmds } from "./walk.ts";

/** Who asks: mprotect(), UFFDIO_WRITEPROTECT with and without MODE_WP, or NUMA balancing. */
export type Purpose = "mprotect" | "numa" | "uffd-wp" | "uffd-wp-resolve";

const CHANGE_PTES: MicroKind = {
	file: "mm/mprotect.c",
	fn: "change_pte_range",
	label: "change PTEs",
	say: "Each PTE takes the new access bits and keeps accessed, dirty and soft-dirty. Write is given back only where no write fault is needed any more.",
};

const CHANGE_PMD: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "change_huge_pmd",
	label: "change PMD",
	say: "The whole huge page is inside the range: its PMD takes the new access bits.",
};

const ARM: MicroKind = {
	file: "mm/mprotect.c",
	fn: "change_pte_range",
	label: "set uffd-wp",
	say: "Each entry gets uffd-wp and loses write, so that a write faults and user space is asked. Soft-dirty is left as it is.",
};

const RESOLVE: MicroKind = {
	...ARM,
	label: "clear uffd-wp",
	say: "uffd-wp is taken out of the entries; where write stays off, the next write goes through an ordinary write fault.",
};

const HINT: MicroKind = {
	...ARM,
	label: "make PROT_NONE",
	say: "Each PTE becomes PROT_NONE, so that the next access faults and tells from which node the page is used. Write stays in its bit, soft-dirty too.",
};

const BY_PURPOSE: Readonly<Record<Purpose, MicroKind>> = { mprotect: CHANGE_PTES, numa: HINT, "uffd-wp": ARM, "uffd-wp-resolve": RESOLVE };

function kindFor(purpose: Purpose, huge: boolean): MicroKind {
	const kind = BY_PURPOSE[purpose];
	if (!huge) return kind;
	return purpose === "mprotect" ? CHANGE_PMD : { ...kind, file: "mm/huge_memory.c", fn: "change_huge_pmd" };
}

/** Changes the entries of pages `start … end` (end exclusive) of a VMA. Returns how many present ones took new access bits. */
// mm/mprotect.c: change_protection_range()
export function changeProtection(m: Machine, process: Process, vma: Vma, start: number, end: number, purpose: Purpose): number {
	const { tables, geometry, kernel } = m;
	let changed = 0;
	const prot = newProtection(m, vma, purpose);
	if (purpose === "uffd-wp" && usesMarkers(m, vma)) populate(m, process, start, end);
	walkPmds(m, process, start, end, {
		huge(pmd, from, to) {
			// mm/mprotect.c: pgtable_split_needed(), uffd_wp_protect_file(): a file's pages are armed one by one, in entries that can keep markers.
			const armsFile = purpose === "uffd-wp" && vma.file !== 0;
			if (armsFile || to - from !== geometry.entries) {
				splitHugePmd(m, process, vma, pmd, from);
				if (armsFile) pteTableAlloc(m, process, pmd, from);
				return undefined;
			}
			m.at(kindFor(purpose, true));
			const before = tables.flags.get(pmd);
			if (!present(before)) {
				changeNonpresent(m, vma, pmd, purpose, true);
				return "done";
			}
			if (purpose === "numa" && passesOver(m, vma, before, tables.target.get(pmd), true)) return "done";
			changed += to - from;
			const old = kernel.mprotectRedirtiesPmd && dirty(before) ? mkdirty(kernel.layout, before) : before;
			let flags = track(m, pmdModify(kernel.layout, old, prot, kernel.pmdModifyDropsDirty), purpose);
			if (kernel.mprotectUpgradesPmd && mayUpgrade(m, vma, purpose) && canChangeWritable(m, vma, flags, tables.target.get(pmd))) {
				flags = mkwrite(flags);
			}
			if (purpose === "numa" && (before & _PAGE_RW) !== 0) flags = mkwrite(flags);
			tables.flags.set(pmd, flags);
			return "done";
		},
		table(table, from, to) {
			m.at(kindFor(purpose, false));
			const first = tables.first(table) - tables.info(table).base;
			for (let vpn = from; vpn < to; vpn++) if (changePte(m, vma, first + vpn, prot, purpose)) changed++;
		},
	});
	flushTlbRange(m, process, start, end);
	return changed;
}

// mm/mprotect.c: change_pte_range()
function changePte(m: Machine, vma: Vma, pte: EntryRef, prot: number, purpose: Purpose): boolean {
	const { tables, kernel } = m;
	const before = tables.flags.get(pte);
	if (!present(before)) return changeNonpresent(m, vma, pte, purpose, false);
	if (purpose === "numa" && passesOver(m, vma, before, tables.target.get(pte), false)) return false;
	let flags = track(m, pteModify(kernel.layout, before, prot), purpose);
	if (mayUpgrade(m, vma, purpose) && canChangePteWritable(m, vma, flags, tables.target.get(pte))) flags = mkwrite(flags);
	if (purpose === "numa" && (before & _PAGE_RW) !== 0) flags = mkwrite(flags);
	tables.flags.set(pte, flags);
	return true;
}

/** Entries that NUMA balancing leaves alone: where a fault would tell nothing new, or moving the page would help nobody. */
// mm/mprotect.c: change_pte_range(); mm/huge_memory.c: change_huge_pmd()
function passesOver(m: Machine, vma: Vma, flags: number, pfn: Pfn, huge: boolean): boolean {
	const { frames, kernel } = m;
	if (protnone(flags) || frames.isZero(pfn) || kernel.numaHintNeedsBalancing) return true;
	if (huge) return false;
	if ((frames.pageFlags(pfn) & PG_KSM) !== 0) return true;
	const mappings = frames.mapcount.get(pfn) + frames.entireMapcount.get(frames.head(pfn));
	return kernel.numaHintSkipsShared && (vma.flags & VM_SHARED) === 0 && mappings !== 1;
}

/** Protection that entries take. Until 6.1 resolving uffd-wp makes shared memory writable whoever wants to see its first write. */
// mm/userfaultfd.c: uffd_wp_range()
function newProtection(m: Machine, vma: Vma, purpose: Purpose): number {
	if (purpose === "numa") return PAGE_NONE;
	if (purpose === "uffd-wp") return vmPageProt(m, vma) & ~_PAGE_RW;
	return purpose === "uffd-wp-resolve" && !m.kernel.resolveUpgrades ? vmGetPageProt(vma) : vmPageProt(m, vma);
}

function track(m: Machine, flags: number, purpose: Purpose): number {
	if (purpose === "uffd-wp") return mkuffdWp(m.kernel.layout, flags);
	return purpose === "uffd-wp-resolve" ? flags & ~_PAGE_UFFD_WP : flags;
}

/** Swap entries, migration entries, markers and empty entries. Whether anything changed. */
function changeNonpresent(m: Machine, vma: Vma, entry: EntryRef, purpose: Purpose, huge: boolean): boolean {
	const { tables } = m;
	const before = tables.flags.get(entry);
	let flags = before;
	if (flags === 0) {
		if (purpose === "uffd-wp" && usesMarkers(m, vma)) tables.set(entry, ENTRY_MARKER, PTE_MARKER_UFFD_WP);
		return false;
	}
	if ((flags & ENTRY_MARKER) !== 0) {
		if (purpose === "uffd-wp-resolve") tables.clear(entry);
		return false;
	}
	if ((flags & ENTRY_MIGRATION) !== 0 && (flags & MIGRATION_WRITE) !== 0) {
		// Whether the page could still be written is hard to tell here, so it comes back read-only; accessed and dirty stay.
		flags &= ~MIGRATION_WRITE;
		if (m.kernel.anonExclusive && vma.file === 0) flags |= MIGRATION_READ_EXCLUSIVE;
	}
	// Until 24bf08c4376b nobody tells a migration PMD of uffd-wp.
	if (!huge || m.kernel.pmdMigrationKeepsUffdWp) {
		if (purpose === "uffd-wp") flags |= SWP_UFFD_WP;
		else if (purpose === "uffd-wp-resolve") flags &= ~SWP_UFFD_WP;
	}
	tables.flags.set(entry, flags);
	return flags !== before;
}

/** Whether pages that are not there are protected by markers: always for shared memory, on request for anonymous memory. */
// include/linux/userfaultfd_k.h: userfaultfd_wp_use_markers()
export function usesMarkers(m: Machine, vma: Vma): boolean {
	if ((vma.flags & VM_UFFD_WP) === 0 || !m.kernel.pteMarkers) return false;
	return vma.file !== 0 || hasFeature(m, vma, "wp_unpopulated");
}

/** Markers need PTE tables to stand in. Source: change_pmd_prepare(). */
function populate(m: Machine, process: Process, start: number, end: number): void {
	for (let vpn = start; vpn < end; vpn = alignDown(m.geometry, PMD_LEVEL, vpn) + m.geometry.entries) {
		const pmd = pmdAlloc(m, process, vpn);
		if (m.tables.flags.get(pmd) === 0) pteTableAlloc(m, process, pmd, vpn);
	}
}

// mm/internal.h: vma_wants_manual_pte_write_upgrade()
function mayUpgrade(m: Machine, vma: Vma, purpose: Purpose): boolean {
	if (purpose === "numa" || purpose === "uffd-wp" || (purpose === "uffd-wp-resolve" && !m.kernel.resolveUpgrades)) return false;
	// Of shared memory only file systems that want to know of writes are asked; a memfd is not one.
	return (vma.flags & (VM_WRITE | VM_SHARED)) === VM_WRITE;
}

// mm/mprotect.c: can_change_pte_writable()
function canChangePteWritable(m: Machine, vma: Vma, flags: number, pfn: Pfn): boolean {
	if (m.kernel.mprotectUpgrade === "never") return false;
	if (m.kernel.mprotectUpgrade === "dirty" && !dirty(flags)) return false;
	return canChangeWritable(m, vma, flags, pfn);
}

/** Whether the next write could pass without any handler. Source: can_change_pte_writable(), can_change_pmd_writable(). */
function canChangeWritable(m: Machine, vma: Vma, flags: number, pfn: Pfn): boolean {
	if ((flags & _PAGE_RW) !== 0 || protnone(flags)) return false;
	if ((vma.flags & VM_SOFTDIRTY) === 0 && (flags & _PAGE_SOFT_DIRTY) === 0) return false;
	if ((vma.flags & VM_UFFD_WP) !== 0 && (flags & _PAGE_UFFD_WP) !== 0) return false;
	if (m.frames.isZero(pfn)) return false;
	return (m.frames.pageFlags(pfn) & (PG_ANON | PG_EXCLUSIVE)) === (PG_ANON | PG_EXCLUSIVE);
}
