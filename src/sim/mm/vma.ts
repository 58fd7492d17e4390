/** Virtual memory areas. A VMA never changes; a change puts another in its place. Source: include/linux/mm_types.h, mm.h. */
import type { VmaFlag } from "../include/observation.ts";
import type { Protection } from "../include/operation.ts";

export const VM_READ = 1 << 0;
export const VM_WRITE = 1 << 1;
export const VM_SHARED = 1 << 3;
/** Charged to the commit limit: a private mapping that was writable once. */
export const VM_ACCOUNT = 1 << 4;
/** Set: soft-dirty reports the whole area. Clear: tracking is on, and entries tell. */
export const VM_SOFTDIRTY = 1 << 5;
export const VM_HUGEPAGE = 1 << 6;
export const VM_NOHUGEPAGE = 1 << 7;
export const VM_MERGEABLE = 1 << 8;
export const VM_UFFD_MISSING = 1 << 9;
export const VM_UFFD_WP = 1 << 10;
export const VM_UFFD_MINOR = 1 << 11;

export const VM_UFFD_FLAGS = VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR;

export const VM_ACCESS_FLAGS = VM_READ | VM_WRITE;

export interface Vma {
	/** Virtual page numbers, end exclusive. */
	readonly start: number;
	readonly end: number;
	readonly flags: number;
	/** Number of the anon_vma, 0 before the first anonymous fault. */
	readonly anonVma: number;
	/** anon_vma_chain has one link: not cloned from a parent by fork. */
	readonly singular: boolean;
	/** Offset in pages within what it maps; anonymous memory counts from its first address. */
	readonly pgoff: number;
	/** Shared memory object, 0 for anonymous memory. */
	readonly file: number;
	/** userfaultfd context, 0 for none. */
	readonly uffd: number;
}

const PROTECTION_FLAGS: Record<Protection, number> = { none: 0, r: VM_READ, rw: VM_READ | VM_WRITE };

/** Source: calc_vm_prot_bits(). */
export function calcVmProtBits(prot: Protection): number {
	return PROTECTION_FLAGS[prot];
}

const SMAPS: readonly (readonly [VmaFlag, number])[] = [
	["sh", VM_SHARED],
	["um", VM_UFFD_MISSING],
	["uw", VM_UFFD_WP],
	["sd", VM_SOFTDIRTY],
	["hg", VM_HUGEPAGE],
	["nh", VM_NOHUGEPAGE],
	["mg", VM_MERGEABLE],
	["ui", VM_UFFD_MINOR],
];

/** The VmFlags that smaps prints, in its order. Source: fs/proc/task_mmu.c, show_smap_vma_flags(). */
export function smapsFlags(vma: Vma): VmaFlag[] {
	return SMAPS.filter(([, bit]) => (vma.flags & bit) !== 0).map(([name]) => name);
}

/** As /proc/PID/maps prints it, without the private/shared letter. */
export function printProt(vma: Vma): string {
	return `${(vma.flags & VM_READ) !== 0 ? "r" : "-"}${(vma.flags & VM_WRITE) !== 0 ? "w" : "-"}-`;
}

/** One line for people: `0x100000000-0x100000400 rw- sd hg`. */
export function printVma(vma: Vma): string {
	return [printProt(vma), ...smapsFlags(vma)].join(" ");
}
