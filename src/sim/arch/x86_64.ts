/**
 * x86-64 page-table entries. The machine keeps an entry as two 32-bit words, *flags* and *target*; this file alone knows how
 * they become the 64-bit word that a named kernel holds.
 *
 * Flags of present and PROT_NONE entries use the hardware's own positions for bits 0–11. The bits above 11 are the machine's:
 * what sits high in the hardware word (NX, saved-dirty), and what kind of not-present entry this is.
 * Source: arch/x86/include/asm/pgtable_types.h, pgtable.h, pgtable_64.h, include/linux/swapops.h.
 */
import type { EntryLayout } from "../include/kernel.ts";

export const PAGE_SHIFT = 12;
const PMD_SHIFT = 21;

export const _PAGE_PRESENT = 1 << 0;
export const _PAGE_RW = 1 << 1;
export const _PAGE_USER = 1 << 2;
export const _PAGE_ACCESSED = 1 << 5;
export const _PAGE_DIRTY = 1 << 6;
export const _PAGE_PSE = 1 << 7;
export const _PAGE_PROTNONE = 1 << 8;
export const _PAGE_SPECIAL = 1 << 9;
export const _PAGE_UFFD_WP = 1 << 10;
export const _PAGE_SOFT_DIRTY = 1 << 11;
/** Bit 63 in the hardware word. */
export const _PAGE_NX = 1 << 12;
/** Bit 58 in the hardware word, from 6.6 on. */
export const _PAGE_SAVED_DIRTY = 1 << 13;

/** Not present: a swap entry (target: slot), a migration entry (target: frame), a PTE marker (target: marker bits). */
export const ENTRY_SWAP = 1 << 16;
export const ENTRY_MIGRATION = 1 << 17;
export const ENTRY_MARKER = 1 << 18;
/** Bits that a not-present entry carries; each kernel puts them where its layout says. */
export const SWP_SOFT_DIRTY = 1 << 19;
export const SWP_UFFD_WP = 1 << 20;
export const SWP_EXCLUSIVE = 1 << 21;
/** Which migration entry: writable, or read-only but exclusive; neither: read. */
export const MIGRATION_WRITE = 1 << 22;
export const MIGRATION_READ_EXCLUSIVE = 1 << 23;
export const MIGRATION_YOUNG = 1 << 24;
export const MIGRATION_DIRTY = 1 << 25;
/** The entry points to a lower table (target: table number); never part of an encoded leaf. */
export const ENTRY_TABLE = 1 << 28;

const HARDWARE_LOW = 0xfff;
const FRAME_MASK = ((1n << 40n) - 1n) << 12n;
const WORD = (1n << 64n) - 1n;
/** MAX_PHYSMEM_BITS - PAGE_SHIFT with 4-level tables: where 6.1 and later keep accessed and dirty of a migration entry. */
export const SWP_PFN_BITS = 34n;
const YOUNG_OFFSET = 2 ** Number(SWP_PFN_BITS);

/** Mask of the frame number (bits 12–51) in a present or PROT_NONE word. */
export const PTE_PFN_MASK = FRAME_MASK;

/** The 64-bit word of a leaf entry, frame or slot included. `flags` 0 is `0n`. */
export function encodeEntry(layout: EntryLayout, flags: number, target: number): bigint {
	if (flags === 0) return 0n;
	if ((flags & (ENTRY_SWAP | ENTRY_MIGRATION | ENTRY_MARKER)) !== 0) return encodeNotPresent(layout, flags, target);
	const present = (flags & _PAGE_PRESENT) !== 0;
	return presentBits(flags) | frameBits(layout, present, (flags & _PAGE_PSE) === 0 ? PAGE_SHIFT : PMD_SHIFT, target);
}

/**
 * The frame number's bits of a word that maps `pfn`, from bit `lowest` (12, or 21 for a huge page) to 51: complemented while the
 * entry is not present, from 4.19 on. Source: pfn_pte(), pfn_pmd() and protnone_mask() of arch/x86/include/asm/pgtable.h.
 */
