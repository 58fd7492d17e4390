/** Entry layouts by era. Type numbers are those of distribution configurations (MIGRATION, MEMORY_FAILURE, DEVICE_PRIVATE). */
import type { EntryLayout } from "../include/kernel.ts";

/** 4.5–4.7: type in bits 1–5, offset from bit 9, soft-dirty of swap entries in bit 7 (PSE). */
export const layout45: EntryLayout = {
	uffdWpBit: null,
	savedDirtyBit: null,
	protNoneInvertsFrame: false,
	swap: {
		typeShift: 1,
		offsetShift: 9,
		offsetInverted: false,
		softDirtyBit: 7,
		uffdWpBit: null,
		exclusiveBit: null,
		types: { migrationRead: 30, migrationReadExclusive: null, migrationWrite: 31, marker: null },
	},
	pagemapUffdWp: false,
};

/** 4.8–4.13: type moves to bits 9–13, because a hardware erratum may set bits 5 and 6 of a not-present entry. */
export const layout48: EntryLayout = {
	...layout45,
	swap: { ...layout45.swap, typeShift: 9, offsetShift: 14 },
};

/** 4.14–4.18: soft-dirty of swap entries leaves bit 7, which must be 0 in PMD migration entries; two types for device memory. */
export const layout414: EntryLayout = {
	...layout48,
	swap: {
		...layout48.swap,
		softDirtyBit: 1,
		types: { migrationRead: 28, migrationReadExclusive: null, migrationWrite: 29, marker: null },
	},
};

/** 4.19–5.6: type in bits 59–63, below it the complement of the offset; frames of PROT_NONE entries inverted too (L1TF). */
export const layout419: EntryLayout = {
	...layout414,
	protNoneInvertsFrame: true,
	swap: { ...layout414.swap, typeShift: 59, offsetShift: 9, offsetInverted: true },
};

/** 5.7–5.13: uffd-wp of private anonymous memory. */
export const layout57: EntryLayout = {
	...layout419,
	uffdWpBit: 10,
	swap: { ...layout419.swap, uffdWpBit: 2 },
};

/** 5.14–5.18: pagemap reports uffd-wp; two more types, for device-exclusive entries. */
export const layout514: EntryLayout = {
	...layout57,
	swap: { ...layout57.swap, types: { migrationRead: 26, migrationReadExclusive: null, migrationWrite: 27, marker: null } },
	pagemapUffdWp: true,
};

/** 5.19–6.1: inverted offsets (4.19), uffd-wp (5.7), PG_anon_exclusive and PTE markers (5.19). */
export const layout519: EntryLayout = {
	uffdWpBit: 10,
	savedDirtyBit: null,
	protNoneInvertsFrame: true,
	swap: {
		typeShift: 59,
		offsetShift: 9,
		offsetInverted: true,
		softDirtyBit: 1,
		uffdWpBit: 2,
		exclusiveBit: 3,
		types: { migrationRead: 23, migrationReadExclusive: 24, migrationWrite: 25, marker: 30 },
	},
	pagemapUffdWp: true,
};

/** 6.3–6.5: a failed swap-in becomes a bit of the marker, its type falls to the marker, and every special type moves up by one. */
export const layout63: EntryLayout = {
	...layout519,
	swap: { ...layout519.swap, types: { migrationRead: 24, migrationReadExclusive: 25, migrationWrite: 26, marker: 31 } },
};

/** 6.6–6.12: saved-dirty in bit 58. */
export const layout612: EntryLayout = {
	...layout63,
	savedDirtyBit: 58,
};
