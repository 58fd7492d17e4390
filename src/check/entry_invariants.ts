/** What holds of every entry at every moment, between micro-steps too; numbered as in the catalogue of invariants. */
import { present } from "../sim/arch/pgtable.ts";
import {
	_PAGE_DIRTY,
	_PAGE_PSE,
	_PAGE_RW,
	_PAGE_SOFT_DIRTY,
	_PAGE_UFFD_WP,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	ENTRY_SWAP,
	encodeEntry,
	SWP_UFFD_WP,
} from "../sim/arch/x86_64.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Machine } from "../sim/machine_state.ts";
import { migrationOf } from "../sim/mm/migration.ts";
import { VM_SHARED, VM_SOFTDIRTY, VM_UFFD_FLAGS, VM_UFFD_WP } from "../sim/mm/vma.ts";
import { type Leaf, leavesOf, nameLeaf } from "./leaves.ts";

/** What a walk has done that a bug needs: kinds of operations, and advices. */
export type Seen = ReadonlySet<string>;

/** The bug by which uffd-wp stands in a VMA without userfaultfd on this kernel after what was done, or null. */
function strayUffdWp(kernel: KernelRecord, seen: Seen): string | null {
	if (kernel.forkAsksParentForUffdWp && seen.has("fork")) return "B6";
	if (!kernel.mremapClearsUffdWp && seen.has("remap")) return "B11";
	if (!kernel.unregisterClearsUffdWp && seen.has("uffd_unregister")) return "B18";
	// Registering again with other modes takes the flag from the VMA and leaves the entries alone; 6.1 and 6.12 do so when asked.
	if (seen.has("register without wp")) return "register without wp";
	return null;
}

/** B24: an entry that clear_refs met on its way comes back writable and not soft-dirty, unless its dirty bit sets that by accident. */
export function clearedOnTheWay(seen: Seen): boolean {
	return seen.has("clear_refs on the way");
}

/** B1: on these kernels a huge page loses soft-dirty when it is split. */
export function losesSoftDirty(kernel: KernelRecord, seen: Seen): boolean {
	return !kernel.splitCarriesSoftDirty && (seen.has("hugepage") || seen.has("collapse"));
}

/** Broken invariants, one sentence each. */
export function entryViolations(m: Machine, seen: Seen): string[] {
	const stray = strayUffdWp(m.kernel, seen);
	return leavesOf(m).flatMap((leaf) => [...(mapsMemory(leaf.flags) ? presentViolations(m, leaf, stray) : notPresentViolations(m, leaf))]);
}

/** Present, or a PMD that pmdp_invalidate() took the present bit from for a moment: PSE tells that it still maps its page. */
function mapsMemory(flags: number): boolean {
	return present(flags) || ((flags & (ENTRY_SWAP | ENTRY_MIGRATION | ENTRY_MARKER)) === 0 && (flags & _PAGE_PSE) !== 0);
}

function presentViolations(m: Machine, leaf: Leaf, stray: string | null): string[] {
	const { flags } = leaf;
	const broken: string[] = [];
	const writable = (flags & _PAGE_RW) !== 0;
	const uffdWp = (flags & _PAGE_UFFD_WP) !== 0;
	if (uffdWp && writable && stray === null) broken.push(`I1: uffd-wp and writable: ${nameLeaf(leaf)}`);
	if (uffdWp && m.kernel.layout.uffdWpBit === null) broken.push(`uffd-wp on a kernel without it: ${nameLeaf(leaf)}`);
	if (m.kernel.layout.savedDirtyBit !== null && !writable && (flags & _PAGE_DIRTY) !== 0)
		broken.push(`I7: dirty without write: ${nameLeaf(leaf)}`);
	return broken;
}

