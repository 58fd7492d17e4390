import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { Ground } from "./ground.ts";
import { FULL, HashSet } from "./hash_set.ts";

const half = fc.oneof(fc.constant(0), fc.nat(3), fc.integer({ min: 0, max: 0xffffffff }));
const hash = fc.tuple(half, half);

/** Halves that are 0 and 1 are one. */
const name = ([high, low]: readonly [number, number]) => `${high || 1}:${low || 1}`;

test.prop([fc.array(hash, { maxLength: 400 })])("is the set that strings would make", (hashes) => {
	const set = new HashSet(1000, new Ground(), 4);
	const plain = new Set<string>();
	for (const each of hashes) {
		expect(set.has(...each)).toBe(plain.has(name(each)));
		expect(set.add(...each)).toBe(plain.has(name(each)) ? 0 : 1);
		plain.add(name(each));
	}
	expect(set.size).toBe(plain.size);
});

test("a full set still knows what it holds, and takes nothing new", () => {
	const set = new HashSet(2, new Ground(), 4);
	expect([set.add(1, 1), set.add(2, 2), set.add(3, 3), set.add(1, 1)]).toEqual([1, 1, FULL, 0]);
	expect(set.size).toBe(2);
});

test.prop([fc.array(fc.tuple(fc.boolean(), hash), { maxLength: 200 }), fc.nat(150)])(
	"is one set for all on the same ground",
	(adds, most) => {
		const ground = new Ground(2);
		const set = new HashSet(most, ground);
		const other = new HashSet(most, new Ground(2, ground.shares()));
		const plain = new Set<string>();
		for (const [here, each] of adds) {
			const known = plain.has(name(each));
			const full = !known && plain.size === most;
			expect((here ? set : other).add(...each)).toBe(known ? 0 : full ? FULL : 1);
			if (!full) plain.add(name(each));
			expect((here ? other : set).has(...each)).toBe(!full);
		}
		expect([set.size, other.size]).toEqual([plain.size, plain.size]);
	},
);
