import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { EntryLayout } from "../include/kernel.ts";
import { layout45, layout48, layout57, layout63, layout414, layout419, layout514, layout519, layout612 } from "../kernels/layouts.ts";
import { ALL_BITS, type BitField, bitsOf } from "./bit_field.ts";
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
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	ENTRY_SWAP,
	encodeEntry,
	MIGRATION_DIRTY,
	MIGRATION_READ_EXCLUSIVE,
	MIGRATION_WRITE,
	MIGRATION_YOUNG,
	SWP_EXCLUSIVE,
	SWP_SOFT_DIRTY,
	SWP_UFFD_WP,
} from "./x86_64.ts";
import { describeEntry, type EntryDescription, fieldOf, hasBit } from "./x86_64_fields.ts";

const LAYOUTS: Readonly<Record<string, EntryLayout>> = {
	layout45,
	layout48,
	layout414,
	layout419,
	layout57,
	layout514,
	layout519,
	layout63,
	layout612,
};
const layouts = fc.constantFrom(...Object.values(LAYOUTS));
const levels = fc.constantFrom(0, 1, 2, 3);

/** Puts the fields back together, and fails when they overlap or leave a gap. */
function reassemble(fields: readonly BitField[]): bigint {
	let next = 63;
	let word = 0n;
	for (const field of fields) {
		expect(field.hi, bitsOf(field)).toBe(next);
		expect(field.raw).not.toBeNull();
		word |= (field.raw ?? 0n) << BigInt(field.lo);
		next = field.lo - 1;
	}
	expect(next).toBe(-1);
	return word;
}

function value(entry: EntryDescription, key: string): bigint | null | undefined {
	return fieldOf(entry, key)?.value;
}

describe("test vectors of the kernels' own formulas", () => {
	test.each([
		{
			what: "swap type 0 offset 0x123",
			layouts: [layout57, layout514, layout519, layout612],
			word: 0x07ff_ffff_fffd_b800n,
			kind: "swap",
			type: 0n,
			offset: 0x123n,
		},
		{ what: "6.12 uffd-wp marker", layouts: [layout612], word: 0xffff_ffff_ffff_fc00n, kind: "marker", type: 31n },
		{ what: "6.1 uffd-wp marker", layouts: [layout519], word: 0xf7ff_ffff_ffff_fc00n, kind: "marker", type: 30n },
		{
			what: "6.12 write migration of 0x12345",
			layouts: [layout612],
			word: 0xd7ff_ffff_fdb9_7400n,
			kind: "migration-write",
			type: 26n,
			frame: 0x12345n,
		},
		{
			what: "6.12 read-exclusive migration of 0x200",
			layouts: [layout612],
			word: 0xcfff_ffff_fffb_fe00n,
			kind: "migration-read-exclusive",
			type: 25n,
			frame: 0x200n,
		},
		{
			what: "5.7 read migration of 0x200",
			layouts: [layout57],
			word: 0xe7ff_ffff_fffb_fe00n,
			kind: "migration-read",
			type: 28n,
			frame: 0x200n,
		},
		{
			what: "5.7 after a present-format helper cleared bit 10",
			layouts: [layout57],
			word: 0xe7ff_ffff_fffb_fa00n,
			kind: "migration-read",
			type: 28n,
			frame: 0x202n,
		},
		{
			what: "4.14 read migration of 0x200",
			layouts: [layout414],
			word: 0x80_3802n,
			kind: "migration-read",
			type: 28n,
			frame: 0x200n,
			softDirty: 1n,
		},
		{
			what: "4.14 write migration of 0x200",
			layouts: [layout414],
			word: 0x80_3a02n,
			kind: "migration-write",
			type: 29n,
			frame: 0x200n,
			softDirty: 1n,
		},
		{
			what: "4.14 device-private",
			layouts: [layout414],
			word: 0x80_3c02n,
			kind: "device-private",
			type: 30n,
			frame: 0x200n,
			softDirty: 1n,
		},
		{
			what: "4.14 device-private",
			layouts: [layout414],
			word: 0x80_3e02n,
			kind: "device-private",
			type: 31n,
			frame: 0x200n,
			softDirty: 1n,
		},
	])("$what", ({ layouts, word, kind, type, offset, frame, softDirty = 0n }) => {
		for (const layout of layouts) {
			const level = kind.startsWith("migration") ? 1 : 0;
			const entry = describeEntry(layout, level, word);
			expect(entry.kind).toBe(kind);
			expect(value(entry, "type")).toBe(type);
			expect(value(entry, "offset")).toBe(offset);
			expect(value(entry, "frame")).toBe(frame);
			expect(value(entry, "soft-dirty")).toBe(softDirty);
			if (kind === "marker") expect(value(entry, "uffd-wp")).toBe(1n);
			expect(reassemble(entry.fields)).toBe(word);
			if (layout.swap.exclusiveBit === null) continue;
			const flagged = describeEntry(layout, level, word | 0x2n | 0x4n | 0x8n);
			expect(flagged.kind).toBe(kind);
			expect(value(flagged, "soft-dirty")).toBe(1n);
			expect(value(flagged, kind === "marker" ? "uffd-wp-swp" : "uffd-wp")).toBe(1n);
			expect(value(flagged, "exclusive")).toBe(1n);
		}
	});

	test("the entry of the 2016 bug: writable, not soft-dirty", () => {
		const entry = describeEntry(layout45, 0, 0x8000_0000_0380_3027n);
		expect(entry.kind).toBe("present");
		expect(value(entry, "frame")).toBe(0x3803n);
		expect(value(entry, "soft-dirty")).toBe(0n);
		expect(value(entry, "write")).toBe(1n);
		expect(value(entry, "nx")).toBe(1n);
	});
});

