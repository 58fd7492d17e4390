import { expect, test } from "vitest";
import { Random } from "./random.ts";

test("the same seed gives the same numbers, another seed others, and all values come up", () => {
	const draw = (seed: number) => {
		const random = new Random(seed);
		return Array.from({ length: 200 }, () => random.below(10));
	};
	expect(draw(7)).toEqual(draw(7));
	expect(draw(7)).not.toEqual(draw(8));
	expect(new Set(draw(7)).size).toBe(10);
	expect(Math.max(...draw(7))).toBe(9);
});
