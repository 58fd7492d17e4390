/**
 * What one run's entry says, whichever form it has: a mapped page, the zero page, a PROT_NONE page, a huge entry in the
 * moment between pmdp_invalidate() and its replacement, a swap or migration entry, a
 * marker, or nothing. Each form keeps the same facts at other bit positions; pictures ask here and never look at raw words.
 */
import { _PAGE_ACCESSED, _PAGE_DIRTY, _PAGE_PRESENT, _PAGE_PROTNONE, _PAGE_RW, _PAGE_SOFT_DIRTY } from "../sim/arch/x86_64.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import { PG_DIRTY, PG_EXCLUSIVE, PG_KSM, PG_LARGE, PM_MMAP_EXCLUSIVE, PM_SOFT_DIRTY, type Run } from "../sim/include/observation.ts";

export type EntryForm = "none" | "page" | "zero" | "protnone" | "invalid" | "swap" | "migration" | "marker";

export interface EntryFacts {
	readonly form: EntryForm;
	/** A leaf above the PTE level. */
	readonly huge: boolean;
	/** Soft-dirty in the entry itself, in its present or its swap position. */
	readonly softDirty: boolean;
	/** Reported by pagemap: in the entry, or through VM_SOFTDIRTY of the VMA. */
	readonly reportedSoftDirty: boolean;
	readonly uffdWp: boolean;
	readonly write: boolean;
	readonly dirty: boolean;
	/** The shadow-stack kernels' place for dirty of a read-only entry. */
	readonly savedDirty: boolean;
	readonly accessed: boolean;
	/** PG_anon_exclusive, or the exclusive bit of a swap entry. */
	readonly exclusive: boolean;
	/** Mapped once, as pagemap counts it. */
	readonly mappedOnce: boolean;
	/** Dirty in struct page or folio. */
	readonly pageDirty: boolean;
	readonly ksm: boolean;
	readonly large: boolean;
}

function formOf(run: Run): EntryForm {
	if (run.slot !== undefined) return "swap";
	if (run.marker !== undefined) return "marker";
	if (run.special !== undefined) return "migration";
	if (run.frame === undefined) return "none";
	if (run.frame === "zero") return "zero";
	if ((run.entry & BigInt(_PAGE_PRESENT)) !== 0n) return "page";
	return run.level > 0 && (run.entry & BigInt(_PAGE_PROTNONE)) === 0n ? "invalid" : "protnone";
}

/** Whether the entry keeps a page and its bits in their places, be it usable by the CPU or not. */
export function isMapped(form: EntryForm): boolean {
	return form === "page" || form === "zero" || form === "protnone" || form === "invalid";
}

function hasBit(word: bigint, position: number | null): boolean {
	return position !== null && (word & (1n << BigInt(position))) !== 0n;
}

/** Facts of a run on a kernel whose entries are laid out so. */
export function entryFacts(run: Run, layout: EntryLayout): EntryFacts {
	const form = formOf(run);
	const { entry } = run;
	const page = run.page ?? 0;
	const mapped = isMapped(form);
	// A marker is a swap entry to the kernel, so it may carry the swap entry's bits beside its own.
	const moved = form === "swap" || form === "migration" || form === "marker";
	const low = mapped ? Number(entry & 0xfffn) : 0;
	return {
		form,
		huge: form !== "none" && run.level > 0,
		softDirty: mapped ? (low & _PAGE_SOFT_DIRTY) !== 0 : moved && hasBit(entry, layout.swap.softDirtyBit),
		reportedSoftDirty: (run.pagemap & PM_SOFT_DIRTY) !== 0,
		uffdWp: mapped ? hasBit(entry, layout.uffdWpBit) : moved && (((run.marker ?? 0) & 1) !== 0 || hasBit(entry, layout.swap.uffdWpBit)),
		write: (low & _PAGE_RW) !== 0,
		dirty: (low & _PAGE_DIRTY) !== 0,
		savedDirty: mapped && hasBit(entry, layout.savedDirtyBit),
		accessed: (low & _PAGE_ACCESSED) !== 0,
		exclusive: (page & PG_EXCLUSIVE) !== 0 || (moved && hasBit(entry, layout.swap.exclusiveBit)),
		mappedOnce: (run.pagemap & PM_MMAP_EXCLUSIVE) !== 0,
		pageDirty: (page & PG_DIRTY) !== 0,
		ksm: (page & PG_KSM) !== 0,
		large: (page & PG_LARGE) !== 0,
	};
}

/** Whether the entry stands for a page at all: mapped, swapped, migrating. A marker only remembers a bit. */
export function isPopulated(form: EntryForm): boolean {
	return form !== "none" && form !== "marker";
}