describe("where each kernel keeps a bit", () => {
	test.each([
		["layout45", 7, null, null, 58, null],
		["layout48", 7, null, null, 58, null],
		["layout414", 1, null, null, 58, null],
		["layout57", 1, 2, null, 58, null],
		["layout514", 1, 2, null, 58, null],
		["layout519", 1, 2, 3, 58, null],
		["layout612", 1, 2, 3, 57, 58],
	])("%s", (name, softDirty, uffdWp, exclusive, devmap, savedDirty) => {
		const layout = LAYOUTS[name] as EntryLayout;
		const swap = describeEntry(layout, 0, encodeEntry(layout, ENTRY_SWAP, 5));
		const at = (entry: EntryDescription, key: string) => fieldOf(entry, key)?.lo ?? null;
		expect(swap.kind).toBe("swap");
		expect([at(swap, "soft-dirty"), at(swap, "uffd-wp"), at(swap, "exclusive")]).toEqual([softDirty, uffdWp, exclusive]);
		const page = describeEntry(layout, 0, encodeEntry(layout, _PAGE_PRESENT | _PAGE_USER, 5));
		expect([at(page, "soft-dirty"), at(page, "uffd-wp"), at(page, "devmap"), at(page, "saved-dirty")]).toEqual([
			11,
			layout.uffdWpBit,
			devmap,
			savedDirty,
		]);
	});
});

describe("kinds that the kernel's own tests decide", () => {
	test.each([
		["nothing at all", layout45, 0, 0n, "none"],
		["from 4.8 on, bits 5 and 6 alone are a CPU's stray write", layout48, 0, 0x60n, "none"],
		["before, they are a swap entry", layout45, 0, 0x20n, "swap"],
		["bit 8 without bit 0", layout612, 0, 0x120n, "prot-none"],
		["a PROT_NONE huge page", layout612, 1, 0x9a0n, "prot-none"],
		["a PMD with the page-size bit", layout612, 1, 0x8000_0000_0000_08e7n, "huge"],
		["a PUD with the page-size bit", layout612, 2, 0x8000_0000_0000_08e7n, "huge"],
		["a PMD without it", layout612, 1, 0x67n, "table"],
		["a PGD has no huge pages", layout612, 3, 0xe7n, "table"],
		["in a PTE bit 7 is PAT", layout612, 0, 0xe7n, "present"],
		["a huge page whose present bit was just taken", layout612, 1, 0x8e6n, "invalidated"],
		["bit 7 of a swapped PTE is soft-dirty on 4.6", layout45, 0, 0x80n | (5n << 9n), "swap"],
		["a swap-in error of 6.1", layout519, 0, 0xffff_ffff_ffff_fe00n, "swapin-error"],
		["hwpoison of 6.12", layout612, 0, 0xbfff_ffff_ffff_fe00n, "hwpoison"],
		["device-exclusive of 5.14", layout514, 0, 0xffff_ffff_ffff_fe00n, "device-exclusive"],
	] as const)("%s", (_what, layout, level, word, kind) => {
		expect(describeEntry(layout, level, word).kind).toBe(kind);
	});
});

describe("any word", () => {
	property.prop([layouts, levels, fc.bigInt(0n, ALL_BITS)])("every bit is in exactly one field, with a meaning", (layout, level, word) => {
		const entry = describeEntry(layout, level, word);
		expect(reassemble(entry.fields)).toBe(word);
		expect(entry.fields.filter((field) => !/^[A-Z0-9].*\.$/.test(field.meaning))).toEqual([]);
		const keys = entry.fields.map((field) => field.key);
		expect(new Set(keys).size).toBe(keys.length);
	});

	property.prop([layouts, levels, fc.bigInt(0n, ALL_BITS), fc.bigInt(0n, ALL_BITS)])(
		"what is not known is never shown as known",
		(layout, level, word, known) => {
			const { fields } = describeEntry(layout, level, word, { known });
			for (const { hi, lo, raw, value } of fields) {
				const mask = ((1n << BigInt(hi - lo + 1)) - 1n) << BigInt(lo);
				expect(raw).toBe((known & mask) === mask ? (word & mask) >> BigInt(lo) : null);
				expect(value === null).toBe(raw === null);
			}
		},
	);
});

