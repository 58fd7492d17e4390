import { afterEach, beforeEach, expect, test } from "vitest";
import { compareWithBranch, compareWithKernel, compareWithStep, comparison, setCompare } from "./compare.ts";
import { goToDifference, goToFirstDifference, startComparison } from "./comparison.ts";
import { moveTo } from "./cursor.ts";
import { editLine } from "./edits.ts";
import { fakeFilm, fakeModel, fakeSource, fakeStep, SPLIT_SCRIPT } from "./fake_films.ts";
import { installFilmSource } from "./film_source.ts";
import { settled } from "./idle.ts";
import { opened } from "./open.ts";
import { INITIAL_STAGE, stage } from "./stage.ts";

/** Steps whose call fails on 6.1 and succeeds on 4.6.2; `exit` fails everywhere. */
const FAILING = [2, 4];

function model() {
	return fakeModel(["4.6.2", "6.1"], {
		run: (kernel, lines) =>
			Promise.resolve(
				fakeFilm(
					kernel,
					"model",
					lines.map(({ text }, at) => {
						const errno = text === "A: exit" || (kernel === "6.1" && FAILING.includes(at)) ? 22 : 0;
						return fakeStep(text, 0, { result: { ret: errno === 0 ? 0 : -1, errno } });
					}),
				),
			),
	});
}

let end: () => void = () => {};

beforeEach(async () => {
	stage.setState(INITIAL_STAGE, true);
	installFilmSource(fakeSource(model()));
	await opened("thp-split-dontneed", { kernel: "4.6.2", source: "model" });
	end = startComparison();
	await settled();
});

afterEach(() => end());

const step = () => stage.getState().cursor.step;

test("the other side stands beside the stage, wherever that goes", async () => {
	compareWithKernel("6.1");
	await settled();
	const { title, film, complete, steps } = comparison.getState();
	expect([title, film?.kernel, complete]).toEqual(["6.1", "6.1", true]);
	expect(steps.map(({ state }) => state)).toEqual(["same", "same", "parts", "same", "parts"]);
	for (const to of [3, 1, 5]) {
		await moveTo({ step: to, micro: 0 });
		await settled();
		expect(comparison.getState().at).toBe(stage.getState().moment);
		expect(comparison.getState().otherCursor).toEqual({ step: to, micro: 0 });
	}
});

test("goes to the first difference, the next and the one before, and no further", async () => {
	compareWithKernel("6.1");
	// Asked before anything is compared: it waits for the first one.
	expect(await goToFirstDifference()).toBe(true);
	expect(step()).toBe(3);
	await settled();
	expect(comparison.getState().divergence).toMatchObject({ step: 3, fact: { key: "result", here: "ret 0", there: "errno 22" } });
	expect(await goToDifference(1)).toBe(true);
	expect(step()).toBe(5);
	expect(await goToDifference(1)).toBe(false);
	expect(await goToDifference(-1)).toBe(true);
	expect(step()).toBe(3);
	expect(await goToDifference(-1)).toBe(false);
});

test("two branches part at the step that was edited, and come together again", async () => {
	editLine(stage.getState().scenario.lines[2]?.id ?? -1, "A: exit");
	await settled();
	compareWithBranch(0);
	expect(await goToFirstDifference()).toBe(true);
	expect(step()).toBe(3);
	await settled();
	const { title, film, steps } = comparison.getState();
	expect(title).toBe("“first branch”");
	expect(film?.steps.map(({ text }) => text)).toEqual(SPLIT_SCRIPT);
	expect(steps.map(({ state }) => state)).toEqual(["same", "same", "parts", "same", "same"]);
});

test("a side that never differs, one that cannot be had, and none", async () => {
	compareWithStep(0);
	expect(await goToFirstDifference()).toBe(false);
	compareWithKernel("9.9");
	await settled();
	expect(comparison.getState().problem).toContain("9.9");
	setCompare(null);
	await settled();
	expect(comparison.getState().side).toBeNull();
});

test("another scenario keeps the other kernel and drops a step of this one, and what was watched", async () => {
	compareWithKernel("6.1");
	stage.setState({ watches: [{ process: "A", region: "heap", page: 0, subject: "entry", key: "dirty" }] });
	await opened("sd-simple", { source: "model" });
	expect(stage.getState().compare).toEqual({ kind: "kernel", kernel: "6.1", source: "model" });
	expect(stage.getState().watches).toEqual([]);
	compareWithStep(1);
	await opened("thp-split-dontneed", { source: "model" });
	expect(stage.getState().compare).toBeNull();
});
