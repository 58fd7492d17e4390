import { expect, test } from "vitest";
import { type KsmItem, NEW_ITEM, rmapItemKey, shouldSkipRmapItem } from "./ksm_item.ts";

/** Which of the first `scans` scans try a page that never merges. */
function triedIn(scans: number): number[] {
	const tried: number[] = [];
	let item: KsmItem = NEW_ITEM;
	for (let scan = 0; scan < scans; scan++) {
		const turn = shouldSkipRmapItem(item);
		if (!turn.skip) tried.push(scan);
		item = turn.item;
	}
	return tried;
}

test("a page that does not merge is tried ever more seldom, down to every ninth scan", () => {
	expect(triedIn(40)).toEqual([0, 1, 2, 3, 5, 8, 13, 22, 31]);
});

test("age stops at 255", () => {
	expect(shouldSkipRmapItem({ ...NEW_ITEM, age: 255 }).item.age).toBe(255);
});

test("the same address in two processes is two pages", () => {
	expect(rmapItemKey(1, 5)).not.toBe(rmapItemKey(0, 5));
});
