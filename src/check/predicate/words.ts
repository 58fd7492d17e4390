/** The words that a property of one's own may use, each true or false of a page. */
import { dirty, present } from "../../sim/arch/pgtable.ts";
import { _PAGE_ACCESSED, _PAGE_PSE, _PAGE_RW, ENTRY_MARKER, ENTRY_SWAP } from "../../sim/arch/x86_64.ts";
import { VM_HUGEPAGE, VM_SHARED, VM_SOFTDIRTY, VM_UFFD_WP } from "../../sim/mm/vma.ts";
import { armed } from "../entry_invariants.ts";
import { DROPPED, NO_VMA, PROMISED, populated, SILENT, softDirty, WRITTEN } from "../view.ts";

export interface Word {
	readonly name: string;
	/** What it means, for completion. */
	readonly about: string;
	readonly holds: (flags: number, vmaFlags: number, truth: number) => boolean;
}

const vmaHas = (vmaFlags: number, flag: number) => vmaFlags !== NO_VMA && (vmaFlags & flag) !== 0;

export const WORDS: readonly Word[] = [
	{ name: "present", about: "the entry maps a page", holds: (flags) => present(flags) },
	{ name: "populated", about: "the entry leads to data: mapped, in swap, migrating", holds: (flags) => populated(flags) },
	{ name: "swapped", about: "a swap entry", holds: (flags) => (flags & ENTRY_SWAP) !== 0 },
	{ name: "marker", about: "a PTE marker", holds: (flags) => (flags & ENTRY_MARKER) !== 0 },
	{ name: "huge", about: "mapped by a PMD", holds: (flags) => present(flags) && (flags & _PAGE_PSE) !== 0 },
	{ name: "write", about: "the write bit of a present entry", holds: (flags) => present(flags) && (flags & _PAGE_RW) !== 0 },
	{ name: "dirty", about: "the dirty bit, or saved-dirty", holds: (flags) => present(flags) && dirty(flags) },
	{ name: "accessed", about: "the accessed bit", holds: (flags) => present(flags) && (flags & _PAGE_ACCESSED) !== 0 },
	{ name: "soft_dirty", about: "soft-dirty in the entry itself", holds: (flags) => softDirty(flags, NO_VMA) },
	{ name: "uffd_wp", about: "uffd-wp in the entry, whatever it is", holds: (flags) => armed(flags) },
	{ name: "reported", about: "pagemap reports the page as soft-dirty", holds: (flags, vma) => vma !== NO_VMA && softDirty(flags, vma) },
	{ name: "mapped", about: "some VMA covers the page", holds: (_flags, vma) => vma !== NO_VMA },
	{ name: "shared", about: "the VMA is shared memory", holds: (_flags, vma) => vmaHas(vma, VM_SHARED) },
	{ name: "vma_soft_dirty", about: "the VMA reports all its pages", holds: (_flags, vma) => vmaHas(vma, VM_SOFTDIRTY) },
	{ name: "vma_uffd_wp", about: "the VMA is registered for write-protect", holds: (_flags, vma) => vmaHas(vma, VM_UFFD_WP) },
	{ name: "vma_hugepage", about: "the VMA may have huge pages", holds: (_flags, vma) => vmaHas(vma, VM_HUGEPAGE) },
	{ name: "written", about: "really written since clear_refs", holds: (_flags, _vma, truth) => (truth & WRITTEN) !== 0 },
	{ name: "dropped", about: "written, then given up by the program", holds: (_flags, _vma, truth) => (truth & DROPPED) !== 0 },
	{ name: "promised", about: "userfaultfd was promised the next write", holds: (_flags, _vma, truth) => (truth & PROMISED) !== 0 },
	{ name: "unheard", about: "the last step wrote it although it was promised", holds: (_flags, _vma, truth) => (truth & SILENT) !== 0 },
];
