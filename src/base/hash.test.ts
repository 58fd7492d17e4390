import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { Hash } from "./hash.ts";
import { shareEqual, weigh } from "./sharing.ts";

test("the same stream gives the same hash for ever: links hold it", () => {
	expect(new Hash().hex()).toBe(new Hash().hex());
	expect(
		new Hash()
			.word(1)
			.text("heap")
			.big(0x8000_0000_0380_3027n)
			.number(2 ** 40)
			.hex(),
	).toMatchInlineSnapshot(`"7e903283658d5030"`);
});

test.prop([fc.array(fc.integer(), { minLength: 1 }), fc.nat(), fc.integer()])("one other word gives another hash", (words, at, other) => {
	const i = at % words.length;
	fc.pre(words[i] !== other);
	const hashOf = (each: readonly number[]) => each.reduce((hash, word) => hash.word(word), new Hash()).hex();
	expect(hashOf(words.with(i, other))).not.toBe(hashOf(words));
	expect(hashOf([...words, 0])).not.toBe(hashOf(words));
});

test("neighbouring texts do not run together, and a copy goes its own way", () => {
	expect(new Hash().text("ab").text("c").hex()).not.toBe(new Hash().text("a").text("bc").hex());
	const start = new Hash().word(7);
	const copy = new Hash(start);
	expect(copy.hex()).toBe(start.hex());
	copy.word(1);
	expect(copy.hex()).not.toBe(start.hex());
});

test("equal buffers are shared and weighed once", () => {
	const before = { columns: [new Uint32Array([1, 2]), new Uint8Array([3, 4, 5])], free: [1] };
	const next = { columns: [new Uint32Array([1, 2]), new Uint8Array([3, 4, 6])], free: [1] };
	const seen = new Set<object>();
	weigh(before, seen);
	const alone = weigh(next, new Set(seen));
	shareEqual(next, before);
	expect(next.columns[0]).toBe(before.columns[0]);
	expect(next.columns[1]).toEqual(new Uint8Array([3, 4, 6]));
	expect(alone - weigh(next, seen)).toBeGreaterThanOrEqual(8);
	expect(weigh(next, seen)).toBe(0);
});
