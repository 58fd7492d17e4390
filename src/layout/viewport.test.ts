import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { betweenViews, centreView, fitView, inView, panView, WHOLE, zoomView } from "./viewport.ts";

const LARGEST = 1000;
const view = fc
	.tuple(fc.double({ min: 1, max: LARGEST, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
	.map(([scale, from]) => ({ scale, from: from * (1 - 1 / scale) }));

describe("viewport", () => {
	it("fits a stretch with room on both sides", () => {
		const fitted = fitView(0.5, 0.75, LARGEST);
		expect([inView(fitted, 0.5), inView(fitted, 0.75)].map((x) => Math.round(x * 100))).toEqual([2, 98]);
	});

	it("puts a point in the middle", () => {
		expect(inView(centreView(100, 0.5, LARGEST), 0.5)).toBeCloseTo(0.5);
		expect(inView(centreView(100, 0, LARGEST), 0)).toBe(0);
	});

	test.prop([view, fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })])(
		"zooming keeps the point under the pointer, unless an edge is in the way",
		(from, factor, at) => {
			const to = zoomView(from, factor, at, LARGEST);
			const point = from.from + at / from.scale;
			const free = to.from > 0 && to.from < 1 - 1 / to.scale;
			if (free) expect(inView(to, point)).toBeCloseTo(at, 5);
			expect(inside(to)).toBe(true);
		},
	);

	test.prop([view, fc.double({ min: -5, max: 5, noNaN: true })])("panning stays inside", (from, by) => {
		expect(inside(panView(from, by, LARGEST))).toBe(true);
	});

	test.prop([view, view, fc.double({ min: 0, max: 1, noNaN: true })])("gliding starts and ends where it should", (a, b, t) => {
		expect(inside(betweenViews(a, b, t, LARGEST))).toBe(true);
		expect(betweenViews(a, b, 1, LARGEST)).toBe(b);
		expect(betweenViews(a, b, 0, LARGEST).scale).toBeCloseTo(a.scale, 6);
		expect(betweenViews(a, b, 0, LARGEST).from).toBeCloseTo(a.from, 6);
	});

	it("slides between windows whose widths differ by a rounding error", () => {
		const half = betweenViews({ scale: 3, from: 0 }, { scale: 3 + 2 ** -51, from: 0.5 }, 0.5, LARGEST);
		expect(half.from).toBeCloseTo(0.25);
	});

	it("shows all to begin with", () => {
		expect([inView(WHOLE, 0), inView(WHOLE, 1)]).toEqual([0, 1]);
	});
});

function inside({ scale, from }: { readonly scale: number; readonly from: number }): boolean {
	return scale >= 1 && scale <= LARGEST && from >= 0 && from <= 1 - 1 / scale + 1e-12;
}
