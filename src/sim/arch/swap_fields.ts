/**
 * Fields of not-present entries that hold something: swap entries, migration entries, PTE markers and their relatives.
 * Source: arch/x86/include/asm/pgtable_64.h ("Encode and de-code a swap entry") and include/linux/swap.h, swapops.h of the versions.
 */
import type { EntryLayout } from "../include/kernel.ts";
import { type FieldSpec, unused } from "./bit_field.ts";
import { SWP_PFN_BITS } from "./x86_64.ts";

/** What a type number means on a kernel. */
export type SwapKind =
	| "swap"
	| "hwpoison"
	| "migration-read"
	| "migration-read-exclusive"
	| "migration-write"
	| "device-private"
	| "device-exclusive"
	| "marker"
	| "swapin-error";

/** Highest word bit of the type and of the offset. */
const TYPE_BITS = 5;
const HIGHEST_TYPE = 31;
/** 4.19 on: the offset ends below the type, at bit 58. */
const INVERTED_OFFSET_TOP = 58;

/** The type of entry that `type` numbers on this kernel. Special types count down from the top, below them are swap devices. */
export function swapKind(layout: EntryLayout, type: number): SwapKind {
	const { types } = layout.swap;
	if (type === types.migrationRead) return "migration-read";
	if (type === types.migrationReadExclusive) return "migration-read-exclusive";
	if (type === types.migrationWrite) return "migration-write";
	if (type === types.marker) return "marker";
	if (type === types.migrationRead - 1) return "hwpoison";
	if (type < types.migrationRead) return "swap";
	const above = type - types.migrationWrite;
	if (above <= 2) return "device-private";
	return above <= 4 ? "device-exclusive" : "swapin-error";
}

/** The type number in a not-present word. */
export function swapTypeOf(layout: EntryLayout, word: bigint): number {
	return Number((word >> BigInt(layout.swap.typeShift)) & ((1n << BigInt(TYPE_BITS)) - 1n));
}

/** 6.1 on: accessed and dirty travel above the frame number. Told by the exclusive bit, which came a release before (5.19). */
function carriesAccessedDirty(layout: EntryLayout): boolean {
	return layout.swap.exclusiveBit !== null;
}

const COMPLEMENT = " Stored as its complement (from 4.19 on), so that a speculating CPU finds no cached memory there (L1TF).";

function typeSpec(layout: EntryLayout, kind: SwapKind): FieldSpec {
	const lo = layout.swap.typeShift;
	return {
		key: "type",
		name: "type",
		letter: "TYPE",
		symbol: "SWP_TYPE_BITS",
		hi: lo + TYPE_BITS - 1,
		lo,
		meaning:
			kind === "swap"
				? "Which swap device holds the page, in the order of swapon; the highest numbers are no devices but mean migration, markers and other special entries."
				: "A number that no swap device has: it tells what kind of special entry this is.",
		colour: "ink",
		role: "number",
	};
}

/** The bits between type and flags: a slot, a frame (with accessed and dirty above it from 6.1 on), or the bits of a marker. */
function offsetSpecs(layout: EntryLayout, kind: SwapKind): readonly FieldSpec[] {
	const { offsetShift: lo, offsetInverted: inverted } = layout.swap;
	const hi = inverted ? INVERTED_OFFSET_TOP : 63;
	const tail = inverted ? COMPLEMENT : "";
	const offset = { symbol: "swp_offset", colour: "soft", role: "number", inverted } as const;
	if (kind === "marker") return markerSpecs(layout, hi, lo);
	if (kind === "swap") {
		return [
			{
				...offset,
				key: "offset",
				name: "offset",
				letter: "OFFSET",
				hi,
				lo,
				meaning: `The slot on the swap device that holds the page, in pages.${tail}`,
			},
		];
	}
	if (kind === "swapin-error")
		return [{ ...offset, key: "offset", name: "offset", letter: "OFFSET", hi, lo, meaning: `Says nothing here.${tail}` }];
	const meaning = `The physical page that the entry stands for, as a page frame number.${tail}`;
	const migrates = kind.startsWith("migration");
	if (!migrates || !carriesAccessedDirty(layout)) return [{ ...offset, key: "frame", name: "frame", letter: "PFN", hi, lo, meaning }];
	const young = lo + Number(SWP_PFN_BITS);
	const flag = { role: "bit", inverted } as const;
	return [
		unused(hi, young + 2, "Above the frame number, accessed and dirty nothing is stored; the complement makes these bits 1."),
		{
			...flag,
			key: "dirty",
			name: "dirty",
			letter: "D",
			symbol: "SWP_MIG_DIRTY_BIT",
			hi: young + 1,
			lo: young + 1,
			colour: "d",
			meaning: `The entry was dirty when migration took it away; it travels just above the frame number (from 6.1 on).${tail}`,
		},
		{
			...flag,
			key: "accessed",
			name: "accessed",
			letter: "A",
			symbol: "SWP_MIG_YOUNG_BIT",
			hi: young,
			lo: young,
			colour: "a",
			meaning: `The entry was accessed when migration took it away; it travels just above the frame number (from 6.1 on).${tail}`,
		},
		{ ...offset, key: "frame", name: "frame", letter: "PFN", hi: young - 1, lo, meaning },
	];
}

