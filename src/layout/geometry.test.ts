import { describe, expect, it } from "vitest";
import { makeGeometry, X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import { levelAbove, levelBelow, pagesPerTable, sizeWords, tablePage } from "./geometry.ts";

/** 0x100000000000, where recordings place their first region. */
const FIRST = 2 ** 32;

describe("geometry", () => {
	it("names a table by its first page", () => {
		expect(tablePage(X86_64_GEOMETRY, 0, FIRST + 700)).toBe(FIRST + 512);
		expect(tablePage(X86_64_GEOMETRY, 1, FIRST + 700)).toBe(FIRST);
		expect(tablePage(X86_64_GEOMETRY, 3, FIRST + 700)).toBe(0);
	});

	it("counts in the bits that it is given", () => {
		expect([0, 1, 2, 3].map((level) => pagesPerTable(makeGeometry(2), level as 0 | 1 | 2 | 3))).toEqual([4, 16, 64, 256]);
		expect(tablePage(makeGeometry(2), 0, 13)).toBe(12);
	});

	it("steps between levels", () => {
		expect([0, 1, 2, 3].map((level) => levelAbove(level as 0 | 1 | 2 | 3))).toEqual([1, 2, 3, null]);
		expect([0, 1, 2, 3].map((level) => levelBelow(level as 0 | 1 | 2 | 3))).toEqual([null, 0, 1, 2]);
	});

	it("says sizes in the unit that fits", () => {
		expect([1, 512, 262_144, 134_217_728, 3, 768].map(sizeWords)).toEqual(["4K", "2M", "1G", "512G", "12K", "3M"]);
	});
});
