import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { layout45, layout48, layout57, layout414, layout514, layout519, layout612 } from "../kernels/layouts.ts";
import { ALL_BITS } from "./bit_field.ts";
import { describePagemap, pagemapSwap } from "./pagemap_fields.ts";
import { fieldOf, hasBit } from "./x86_64_fields.ts";

const layouts = fc.constantFrom(layout45, layout48, layout414, layout57, layout514, layout519, layout612);
const FLAGS = { "soft-dirty": 55, exclusive: 56, "uffd-wp": 57, file: 61, swap: 62, present: 63 };

property.prop([layouts, fc.subarray(Object.keys(FLAGS) as (keyof typeof FLAGS)[]), fc.bigInt(0n, (1n << 55n) - 1n)])(
	"reads back the flags that this kernel has, and the frame or the swap entry",
	(layout, chosen, low) => {
		const word = chosen.reduce((bits, key) => bits | (1n << BigInt(FLAGS[key])), low);
		const pagemap = describePagemap(layout, word);
		for (const [key, at] of Object.entries(FLAGS)) {
			const has = key !== "uffd-wp" || layout.pagemapUffdWp;
			expect(fieldOf(pagemap, key)?.lo).toBe(has ? at : undefined);
			expect(hasBit(pagemap, key)).toBe(has && chosen.includes(key as keyof typeof FLAGS));
		}
		const value = (key: string) => fieldOf(pagemap, key)?.value;
		if (chosen.includes("swap")) expect(pagemapSwap(Number(value("type")), value("offset") ?? -1n)).toBe(low);
		else expect(value("frame")).toBe(low);
	},
);

property.prop([layouts, fc.bigInt(0n, ALL_BITS)])("every bit is in exactly one field", (layout, word) => {
	const { fields } = describePagemap(layout, word);
	expect(fields.reduce((all, field) => all | ((field.raw ?? 0n) << BigInt(field.lo)), 0n)).toBe(word);
	expect(fields.reduce((bits, field) => bits + field.hi - field.lo + 1, 0)).toBe(64);
});

test("an unknown frame carries its label", () => {
	const pagemap = describePagemap(layout612, 0x8180_0000_0000_0000n, { known: 0xff80_0000_0000_0000n, target: "frame 3" });
	expect(fieldOf(pagemap, "frame")).toMatchObject({ value: null, text: "frame 3" });
	expect(hasBit(pagemap, "present")).toBe(true);
	expect(hasBit(pagemap, "soft-dirty")).toBe(true);
});
