import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Spans, toSpans } from "./spans.ts";

const span = fc.record({ at: fc.nat(40), n: fc.nat(12) });
const action = fc.oneof(
	span.map((s) => ({ ...s, kind: "add" as const })),
	span.map((s) => ({ ...s, kind: "remove" as const })),
);

describe("Spans", () => {
	it("is the set that single integers would make", () => {
		fc.assert(
			fc.property(fc.array(action, { maxLength: 30 }), span, (actions, window) => {
				const spans = new Spans();
				const plain = new Set<number>();
				for (const { kind, at, n } of actions) {
					spans[kind](at, n);
					for (let k = at; k < at + n; k++) {
						if (kind === "add") plain.add(k);
						else plain.delete(k);
					}
				}
				const members = (list: readonly { at: number; n: number }[]) =>
					list.flatMap(({ at, n }) => Array.from({ length: n }, (_, k) => at + k));
				const sorted = [...plain].sort((a, b) => a - b);
				expect(members(spans.list)).toEqual(sorted);
				expect(toSpans(sorted)).toEqual(spans.list);
				expect(members(spans.within(window.at, window.n))).toEqual(sorted.filter((k) => k >= window.at && k < window.at + window.n));
				expect(Array.from({ length: 60 }, (_, k) => k).filter((k) => spans.has(k))).toEqual(sorted);
				expect(spans.isEmpty).toBe(plain.size === 0);
				// Neighbours neither touch nor overlap.
				expect(spans.list.every((s, i) => s.n > 0 && (i === 0 || (spans.list[i - 1]?.at ?? 0) + (spans.list[i - 1]?.n ?? 0) < s.at))).toBe(
					true,
				);
			}),
			{ numRuns: 500 },
		);
	});

	it("copies without sharing", () => {
		const spans = new Spans();
		spans.add(3, 4);
		const other = spans.copy();
		other.remove(4, 1);
		spans.add(20, 1);
		expect(other.list).toEqual([
			{ at: 3, n: 1 },
			{ at: 5, n: 2 },
		]);
		spans.clear();
		expect(other.isEmpty).toBe(false);
	});
});
