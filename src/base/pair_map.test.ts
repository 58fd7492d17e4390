import fc from "fast-check";
import { expect, it } from "vitest";
import { Ground } from "./ground.ts";
import { PairMap } from "./pair_map.ts";

it("tells what was put there last, and nothing of other pairs", () => {
	const number = fc.nat({ max: 2 ** 31 - 1 });
	const small = fc.nat({ max: 40 });
	const entries = fc.array(fc.tuple(fc.oneof(small, number), fc.oneof(small, number), number), { maxLength: 500 });
	fc.assert(
		fc.property(entries, fc.oneof(small, number), fc.oneof(small, number), (list, first, second) => {
			const map = new PairMap(new Ground(), 4);
			const model = new Map<string, number>();
			for (const [a, b, value] of list) {
				map.set(a, b, value);
				model.set(`${a} ${b}`, value);
			}
			expect(map.size).toBe(model.size);
			for (const [a, b] of list) expect(map.get(a, b)).toBe(model.get(`${a} ${b}`));
			expect(map.get(first, second)).toBe(model.get(`${first} ${second}`) ?? -1);
		}),
	);
});
