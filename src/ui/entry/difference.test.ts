import { expect, test } from "vitest";
import { ENTRY_SWAP, encodeEntry, SWP_SOFT_DIRTY } from "../../sim/arch/x86_64.ts";
import { describeEntry, type EntryDescription } from "../../sim/arch/x86_64_fields.ts";
import { layout45, layout612 } from "../../sim/kernels/layouts.ts";
import { differences } from "./difference.ts";
import { hexText } from "./word_digits.ts";

const names = (...args: [EntryDescription, EntryDescription]) => differences(...args, true).map(({ name }) => name);

test("the fixed kernel differs in soft-dirty only, whatever the frames", () => {
	const buggy = describeEntry(layout45, 0, 0x8000_0000_0380_3027n);
	const fixed = describeEntry(layout45, 0, 0x8000_0000_0400_0827n);
	expect(names(buggy, fixed)).toEqual(["soft-dirty"]);
	expect(names(fixed, fixed)).toEqual([]);
});

test("bits are compared by what they say, not by where each kernel keeps them", () => {
	const old = describeEntry(layout45, 0, encodeEntry(layout45, ENTRY_SWAP | SWP_SOFT_DIRTY, 3));
	const recent = describeEntry(layout612, 0, encodeEntry(layout612, ENTRY_SWAP | SWP_SOFT_DIRTY, 9));
	expect(names(old, recent)).toEqual([]);
});

test("the level comes first, and unknown bits differ from nothing", () => {
	const huge = describeEntry(layout612, 1, 0x8000_0000_0000_08e7n);
	const small = describeEntry(layout612, 0, 0x8000_0000_0000_0027n, { known: ~0x840n });
	expect(names(small, huge)).toEqual(["level (PMD)"]);
});

test("unknown digits are written as such", () => {
	expect(hexText({ word: 0x8000_0000_0000_0027n, known: 0xfff0_0000_0000_0fffn })).toBe("0x800xxxxxxxxxx027");
	expect(hexText({ word: 0x27n, known: 0xffff_ffff_ffff_ffffn })).toBe("0x0000000000000027");
	expect(hexText({ word: 0n, known: 0x1ffn })).toBe("0xxxxxxxxxxxxxxx00");
});
