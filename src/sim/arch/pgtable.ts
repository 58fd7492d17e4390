/**
 * What the kernel's pte_* and pmd_* helpers do to the flags of a present entry. Source: arch/x86/include/asm/pgtable.h.
 * From 6.6 on (savedDirtyBit) no entry of a normal page is dirty without being writable: wrprotect moves dirty to a software bit.
 */
import type { EntryLayout } from "../include/kernel.ts";
import {
	_PAGE_ACCESSED,
	_PAGE_DIRTY,
	_PAGE_NX,
	_PAGE_PRESENT,
	_PAGE_PROTNONE,
	_PAGE_PSE,
	_PAGE_RW,
	_PAGE_SAVED_DIRTY,
	_PAGE_SOFT_DIRTY,
	_PAGE_SPECIAL,
	_PAGE_UFFD_WP,
	_PAGE_USER,
} from "./x86_64.ts";

/** Flags of an entry or of a protection, without frame. */
export type Flags = number;

export const PAGE_NONE: Flags = _PAGE_PROTNONE | _PAGE_ACCESSED;
export const PAGE_READONLY: Flags = _PAGE_PRESENT | _PAGE_USER | _PAGE_ACCESSED | _PAGE_NX;
export const PAGE_SHARED: Flags = PAGE_READONLY | _PAGE_RW;

const DIRTY_BITS = _PAGE_DIRTY | _PAGE_SAVED_DIRTY;
/** What a change of protection keeps: _PAGE_CHG_MASK and _HPAGE_CHG_MASK. */
const PAGE_CHG_MASK = _PAGE_SPECIAL | _PAGE_ACCESSED | DIRTY_BITS | _PAGE_SOFT_DIRTY | _PAGE_UFFD_WP;
const HPAGE_CHG_MASK = PAGE_CHG_MASK | _PAGE_PSE;

export function present(flags: Flags): boolean {
	return (flags & (_PAGE_PRESENT | _PAGE_PROTNONE)) !== 0;
}

export function protnone(flags: Flags): boolean {
	return (flags & (_PAGE_PRESENT | _PAGE_PROTNONE)) === _PAGE_PROTNONE;
}

export function dirty(flags: Flags): boolean {
	return (flags & DIRTY_BITS) !== 0;
}

/** pte_mksaveddirty(): a dirty entry that is not writable keeps the fact in a software bit. */
function mkSavedDirty(layout: EntryLayout, flags: Flags): Flags {
	if (layout.savedDirtyBit === null || (flags & _PAGE_RW) !== 0 || (flags & _PAGE_DIRTY) === 0) return flags;
	return (flags & ~_PAGE_DIRTY) | _PAGE_SAVED_DIRTY;
}

/** pte_clear_saveddirty(): and back once it is writable. */
function clearSavedDirty(flags: Flags): Flags {
	if ((flags & _PAGE_RW) === 0 || (flags & _PAGE_SAVED_DIRTY) === 0) return flags;
	return (flags & ~_PAGE_SAVED_DIRTY) | _PAGE_DIRTY;
}

export function wrprotect(layout: EntryLayout, flags: Flags): Flags {
	return mkSavedDirty(layout, flags & ~_PAGE_RW);
}

export function mkwrite(flags: Flags): Flags {
	return clearSavedDirty(flags | _PAGE_RW);
}

/** pte_mkclean(). */
export function mkclean(flags: Flags): Flags {
	return flags & ~DIRTY_BITS;
}

/** On x86 the same helper sets soft-dirty: most false positives of soft-dirty come from here. */
export function mkdirty(layout: EntryLayout, flags: Flags): Flags {
	return mkSavedDirty(layout, flags | _PAGE_DIRTY | _PAGE_SOFT_DIRTY);
}

/** pte_mkuffd_wp(): from 6.3 on it takes write away itself; callers before did so. */
export function mkuffdWp(layout: EntryLayout, flags: Flags): Flags {
	return wrprotect(layout, flags | _PAGE_UFFD_WP);
}

/** pte_modify(): takes the access bits of `prot`, keeps what the hardware and trackers noted. */
export function pteModify(layout: EntryLayout, flags: Flags, prot: Flags): Flags {
	return afterModify(layout, flags, (flags & PAGE_CHG_MASK) | (prot & ~PAGE_CHG_MASK));
}

/** pmd_modify(); the stable releases from 6.6 until mid 6.12 left dirty out of what it keeps. */
export function pmdModify(layout: EntryLayout, flags: Flags, prot: Flags, dropsDirty: boolean): Flags {
	const keep = dropsDirty ? HPAGE_CHG_MASK & ~_PAGE_DIRTY : HPAGE_CHG_MASK;
	return afterModify(layout, flags, (flags & keep) | (prot & ~HPAGE_CHG_MASK));
}

function afterModify(layout: EntryLayout, before: Flags, after: Flags): Flags {
	return (before & _PAGE_RW) !== 0 ? mkSavedDirty(layout, after) : clearSavedDirty(after);
}
