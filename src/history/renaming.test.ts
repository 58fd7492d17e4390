import fc from "fast-check";
import { expect, test } from "vitest";
import { Renaming } from "./renaming.ts";

test("says what a table of names, number by number, says", () => {
	const stretch = fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 6 }));
	fc.assert(
		fc.property(fc.array(stretch, { maxLength: 30 }), (stretches) => {
			const renaming = new Renaming();
			const forth = new Map<number, number>();
			const back = new Map<number, number>();
			for (const [a, b, n] of stretches) {
				const all = Array.from({ length: n }, (_, k) => [a + k, b + k] as const);
				const fits = all.every(([x, y]) => (forth.get(x) ?? y) === y && (back.get(y) ?? x) === x);
				expect(renaming.agree(a, b, n)).toBe(fits);
				if (!fits) continue;
				for (const [x, y] of all) {
					forth.set(x, y);
					back.set(y, x);
				}
			}
		}),
	);
});
