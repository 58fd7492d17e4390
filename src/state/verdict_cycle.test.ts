import { expect, test } from "vitest";
import { nextOf } from "./verdict_cycle.ts";

const pages = [3, 7, 9].map((page) => ({ process: "A", region: "heap", page }));

test("goes through the pages and begins again", () => {
	const walk = [nextOf(pages, null)];
	for (let k = 0; k < 3; k++) walk.push(nextOf(pages, walk.at(-1) ?? null));
	expect(walk.map((place) => place?.page)).toEqual([3, 7, 9, 3]);
});

test("begins at the first when another page is selected, and has nothing to offer when there is none", () => {
	expect(nextOf(pages, { process: "B", region: "heap", page: 3 })?.page).toBe(3);
	expect(nextOf([], { process: "A", region: "heap", page: 3 })).toBeNull();
});
