import { describe, expect, test } from "vitest";
import type { EntryLayout } from "../include/kernel.ts";
import type { Run } from "../include/observation.ts";
import { layout45, layout414, layout519, layout612 } from "../kernels/layouts.ts";
import { ALL_BITS } from "./bit_field.ts";
import { entryWordOf, type FrameNumbers, frameOf, pagemapWordOf } from "./run_word.ts";
import {
	_PAGE_NX,
	_PAGE_PRESENT,
	_PAGE_PROTNONE,
	_PAGE_PSE,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	ENTRY_SWAP,
	encodeEntry,
	MIGRATION_DIRTY,
	MIGRATION_WRITE,
	MIGRATION_YOUNG,
	migrationOffset,
	SWP_SOFT_DIRTY,
} from "./x86_64.ts";
import { describeEntry } from "./x86_64_fields.ts";

/** A region that starts at virtual page 0x100000000, whose pages 4–7 read alike. */
const START = 0x1_0000_0000;
function run(fields: Partial<Run>): Run {
	return { at: 4, n: 4, level: 0, entry: 0n, pagemap: 0, ...fields };
}

function words(layout: EntryLayout, read: Run, page: number, numbers: FrameNumbers) {
	const entry = entryWordOf(layout, read, page, START + page, numbers);
	return { entry, pagemap: pagemapWordOf(layout, read, page, entry, numbers) };
}

describe("a model's numbers are put back into the words that it encoded", () => {
	test.each([
		["a page", layout612, _PAGE_PRESENT | _PAGE_NX, 0x3803],
		["PROT_NONE, inverted", layout612, _PAGE_PROTNONE | _PAGE_NX, 0x3803],
		["PROT_NONE, before 4.19", layout414, _PAGE_PROTNONE, 0x3803],
	] as const)("%s", (_what, layout, flags, pfn) => {
		const whole = encodeEntry(layout, flags, pfn);
		const read = run({ entry: whole & ~0x000f_ffff_ffff_f000n, frame: pfn - 2, pagemap: 0x100 });
		const { entry, pagemap } = words(layout, read, 6, "pfn");
		expect(entry).toEqual({ word: whole, known: ALL_BITS, target: "PFN 0x3803" });
		expect(pagemap.word).toBe((0x100n << 55n) | BigInt(pfn));
	});

	test("a huge page: the entry has the head's frame, pagemap each page's own", () => {
		const whole = encodeEntry(layout612, _PAGE_PRESENT | _PAGE_PSE, 0x3800);
		const read = run({ at: 0, n: 512, level: 1, entry: whole & 0xfffn, frame: 0x3800, pagemap: 0x100 });
		const { entry, pagemap } = words(layout612, read, 3, "pfn");
		expect(entry).toEqual({ word: whole, known: ALL_BITS, target: "PFN 0x3800" });
		expect(pagemap).toEqual({ word: (0x100n << 55n) | 0x3803n, known: ALL_BITS, target: "PFN 0x3803" });
	});

	test("a huge page with PROT_NONE: the complement begins at bit 21", () => {
		const whole = encodeEntry(layout612, _PAGE_PROTNONE | _PAGE_PSE, 0x3800);
		expect(whole & 0x001f_f000n).toBe(0n);
		const read = run({ at: 0, n: 512, level: 1, entry: whole & 0xfffn, frame: 0x3800, pagemap: 0x100 });
		expect(words(layout612, read, 3, "pfn").entry).toEqual({ word: whole, known: ALL_BITS, target: "PFN 0x3800" });
	});

	test.each([layout45, layout414, layout519, layout612])("a swap slot and its pagemap word", (layout) => {
		const whole = encodeEntry(layout, ENTRY_SWAP | SWP_SOFT_DIRTY, 0x125);
		const read = run({ entry: 1n << BigInt(layout.swap.softDirtyBit), slot: 0x123, pagemap: 0x81 });
		const { entry, pagemap } = words(layout, read, 6, "pfn");
		expect(entry).toEqual({ word: whole, known: ALL_BITS, target: "slot 293" });
		expect(pagemap.word).toBe((0x81n << 55n) | (0x125n << 5n));
	});

	test("a marker", () => {
		const { entry, pagemap } = words(layout612, run({ marker: 1, pagemap: 0x84 }), 4, "label");
		expect(entry).toMatchObject({ word: encodeEntry(layout612, ENTRY_MARKER, 1), known: ALL_BITS });
		expect(pagemap).toMatchObject({ word: (0x84n << 55n) | (1n << 5n) | 31n, known: ALL_BITS });
	});

	test("a migration entry, but for accessed and dirty", () => {
		const whole = encodeEntry(layout612, ENTRY_MIGRATION | MIGRATION_WRITE, 0x200);
		const { entry } = words(layout612, run({ n: 1, special: 26, frame: 0x200, pagemap: 0x80 }), 4, "pfn");
		expect(entry.word).toBe(whole & entry.known);
		const read = describeEntry(layout612, 0, entry.word, entry);
		expect(read.kind).toBe("migration-write");
		expect(read.fields.filter((field) => field.raw === null).map((field) => field.key)).toEqual(["unused-58-45", "dirty", "accessed"]);
	});
});