function notPresentViolations(m: Machine, leaf: Leaf): string[] {
	const { flags, level, target, vma } = leaf;
	const broken: string[] = [];
	const { swap } = m.kernel.layout;
	const word = encodeEntry(m.kernel.layout, flags, target);
	// Before 4.8 the type stands in bits 1–5; before 4.14 soft-dirty is bit 7.
	const zero = 0x101n | (swap.typeShift === 1 ? 0x40n : 0x60n) | (swap.softDirtyBit === 7 ? 0n : 0x80n);
	if ((word & zero) !== 0n) broken.push(`I8: 0x${word.toString(16)} has bits that must be 0: ${nameLeaf(leaf)}`);
	if ((flags & (ENTRY_SWAP | ENTRY_MIGRATION | ENTRY_MARKER)) === 0) broken.push(`an entry of no kind: ${nameLeaf(leaf)}`);
	if ((flags & ENTRY_MARKER) !== 0 && ((vma?.flags ?? 0) & VM_UFFD_WP) === 0) broken.push(`I10: marker outside uffd-wp: ${nameLeaf(leaf)}`);
	if ((flags & ENTRY_SWAP) !== 0 && level !== 0) broken.push(`a swap entry above the PTEs: ${nameLeaf(leaf)}`);
	return broken;
}

/** I2: where writes are tracked, a page that can be written without a fault is reported already. clear_refs breaks it while it runs. */
export function trackingViolations(m: Machine, seen: Seen): string[] {
	if (losesSoftDirty(m.kernel, seen) || clearedOnTheWay(seen)) return [];
	return leavesOf(m)
		.filter(({ vma, flags }) => vma !== undefined && (vma.flags & VM_SOFTDIRTY) === 0 && mapsMemory(flags))
		.filter(({ flags }) => (flags & (_PAGE_RW | _PAGE_SOFT_DIRTY)) === _PAGE_RW)
		.map((leaf) => `I2: writable, not soft-dirty: ${nameLeaf(leaf)}`);
}

/** What holds between steps: VMAs are in order, each with one userfaultfd or none, and uffd-wp only where one asked for it. */
export function vmaViolations(m: Machine, seen: Seen): string[] {
	const broken: string[] = [];
	for (const process of m.processes.filter(({ live }) => live)) {
		let end = 0;
		for (const vma of process.vmas) {
			if (vma.start < end || vma.end <= vma.start) broken.push(`VMAs of ${process.id} out of order at 0x${vma.start.toString(16)}`);
			if (((vma.flags & VM_UFFD_FLAGS) !== 0) !== (vma.uffd !== 0)) broken.push(`I12: flags without a userfaultfd, or the reverse`);
			if ((vma.flags & VM_SHARED) !== 0 && vma.file === 0) broken.push(`a shared VMA without a file`);
			end = vma.end;
		}
	}
	const stray = strayUffdWp(m.kernel, seen);
	for (const leaf of leavesOf(m)) {
		if (leaf.vma === undefined) broken.push(`an entry where nothing is mapped: ${nameLeaf(leaf)}`);
		else if ((leaf.flags & ENTRY_MIGRATION) !== 0 && migrationOf(m, leaf.target) === undefined && !corrupts(m.kernel, seen))
			broken.push(`a migration that nobody ends: ${nameLeaf(leaf)}`);
		else if (armed(leaf.flags) && (leaf.vma.flags & VM_UFFD_WP) === 0 && stray === null)
			broken.push(`I9: uffd-wp outside userfaultfd: ${nameLeaf(leaf)}`);
	}
	return broken;
}

/** B6: on 5.7 fork() of a huge page on its way leaves entries that lead to no folio's head, and that nobody ends. */
function corrupts(kernel: KernelRecord, seen: Seen): boolean {
	return kernel.forkAsksParentForUffdWp && kernel.layout.uffdWpBit !== null && seen.has("fork on the way");
}

/** Whether the entry, whatever kind it is, carries uffd-wp. */
export function armed(flags: number): boolean {
	if (present(flags)) return (flags & _PAGE_UFFD_WP) !== 0;
	return (flags & (SWP_UFFD_WP | ENTRY_MARKER)) !== 0;
}