export function frameBits(layout: EntryLayout, present: boolean, lowest: number, pfn: number): bigint {
	const frame = BigInt(pfn) << BigInt(PAGE_SHIFT);
	const mask = (FRAME_MASK >> BigInt(lowest)) << BigInt(lowest);
	return (layout.protNoneInvertsFrame && !present ? ~frame : frame) & mask;
}

/** The word of a present or PROT_NONE entry with the frame number (bits 12–51) left out, as recordings print it. */
export function presentBits(flags: number): bigint {
	let word = BigInt(flags & HARDWARE_LOW);
	if ((flags & _PAGE_NX) !== 0) word |= 1n << 63n;
	if ((flags & _PAGE_SAVED_DIRTY) !== 0) word |= 1n << 58n;
	return word;
}

/** The bits of a not-present word below type and offset, as recordings print them. */
export function notPresentBits(layout: EntryLayout, flags: number): bigint {
	const { softDirtyBit, uffdWpBit, exclusiveBit } = layout.swap;
	let word = 0n;
	if ((flags & SWP_SOFT_DIRTY) !== 0) word |= 1n << BigInt(softDirtyBit);
	if ((flags & SWP_UFFD_WP) !== 0 && uffdWpBit !== null) word |= 1n << BigInt(uffdWpBit);
	if ((flags & SWP_EXCLUSIVE) !== 0 && exclusiveBit !== null) word |= 1n << BigInt(exclusiveBit);
	return word;
}

/** The type number of a not-present entry on this kernel. Real swap entries live on the first swap device, type 0. */
export function notPresentType(layout: EntryLayout, flags: number): number {
	const { types } = layout.swap;
	if ((flags & ENTRY_MARKER) !== 0) return types.marker ?? 0;
	if ((flags & ENTRY_MIGRATION) === 0) return 0;
	if ((flags & MIGRATION_WRITE) !== 0) return types.migrationWrite;
	if ((flags & MIGRATION_READ_EXCLUSIVE) !== 0) return types.migrationReadExclusive ?? types.migrationRead;
	return types.migrationRead;
}

/** The frame of a not-present word after pmd_clear_uffd_wp(), which is meant for present ones, cleared bit 10 of it. */
export function afterClearUffdWp(layout: EntryLayout, target: number): number {
	const { offsetShift, offsetInverted } = layout.swap;
	if (layout.uffdWpBit === null || layout.uffdWpBit < offsetShift) return target;
	const bit = 2 ** (layout.uffdWpBit - offsetShift);
	const set = Math.floor(target / bit) % 2 === 1;
	// A complement's bit becomes 0 when the frame number's becomes 1.
	if (offsetInverted) return set ? target : target + bit;
	return set ? target - bit : target;
}

/** swp_offset() of a migration entry: the frame number, with accessed and dirty above it from 6.1 on. Other entries: their target. */
export function migrationOffset(flags: number, target: number): number {
	const young = (flags & MIGRATION_YOUNG) !== 0 ? YOUNG_OFFSET : 0;
	return target + young + ((flags & MIGRATION_DIRTY) !== 0 ? 2 * YOUNG_OFFSET : 0);
}

function encodeNotPresent(layout: EntryLayout, flags: number, target: number): bigint {
	const { typeShift, offsetShift, offsetInverted } = layout.swap;
	const offset = BigInt(migrationOffset(flags, target));
	const type = BigInt(notPresentType(layout, flags)) << BigInt(typeShift);
	// From 4.19 on the offset is stored as its complement, so that a speculative access hits no cacheable memory (L1TF).
	const placed = offsetInverted ? (((~offset & WORD) << 14n) & WORD) >> 5n : (offset << BigInt(offsetShift)) & WORD;
	return type | placed | notPresentBits(layout, flags);
}
