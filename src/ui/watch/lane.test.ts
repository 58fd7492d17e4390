import { expect, test } from "vitest";
import type { LifeSegment } from "../../history/inquiry.ts";
import { laneSpans, lifeWords, nextChange, previousChange } from "./lane.ts";

const LIFE: readonly LifeSegment[] = [
	{ from: 0, n: 3, value: false, there: false },
	{ from: 3, n: 1, value: true, there: true },
	{ from: 4, n: 2, value: false, there: true },
	{ from: 6, n: 1, value: null, there: true },
];

function stations(first: number, last: number) {
	return { stations: Array.from({ length: last - first + 1 }, (_, i) => ({ step: first + i, x: 10 + 20 * i })) };
}

test("segments meet half way between two stations and cover all of them", () => {
	expect(laneSpans(LIFE, stations(0, 6)).map(({ state, x0, x1 }) => [state, x0, x1])).toEqual([
		["absent", 4, 60],
		["set", 60, 80],
		["clear", 80, 120],
		["unknown", 120, 136],
	]);
});

test("a window of stations shows its part of the life", () => {
	expect(laneSpans(LIFE, stations(4, 5)).map(({ state, x0, x1 }) => [state, x0, x1])).toEqual([["clear", 4, 36]]);
});

test("changes before and after a step", () => {
	expect(nextChange(LIFE, 0)).toBe(3);
	expect(nextChange(LIFE, 3)).toBe(4);
	expect(nextChange(LIFE, 6)).toBeNull();
	expect(previousChange(LIFE, 6)).toBe(4);
	expect(previousChange(LIFE, 3)).toBeNull();
});

test("a life in words", () => {
	expect(lifeWords(LIFE)).toBe("not there at the start, set from step 3 on, clear from step 4 on, not recorded from step 6 on");
});
