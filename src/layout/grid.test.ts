import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { cellAt, cellPosition, makeGrid, moveCursor } from "./grid.ts";

describe("makeGrid", () => {
	it("is 64 by 8 where there is room, 32 by 16 and 16 by 32 where there is less", () => {
		const shapes = [728, 400, 330].map((width) => makeGrid(512, width)).map(({ columns, rows }) => [columns, rows]);
		expect(shapes).toEqual([
			[64, 8],
			[32, 16],
			[16, 32],
		]);
	});

	it("holds the small tables of a checker", () => {
		expect(makeGrid(4, 300)).toMatchObject({ columns: 4, rows: 1 });
	});

	test.prop([fc.integer({ min: 0, max: 511 }), fc.integer({ min: 250, max: 2000 })])("finds every cell where it is", (index, width) => {
		const grid = makeGrid(512, width);
		const { x, y } = cellPosition(grid, index);
		expect(cellAt(grid, 512, x + grid.cell / 2, y + grid.cell / 2)).toBe(index);
		expect(x + grid.cell).toBeLessThanOrEqual(grid.width);
		expect(y + grid.cell).toBeLessThanOrEqual(grid.height + 1e-6);
	});

	it("finds nothing outside", () => {
		const grid = makeGrid(512, 728);
		expect([cellAt(grid, 512, 0, 10), cellAt(grid, 512, 100, -1), cellAt(grid, 512, 100, grid.height + 20)]).toEqual([null, null, null]);
	});
});

describe("moveCursor", () => {
	const grid = makeGrid(512, 728);
	const press = (from: number, key: string, whole = false) => moveCursor(grid, 512, from, key, whole);

	it("goes where the keys say", () => {
		expect([press(3, "ArrowRight"), press(3, "ArrowLeft"), press(3, "ArrowDown"), press(70, "ArrowUp")]).toEqual([4, 2, 67, 6]);
		expect([press(70, "Home"), press(70, "End"), press(70, "Home", true), press(70, "End", true)]).toEqual([64, 127, 0, 511]);
		expect([press(70, "PageDown"), press(400, "PageDown"), press(300, "PageUp"), press(70, "PageUp")]).toEqual([326, 464, 44, 6]);
		expect(press(3, "a")).toBeNull();
	});

	const keys = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp"] as const;
	test.prop([fc.integer({ min: 0, max: 511 }), fc.constantFrom(...keys), fc.boolean()])("stays in the table", (from, key, whole) => {
		const to = press(from, key, whole);
		expect(to).not.toBeNull();
		expect(to).toBeGreaterThanOrEqual(0);
		expect(to).toBeLessThan(512);
	});
});
