import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { Bits, popcount } from "./bits.ts";
import { BitsPool } from "./bits_pool.ts";

const LENGTH = 200;
const range = fc.tuple(fc.nat(LENGTH), fc.nat(LENGTH)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const members = fc.uniqueArray(fc.nat(LENGTH - 1));

function bitsOf(list: Iterable<number>): Bits {
	const bits = new Bits(LENGTH);
	for (const member of list) bits.add(member);
	return bits;
}

function listOf(bits: Bits): number[] {
	return Array.from({ length: LENGTH }, (_, i) => i).filter((i) => bits.has(i));
}

test.prop({ members, range })("ranges reach exactly what is between their ends", ({ members, range: [start, end] }) => {
	const inside = (i: number) => i >= start && i < end;
	const all = Array.from({ length: LENGTH }, (_, i) => i);
	const added = bitsOf(members);
	added.addRange(start, end);
	expect(listOf(added)).toEqual(all.filter((i) => inside(i) || members.includes(i)));
	const deleted = bitsOf(members);
	deleted.deleteRange(start, end);
	expect(listOf(deleted)).toEqual(all.filter((i) => !inside(i) && members.includes(i)));
	const copied = bitsOf([1, 50, 199]);
	copied.copyRange(bitsOf(members), start, end);
	expect(listOf(copied)).toEqual(all.filter((i) => (inside(i) ? members.includes(i) : [1, 50, 199].includes(i))));
});

test.prop({ a: members, b: members })("sets combine as sets", ({ a, b }) => {
	const sorted = (list: number[]) => list.toSorted((x, y) => x - y);
	const all = bitsOf(a);
	all.addAll(bitsOf(b));
	expect(listOf(all)).toEqual(sorted([...new Set([...a, ...b])]));
	const both = bitsOf(a);
	both.keepOnly(bitsOf(b));
	expect(listOf(both)).toEqual(sorted(a.filter((i) => b.includes(i))));
	const rest = bitsOf(a);
	rest.deleteAll(bitsOf(b));
	expect(listOf(rest)).toEqual(sorted(a.filter((i) => !b.includes(i))));
	expect(rest.count()).toBe(listOf(rest).length);
});

test.prop({ members })("runs are maximal, ascending, and cover the members", ({ members }) => {
	const found: number[] = [];
	let last = -1;
	bitsOf(members).runs((start, end) => {
		expect(start).toBeGreaterThan(last);
		last = end;
		for (let i = start; i < end; i++) found.push(i);
	});
	expect(found).toEqual(members.toSorted((x, y) => x - y));
});

test.prop({ word: fc.integer({ min: 0, max: 0xffffffff }) })("popcount counts ones", ({ word }) => {
	expect(popcount(word)).toBe(word.toString(2).replaceAll("0", "").length);
});

test("a pool hands out empty sets, and the same ones again", () => {
	const pool = new BitsPool(64);
	const first = pool.take();
	first.add(3);
	expect(pool.take()).not.toBe(first);
	pool.releaseAll();
	expect(pool.take()).toBe(first);
	expect(first.count()).toBe(0);
});
