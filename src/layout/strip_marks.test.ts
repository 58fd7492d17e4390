import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { LensClass } from "./lens.ts";
import { stripMarks } from "./strip_marks.ts";

const kind = (words: string, rank: number): LensClass => ({ form: "square", fill: "full", tone: "sd", letter: words, words, rank });
const plain = kind("plain", 2);
const lone = kind("lone", 9);
const other = kind("other", 5);

describe("stripMarks", () => {
	it("draws a lone entry among 512 wide enough to be seen", () => {
		const spans = [
			{ index: 0, n: 3, kind: plain },
			{ index: 3, n: 1, kind: lone },
			{ index: 4, n: 508, kind: plain },
		];
		const { ground, marks } = stripMarks(spans, 512, 180, 3);
		expect(ground).toBe(plain);
		expect(marks.map(({ kind: { words }, width, n, widened }) => ({ words, width, n, widened }))).toEqual([
			{ words: "lone", width: 3, n: 1, widened: true },
		]);
	});

	it("draws the most important last, over the others", () => {
		const spans = [
			{ index: 0, n: 1, kind: lone },
			{ index: 1, n: 1, kind: other },
			{ index: 2, n: 510, kind: plain },
		];
		expect(stripMarks(spans, 512, 100, 3).marks.map(({ kind: { words } }) => words)).toEqual(["other", "lone"]);
	});

	it("says how dense stretches are that run together", () => {
		const spans = Array.from({ length: 512 }, (_, index) => ({ index, n: 1, kind: index % 4 === 0 ? other : plain }));
		const { marks } = stripMarks(spans, 512, 128, 3);
		expect(marks).toHaveLength(1);
		expect(marks[0]).toMatchObject({ stretches: 128, n: 128 });
		expect(marks[0]?.share).toBeCloseTo(0.25, 1);
	});

	const cut = fc.uniqueArray(fc.integer({ min: 1, max: 511 }), { maxLength: 40 }).map((cuts) => [0, ...cuts.sort((a, b) => a - b), 512]);
	test.prop([cut, fc.infiniteStream(fc.constantFrom(plain, other, lone)), fc.integer({ min: 4, max: 600 })])(
		"hides no class and leaves the strip nowhere",
		(cuts, kinds, width) => {
			const spans = cuts.slice(0, -1).map((index, i) => ({ index, n: (cuts[i + 1] ?? 512) - index, kind: kinds.next().value ?? plain }));
			const { ground, marks } = stripMarks(spans, 512, width, 3);
			const seen = new Set([ground, ...marks.map((mark) => mark.kind)]);
			const missing = spans.filter((span) => !seen.has(span.kind));
			const out = marks.filter(({ x, width: drawn }) => x < -1e-9 || x + drawn > width + 1e-9 || drawn < Math.min(3, width) - 1e-9);
			const counted = marks.reduce((sum, { n }) => sum + n, 0);
			const expected = spans.reduce((sum, span) => sum + (span.kind === ground ? 0 : span.n), 0);
			expect({ missing, out, counted }).toEqual({ missing: [], out: [], counted: expected });
		},
	);
});
