import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { FULL, HashSet } from "./hash_set.ts";

const half = fc.oneof(fc.constant(0), fc.nat(3), fc.integer({ min: 0, max: 0xffffffff }));

test.prop([fc.array(fc.tuple(half, half), { maxLength: 400 })])("is the set that strings would make", (hashes) => {
	const set = new HashSet(1000, 4);
	const plain = new Set<string>();
	for (const [high, low] of hashes) {
		// 0:0 and 1:0 are one.
		const name = high === 0 && low === 0 ? "1:0" : `${high}:${low}`;
		expect(set.has(high, low)).toBe(plain.has(name));
		expect(set.add(high, low)).toBe(plain.has(name) ? 0 : 1);
		plain.add(name);
	}
	expect(set.size).toBe(plain.size);
});

test("a full set still knows what it holds, and takes nothing new", () => {
	const set = new HashSet(2, 4);
	expect([set.add(1, 1), set.add(2, 2), set.add(3, 3), set.add(1, 1)]).toEqual([1, 1, FULL, 0]);
	expect(set.size).toBe(2);
});

test("a copy holds the same, and goes its own way", () => {
	const set = new HashSet(10, 4);
	for (const n of [1, 2, 3, 4, 5]) set.add(n, n);
	const { places, used } = set.copy();
	const other = HashSet.of(places, used, 6);
	expect([other.size, other.add(3, 3), other.add(6, 6), other.add(7, 7)]).toEqual([5, 0, 1, FULL]);
	expect([set.has(6, 6), set.add(6, 6)]).toEqual([false, 1]);
});