/** Which named bits a set of the machine's flags must show up as. */
const PRESENT_BITS: readonly (readonly [number, string])[] = [
	[_PAGE_RW, "write"],
	[_PAGE_USER, "user"],
	[_PAGE_ACCESSED, "accessed"],
	[_PAGE_DIRTY, "dirty"],
	[_PAGE_SPECIAL, "special"],
	[_PAGE_SOFT_DIRTY, "soft-dirty"],
	[_PAGE_NX, "nx"],
];

describe("round trip with the machine's encoding", () => {
	property.prop([
		layouts,
		fc.subarray(PRESENT_BITS.map(([flag]) => flag)),
		fc.boolean(),
		fc.boolean(),
		fc.boolean(),
		fc.integer({ min: 1, max: 0x3fff_ffff }),
	])("present and PROT_NONE entries, small and huge", (layout, chosen, present, huge, extras, target) => {
		let flags = chosen.reduce((all, flag) => all | flag, present ? _PAGE_PRESENT : _PAGE_PROTNONE);
		if (huge) flags |= _PAGE_PSE;
		if (extras && layout.uffdWpBit !== null) flags |= _PAGE_UFFD_WP;
		if (extras && layout.savedDirtyBit !== null) flags |= _PAGE_SAVED_DIRTY;
		const pfn = huge ? Math.floor(target / 512) * 512 : target;
		const entry = describeEntry(layout, huge ? 1 : 0, encodeEntry(layout, flags, pfn));
		expect(entry.kind).toBe(present ? (huge ? "huge" : "present") : "prot-none");
		const frame = value(entry, "frame") ?? -1n;
		expect(huge ? frame << 9n : frame).toBe(BigInt(pfn));
		for (const [flag, key] of PRESENT_BITS) expect(hasBit(entry, key), key).toBe((flags & flag) !== 0);
		expect(hasBit(entry, "uffd-wp")).toBe((flags & _PAGE_UFFD_WP) !== 0);
		expect(hasBit(entry, "saved-dirty")).toBe((flags & _PAGE_SAVED_DIRTY) !== 0);
		expect(hasBit(entry, "prot-none")).toBe(!present);
	});

	property.prop([
		layouts,
		fc.constantFrom(
			ENTRY_SWAP,
			ENTRY_MIGRATION,
			ENTRY_MIGRATION | MIGRATION_WRITE,
			ENTRY_MIGRATION | MIGRATION_READ_EXCLUSIVE,
			ENTRY_MARKER,
		),
		fc.subarray([SWP_SOFT_DIRTY, SWP_UFFD_WP, SWP_EXCLUSIVE]),
		fc.subarray([MIGRATION_YOUNG, MIGRATION_DIRTY]),
		fc.integer({ min: 1, max: 0x3fff_ffff }),
	])("swap, migration and marker entries", (layout, form, chosen, carried, target) => {
		const { swap } = layout;
		fc.pre(form !== ENTRY_MARKER || swap.types.marker !== null);
		const migrates = (form & ENTRY_MIGRATION) !== 0;
		const travels = migrates && swap.exclusiveBit !== null ? carried : [];
		const flags = [...chosen, ...travels].reduce((all, flag) => all | flag, form);
		const marker = form === ENTRY_MARKER;
		const entry = describeEntry(layout, 0, encodeEntry(layout, flags, marker ? 1 : target));
		const exclusive = swap.types.migrationReadExclusive !== null;
		const kinds: Record<number, string> = {
			[ENTRY_SWAP]: "swap",
			[ENTRY_MIGRATION]: "migration-read",
			[ENTRY_MIGRATION | MIGRATION_WRITE]: "migration-write",
			[ENTRY_MIGRATION | MIGRATION_READ_EXCLUSIVE]: exclusive ? "migration-read-exclusive" : "migration-read",
			[ENTRY_MARKER]: "marker",
		};
		expect(entry.kind).toBe(kinds[form]);
		expect(hasBit(entry, "soft-dirty")).toBe((flags & SWP_SOFT_DIRTY) !== 0);
		expect(hasBit(entry, marker ? "uffd-wp-swp" : "uffd-wp")).toBe((flags & SWP_UFFD_WP) !== 0 && swap.uffdWpBit !== null);
		expect(hasBit(entry, "exclusive")).toBe((flags & SWP_EXCLUSIVE) !== 0 && swap.exclusiveBit !== null);
		expect(hasBit(entry, "present")).toBe(false);
		if (marker) expect(hasBit(entry, "uffd-wp")).toBe(true);
		else expect(value(entry, migrates ? "frame" : "offset")).toBe(BigInt(target));
		expect(hasBit(entry, "accessed")).toBe(travels.includes(MIGRATION_YOUNG));
		expect(hasBit(entry, "dirty")).toBe(travels.includes(MIGRATION_DIRTY));
	});
});

test("a frame that was never recorded is shown by its label", () => {
	const entry = describeEntry(layout45, 0, 0x8000_0000_0000_0027n, { known: ~0x000f_ffff_ffff_f000n, target: "frame 3" });
	expect(fieldOf(entry, "frame")).toMatchObject({ raw: null, value: null, text: "frame 3" });
	expect(value(entry, "write")).toBe(1n);
});