function markerSpecs(layout: EntryLayout, hi: number, lo: number): readonly FieldSpec[] {
	const common = { colour: "uw", role: "bit", inverted: true } as const;
	const poison: FieldSpec = {
		...common,
		colour: "ink",
		key: "marker-poisoned",
		name: "poisoned",
		letter: "PO",
		symbol: "PTE_MARKER_POISONED",
		hi: lo + 1,
		lo: lo + 1,
		meaning: "The content is gone (a failed swap-in, or UFFDIO_POISON): an access gets SIGBUS. Stored as its complement.",
	};
	// The release that made a failed swap-in a marker bit gave its type, the highest, to the marker (6.3).
	const poisonable = layout.swap.types.marker === HIGHEST_TYPE;
	return [
		unused(hi, lo + (poisonable ? 2 : 1), "The rest of the offset: no marker bits; the complement makes these bits 1."),
		...(poisonable ? [poison] : []),
		{
			...common,
			key: "uffd-wp",
			name: "uffd-wp marker",
			letter: "UW",
			symbol: "PTE_MARKER_UFFD_WP",
			hi: lo,
			lo,
			meaning: "No page is here, but the next one that appears must be write-protected for userfaultfd. Stored as its complement.",
		},
	];
}

function flagSpecs(layout: EntryLayout): readonly FieldSpec[] {
	const { softDirtyBit, uffdWpBit, exclusiveBit } = layout.swap;
	const specs: FieldSpec[] = [];
	const zero = (at: number, meaning: string) => specs.push(unused(at, at, meaning));
	zero(8, "Must be 0: bit 8 without bit 0 would mean PROT_NONE.");
	const softDirty: FieldSpec = {
		key: "soft-dirty",
		name: "soft-dirty",
		letter: "SD",
		symbol: "_PAGE_SWP_SOFT_DIRTY",
		hi: softDirtyBit,
		lo: softDirtyBit,
		meaning:
			softDirtyBit === 7
				? "Soft-dirty, kept while the page is away: bit 11 belongs to type or offset here, so it moves to bit 7 (until 4.13)."
				: "Soft-dirty, kept while the page is away: bit 11 belongs to the offset here, so it moves to bit 1 (from 4.14 on).",
		colour: "sd",
		role: "bit",
	};
	if (softDirtyBit === 7) specs.push(softDirty);
	else zero(7, "Must be 0: in a PMD this is the page-size bit, and pmd_present() would take the entry for a huge page.");
	if (layout.swap.typeShift > 6) specs.push(unused(6, 5, "Left 0: some CPUs set accessed and dirty even in entries that are not present."));
	if (exclusiveBit !== null) {
		specs.push({
			key: "exclusive",
			name: "exclusive",
			letter: "E",
			symbol: "_PAGE_SWP_EXCLUSIVE",
			hi: exclusiveBit,
			lo: exclusiveBit,
			meaning:
				"The anonymous page belongs to this process alone (PG_anon_exclusive, from 5.19 on): when it comes back it may be written without a copy.",
			colour: "x",
			role: "bit",
		});
	}
	if (uffdWpBit !== null) {
		specs.push({
			key: "uffd-wp",
			name: "uffd-wp",
			letter: "UW",
			symbol: "_PAGE_SWP_UFFD_WP",
			hi: uffdWpBit,
			lo: uffdWpBit,
			meaning: "Write-protected for userfaultfd, kept while the page is away: bit 10 belongs to the offset here, so it moves to bit 2.",
			colour: "uw",
			role: "bit",
		});
	}
	if (softDirtyBit === 1) specs.push(softDirty);
	specs.push({
		key: "present",
		name: "present",
		letter: "P",
		symbol: "_PAGE_PRESENT",
		hi: 0,
		lo: 0,
		meaning: "0: the CPU cannot use this entry; the other bits say where the page is and what must not be forgotten meanwhile.",
		colour: "ink",
		role: "bit",
	});
	return specs;
}

/** Fields of a not-present word of this kind, from bit 63 down. A marker has its uffd-wp in the offset, not among the flags. */
export function swapSpecs(layout: EntryLayout, kind: SwapKind): readonly FieldSpec[] {
	const flags = flagSpecs(layout).map((spec) => (kind === "marker" && spec.key === "uffd-wp" ? { ...spec, key: "uffd-wp-swp" } : spec));
	return [typeSpec(layout, kind), ...offsetSpecs(layout, kind), ...flags].sort((a, b) => b.hi - a.hi);
}
