import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cursorAt, gather, layTimeline, MARGIN } from "./timeline_layout.ts";

const wanted = fc
	.record({ steps: fc.nat(3000), at: fc.nat(3000), micros: fc.nat(40), micro: fc.nat(40), width: fc.integer({ min: 150, max: 2000 }) })
	.map(({ steps, at, micros, micro, width }) => {
		const step = Math.min(at, steps);
		const inside = step < steps ? Math.min(micro, micros) : 0;
		const open = inside > 0 ? step : step - 1;
		return { steps, cursor: { step, micro: inside }, open, micros: open >= 0 ? micros : 0, width };
	});

describe("the timeline", () => {
	test("keeps time's order, stays in its width and shows where the cursor is", () => {
		fc.assert(
			fc.property(wanted, (want) => {
				const layout = layTimeline(want);
				const xs = layout.stations.map(({ x }) => x);
				const ordered = xs.every((x, at) => at === 0 || x > (xs[at - 1] ?? 0));
				const from = layout.stations.find(({ step }) => step === layout.open)?.x ?? 0;
				const to = layout.stations.find(({ step }) => step === layout.open + 1)?.x ?? Number.POSITIVE_INFINITY;
				const between = layout.micros.every(({ x }) => x > from && x < to);
				const inside = xs.every((x) => x >= MARGIN && x <= want.width - MARGIN + 0.01);
				const shown = layout.stations.some(({ step }) => step === want.cursor.step);
				return ordered && between && inside && shown;
			}),
			{ numRuns: 500 },
		);
	}, 20_000);

	test("takes the pointer to what is drawn there", () => {
		fc.assert(
			fc.property(wanted, (want) => {
				const layout = layTimeline(want);
				const stations = layout.stations.every(({ step, x }) => {
					const at = cursorAt(layout, x);
					return at?.step === step && at.micro === 0;
				});
				return stations && layout.micros.every(({ micro, x }) => cursorAt(layout, x)?.micro === micro);
			}),
		);
	}, 20_000);

	test("shows few steps whole and a window of many", () => {
		const few = layTimeline({ steps: 9, cursor: { step: 5, micro: 0 }, open: -1, micros: 0, width: 900 });
		expect([few.windowed, few.stations.length]).toEqual([false, 10]);
		const many = layTimeline({ steps: 1000, cursor: { step: 500, micro: 0 }, open: -1, micros: 0, width: 900 });
		expect(many.windowed).toBe(true);
		expect(many.stations.length).toBeLessThan(40);
	});

	test("gathers steps without losing the gravest mark", () => {
		const gravity = ["done", "blocked", "died"] as const;
		const kinds = fc.array(fc.constantFrom(...gravity), { minLength: 1, maxLength: 400 });
		fc.assert(
			fc.property(kinds, fc.integer({ min: 1, max: 50 }), (all, most) => {
				const buckets = gather<(typeof gravity)[number]>(all, gravity, most);
				const whole = buckets.reduce((sum, { n }) => sum + n, 0) === all.length;
				const marked = all.every((kind, at) => {
					const bucket = buckets.find(({ from, n }) => at >= from && at < from + n);
					return bucket !== undefined && gravity.indexOf(bucket.kind) >= gravity.indexOf(kind);
				});
				return whole && marked && buckets.length <= most;
			}),
		);
	}, 20_000);
});
