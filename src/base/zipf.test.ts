import { expect, test } from "vitest";
import { Rng } from "./rng.ts";
import { Zipf } from "./zipf.ts";

const DRAWS = 200_000;

function shares(n: number, exponent: number): { drawn: number[]; law: number[] } {
	const zipf = new Zipf(n, exponent);
	const rng = new Rng(7);
	const drawn = new Array<number>(n).fill(0);
	for (let i = 0; i < DRAWS; i++) {
		const rank = zipf.draw(rng);
		drawn[rank - 1] = (drawn[rank - 1] ?? 0) + 1 / DRAWS;
	}
	const weights = Array.from({ length: n }, (_, i) => (i + 1) ** -exponent);
	const sum = weights.reduce((a, b) => a + b, 0);
	return { drawn, law: weights.map((weight) => weight / sum) };
}

test.each([
	[10, 0.5],
	[10, 1],
	[1000, 0.99],
	[1000, 2],
])("%i ranks with exponent %f are drawn as often as the law says", (n, exponent) => {
	const { drawn, law } = shares(n, exponent);
	// The seed is fixed; 5 standard deviations of the share of each rank.
	drawn.forEach((share, i) => {
		const p = law[i] ?? 0;
		expect(Math.abs(share - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / DRAWS) + 1e-5);
	});
});

test("ranks of a terabyte's pages stay within it", () => {
	const zipf = new Zipf(2 ** 28, 0.8);
	const rng = new Rng(1);
	for (let i = 0; i < 10_000; i++) {
		const rank = zipf.draw(rng);
		expect(rank >= 1 && rank <= 2 ** 28 && Number.isInteger(rank)).toBe(true);
	}
});

test("a seed gives the same numbers again, another stream others", () => {
	const numbers = (seed: number, stream: number) => {
		const rng = new Rng(seed, stream);
		return Array.from({ length: 8 }, () => rng.u32());
	};
	expect(numbers(5, 1)).toEqual(numbers(5, 1));
	expect(numbers(5, 1)).not.toEqual(numbers(5, 2));
	expect(numbers(5, 1)).not.toEqual(numbers(6, 1));
});
