import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { ALL_BITS } from "../../sim/arch/bit_field.ts";
import { describePagemap } from "../../sim/arch/pagemap_fields.ts";
import { describeEntry } from "../../sim/arch/x86_64_fields.ts";
import type { Level } from "../../sim/include/observation.ts";
import {
	layout45,
	layout48,
	layout57,
	layout63,
	layout414,
	layout419,
	layout514,
	layout519,
	layout612,
} from "../../sim/kernels/layouts.ts";
import { RULER_WIDTH, rulerCells } from "./ruler_layout.ts";

const layouts = fc.constantFrom(layout45, layout48, layout414, layout419, layout57, layout514, layout519, layout63, layout612);

/** As a line of text: `63:NX=1 … 51…12:PFN=0x3803`. */
function draw(cells: ReturnType<typeof rulerCells>): string {
	return cells
		.map(({ position, letter, text, kind }) => `${position}${letter === "" ? "" : `:${letter}`}${kind === "fold" ? "" : `=${text}`}`)
		.join(" ");
}

describe("a ruler", () => {
	property.prop([layouts, fc.constantFrom<Level>(0, 1, 2, 3), fc.bigInt(0n, ALL_BITS), fc.boolean()])(
		"covers all 64 bits within its width, legibly",
		(layout, level, word, pagemap) => {
			const { fields } = pagemap ? describePagemap(layout, word) : describeEntry(layout, level, word, { target: "huge zero page" });
			const cells = rulerCells(fields);
			let bit = 64;
			let x = 0;
			for (const cell of cells) {
				expect(cell.hi).toBe(bit - 1);
				expect(cell.x).toBeCloseTo(x);
				expect(cell.width).toBeGreaterThanOrEqual(12);
				bit = cell.lo;
				x = cell.x + cell.width;
			}
			expect(bit).toBe(0);
			expect(x).toBeCloseTo(RULER_WIDTH);
			const letters = cells.filter(({ letter }) => letter !== "");
			const boxes = letters.map(({ letter, letterLine, letterX }) => ({
				line: letterLine,
				from: letterX - letter.length * 3,
				to: letterX + letter.length * 3,
			}));
			for (const [i, box] of boxes.entries()) {
				expect(boxes.slice(i + 1).filter((other) => other.line === box.line && other.from < box.to)).toEqual([]);
				expect(box.from).toBeGreaterThanOrEqual(0);
				expect(box.to).toBeLessThanOrEqual(RULER_WIDTH);
			}
		},
	);

	test("shows a PTE of 4.6 with its folds", () => {
		const { fields } = describeEntry(layout45, 0, 0x8000_0000_0380_3027n);
		expect(draw(rulerCells(fields))).toBe(
			"63:NX=1 62…59:PK=0 58:DM=0 57…52 51…12:PFN=0x3803 11:SD=0 10 9:SP=0 8:G=0 7:PAT=0 6:D=0 5:A=1 4:PCD=0 3:PWT=0 2:U=1 1:W=1 0:P=1",
		);
	});

	test("shows a swap entry of 6.12 as it is stored", () => {
		const { fields } = describeEntry(layout612, 0, 0x07ff_ffff_fffd_b80an, { target: "slot 291" });
		expect(draw(rulerCells(fields))).toBe("63…59:TYPE=0 58…9:slot=291 8…4 3:E=1 2:UW=0 1:SD=1 0:P=0");
	});
});
