/** Changing protections. Source: mm/mprotect.c, change_huge_pmd() of mm/huge_memory.c. */
import { dirty, mkdirty, mkwrite, pmdModify, present, protnone, pteModify } from "../arch/pgtable.ts";
import { _PAGE_RW, _PAGE_SOFT_DIRTY } from "../arch/x86_64.ts";
import { ENOMEM } from "../include/errno.ts";
import { PG_ANON, PG_EXCLUSIVE } from "../include/observation.ts";
import { findVma, type Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitHugePmd } from "./huge_memory.ts";
import { vmaModify } from "./mmap.ts";
import type { Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import { VM_ACCESS_FLAGS, VM_ACCOUNT, VM_SHARED, VM_SOFTDIRTY, VM_WRITE, type Vma } from "./vma.ts";
import { walkPmds } from "./walk.ts";

const FIXUP: MicroKind = {
	file: "mm/mprotect.c",
	fn: "mprotect_fixup",
	label: "VMA flags",
	say: "The VMA permits other accesses from now on; its entries follow.",
};

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

/** mprotect() of pages `start … end` (end exclusive). Returns 0 or an errno; what was changed before an error stays changed. */
// mm/mprotect.c: do_mprotect_pkey()
export function doMprotect(m: Machine, process: Process, start: number, end: number, access: number): number {
	let at = start;
	while (at < end) {
		const vma = findVma(process, at);
		if (vma === undefined || vma.start > at) return ENOMEM;
		const to = Math.min(vma.end, end);
		const after = mprotectFixup(m, process, vma, at, to, access);
		at = Math.max(to, Math.min(after.end, end));
	}
	return 0;
}

// mm/mprotect.c: mprotect_fixup()
function mprotectFixup(m: Machine, process: Process, vma: Vma, start: number, end: number, access: number): Vma {
	let flags = (vma.flags & ~VM_ACCESS_FLAGS) | access;
	if (flags === vma.flags) return vma;
	if ((flags & VM_WRITE) !== 0) {
		if ((vma.flags & (VM_ACCOUNT | VM_WRITE | VM_SHARED)) === 0) flags |= VM_ACCOUNT;
	} else if (m.kernel.mprotectUncharges && (flags & VM_ACCOUNT) !== 0 && vma.file === 0 && vma.anonVma === 0) {
		flags &= ~VM_ACCOUNT;
	}
	const changed = vmaModify(m, process, vma, start, end, flags, FIXUP);
	changeProtection(m, process, changed, start, end);
	return changed;
}

// mm/mprotect.c: change_protection_range()
function changeProtection(m: Machine, process: Process, vma: Vma, start: number, end: number): void {
	const { tables, geometry, kernel } = m;
	const prot = vmPageProt(vma);
	const upgrade = (vma.flags & VM_WRITE) !== 0;
	walkPmds(m, process, start, end, {
		huge(pmd, from, to) {
			if (to - from !== geometry.entries) {
				splitHugePmd(m, process, vma, pmd, from);
				return undefined;
			}
			m.at(CHANGE_PMD);
			const before = tables.flags.get(pmd);
			const old = kernel.mprotectRedirtiesPmd && dirty(before) ? mkdirty(kernel.layout, before) : before;
			let flags = pmdModify(kernel.layout, old, prot, kernel.pmdModifyDropsDirty);
			if (upgrade && kernel.mprotectUpgradesPmd && canChangeWritable(m, vma, flags, tables.target.get(pmd))) flags = mkwrite(flags);
			tables.flags.set(pmd, flags);
			return "done";
		},
		table(table, from, to) {
			m.at(CHANGE_PTES);
			const base = tables.info(table).base;
			for (let vpn = from; vpn < to; vpn++) {
				const pte = tables.first(table) + (vpn - base);
				const before = tables.flags.get(pte);
				if (!present(before)) continue;
				let flags = pteModify(kernel.layout, before, prot);
				if (upgrade && canChangePteWritable(m, vma, flags, tables.target.get(pte))) flags = mkwrite(flags);
				tables.flags.set(pte, flags);
			}
		},
	});
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
	const tracked = (vma.flags & VM_SOFTDIRTY) === 0;
	if (tracked && (flags & _PAGE_SOFT_DIRTY) === 0) return false;
	if (m.frames.isZero(pfn)) return false;
	return (m.frames.pageFlags(pfn) & (PG_ANON | PG_EXCLUSIVE)) === (PG_ANON | PG_EXCLUSIVE);
}
