import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shareStructure } from "./share_structure.ts";

const tree = fc.jsonValue({ maxDepth: 4 });

describe("shareStructure", () => {
	test("gives what came, whatever was before", () => {
		fc.assert(
			fc.property(tree, tree, (before, now) => {
				expect(shareStructure(before, now)).toEqual(now);
			}),
		);
	});

	test("gives the very same when all is equal", () => {
		fc.assert(
			fc.property(tree, (value) => {
				expect(shareStructure(value, structuredClone(value))).toBe(value);
			}),
		);
	});

	test("keeps the parts that did not change", () => {
		const before = { rows: [{ bit: 1n }, { bit: 0n }], place: { at: 3 }, gone: 1 };
		const now = shareStructure<object>(before, { rows: [{ bit: 1n }, { bit: 1n }], place: { at: 3 } }) as typeof before;
		expect(now).toEqual({ rows: [{ bit: 1n }, { bit: 1n }], place: { at: 3 } });
		expect(now.rows[0]).toBe(before.rows[0]);
		expect(now.place).toBe(before.place);
		expect(now.rows).not.toBe(before.rows);
	});

	test("does not look into what is no plain data", () => {
		const made = () => new Map([[1, 2]]);
		const [before, now] = [made(), made()];
		expect(shareStructure(before, now)).toBe(now);
	});
});