describe("a migration entry of the model is known whole", () => {
	test.each([layout45, layout414, layout519, layout612])("a PTE, and the pagemap word without accessed and dirty", (layout) => {
		const flags = ENTRY_MIGRATION | MIGRATION_WRITE | (layout.swap.exclusiveBit === null ? 0 : MIGRATION_YOUNG | MIGRATION_DIRTY);
		const type = layout.swap.types.migrationWrite;
		const read = run({ special: type, moving: migrationOffset(flags, 0x203) - 2, pagemap: 0x80 });
		const { entry, pagemap } = words(layout, read, read.at + 2, "pfn");
		expect(entry).toEqual({ word: encodeEntry(layout, flags, 0x203), known: ALL_BITS, target: "PFN 0x203" });
		expect(pagemap.word).toBe((0x80n << 55n) | (0x203n << 5n) | BigInt(type));
	});

	test("a PMD names the head, whichever page is asked for", () => {
		const read = run({ at: 0, n: 512, level: 1, special: 26, moving: 0x400, pagemap: 0x80 });
		expect(words(layout612, read, 3, "pfn").entry.word).toBe(encodeEntry(layout612, ENTRY_MIGRATION | MIGRATION_WRITE, 0x400));
		expect(words(layout612, read, 3, "pfn").pagemap.word).toBe((0x80n << 55n) | (0x403n << 5n) | 26n);
	});
});

describe("a recording's labels stay unknown", () => {
	test("frame", () => {
		const { entry, pagemap } = words(layout45, run({ entry: 0x8000_0000_0000_0027n, frame: 1, pagemap: 0x102 }), 6, "label");
		expect(entry).toEqual({ word: 0x8000_0000_0000_0027n, known: 0xfff0_0000_0000_0fffn, target: "frame 3" });
		expect(pagemap).toEqual({ word: 0x102n << 55n, known: 0x1ffn << 55n, target: "frame 3" });
	});

	test("frames of a huge page, from its head", () => {
		const read = run({ at: 0, n: 512, level: 1, entry: 0x8000_0000_0000_08e7n, frame: 512, pagemap: 0x103 });
		expect(words(layout45, read, 3, "label").entry.target).toBe("frames 512–1023");
		expect(words(layout45, read, 3, "label").pagemap.target).toBe("frame 515");
	});

	test("slot: the entry is a swap entry even when all recorded bits are 0", () => {
		for (const layout of [layout45, layout414, layout519, layout612]) {
			const { entry, pagemap } = words(layout, run({ slot: 7, pagemap: 0x80 }), 6, "label");
			expect(describeEntry(layout, 0, entry.word, entry).kind).toBe("swap");
			expect(entry.target).toBe("slot 9");
			expect(pagemap).toMatchObject({ word: 0x80n << 55n, known: (0x1ffn << 55n) | 0x1fn });
		}
	});

	test("a PROT_NONE entry that was recorded as if it were swap", () => {
		const { entry } = words(layout612, run({ entry: 0x100n, slot: 0, pagemap: 0x103 }), 4, "label");
		const read = describeEntry(layout612, 0, entry.word, entry);
		expect(read.kind).toBe("prot-none");
		expect(read.fields.find((field) => field.key === "soft-dirty")?.value).toBeNull();
	});
});

test("nothing mapped is known to be nothing", () => {
	expect(words(layout612, run({ pagemap: 1 }), 4, "label")).toEqual({
		entry: { word: 0n, known: ALL_BITS },
		pagemap: { word: 1n << 55n, known: ALL_BITS },
	});
});

test("frames of a run", () => {
	expect(frameOf(run({ frame: 8 }), 6)).toBe(10);
	expect(frameOf(run({ frame: 8, shared: true }), 6)).toBe(8);
	expect(frameOf(run({ frame: "zero" }), 6)).toBe("zero");
	expect(frameOf(run({}), 6)).toBeNull();
});
