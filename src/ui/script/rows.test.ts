import { describe, expect, test } from "vitest";
import type { Film, FilmStep } from "../../history/film.ts";
import { parseLine } from "../../scenario/parse.ts";
import { fakeFilm } from "../../state/fake_films.ts";
import { newLine } from "../../state/scenario_lines.ts";
import { badgesOf } from "./badges.ts";
import { judgeLines } from "./judge.ts";
import { currentStep, scriptRows, whenOf } from "./rows.ts";

function step(text: string, more: Partial<FilmStep> = {}): FilmStep {
	const parsed = parseLine(text);
	return { text, ...(parsed.ok ? { parsed: parsed.value } : {}), status: "done", events: [], micros: 0, ...more };
}

function film(steps: readonly FilmStep[]): Film {
	return fakeFilm("6.1", "model", steps);
}

describe("scriptRows", () => {
	test("joins each line with what the film did, and only while both say the same", () => {
		const lines = [newLine("map heap 4M"), newLine("write heap")];
		const before = scriptRows({
			lines,
			judged: judgeLines(lines),
			film: film([step("map heap 4M"), step("read heap")]),
			agreement: [
				{ status: "as-recorded", aspects: [] },
				{ status: "as-recorded", aspects: [] },
			],
		});
		expect(before.map((row) => row.step?.text)).toEqual(["map heap 4M", undefined]);
		expect(before.map((row) => row.agreement?.status)).toEqual(["as-recorded", undefined]);
	});

	test("says why a line is not run, with its place", () => {
		const lines = [newLine("map heap 4M"), newLine("write hep"), newLine("advise heap 4M hugpage"), newLine("nonsense", false)];
		const rows = scriptRows({ lines, judged: judgeLines(lines), film: null, agreement: null });
		expect(rows[0]?.error).toBeNull();
		expect(rows[1]?.error).toBe("column 7: process A has no region hep here; did you mean heap?");
		expect(rows[2]?.error).toBe("column 16: there is no advice “hugpage”; did you mean hugepage?");
		expect(rows[3]?.error).toBeNull();
	});

	test("a reason that only the film knows is shown too", () => {
		const lines = [newLine("fork B")];
		const rows = scriptRows({
			lines,
			judged: judgeLines(lines),
			film: film([step("fork B", { status: "refused", problem: "fork is not modelled yet" })]),
			agreement: null,
		});
		expect(rows[0]?.error).toBe("fork is not modelled yet");
	});

	test("rows that did not change stay the same objects", () => {
		const lines = [newLine("map heap 4M"), newLine("write heap")];
		const judged = judgeLines(lines);
		const first = scriptRows({ lines, judged, film: null, agreement: null });
		const other = [lines[0] ?? newLine(""), newLine("read heap")];
		const second = scriptRows({ lines: other, judged: judgeLines(other), film: null, agreement: null }, first);
		expect(second[0]).toBe(first[0]);
		expect(second[1]).not.toBe(first[1]);
	});
});

describe("the current step", () => {
	test("is the one just finished, or the one that the cursor stands in", () => {
		expect(currentStep({ step: 0, micro: 0 })).toBe(-1);
		expect(currentStep({ step: 6, micro: 0 })).toBe(5);
		expect(currentStep({ step: 5, micro: 2 })).toBe(5);
		expect([4, 5, 6].map((at) => whenOf(at, 5))).toEqual(["past", "now", "later"]);
	});
});

describe("badgesOf", () => {
	test("names the error of a refused call", () => {
		expect(badgesOf(step("protect heap 8M r", { result: { ret: -1, errno: 12 } }), undefined)).toEqual([
			{ tone: "bad", label: "ENOMEM", about: "errno 12: part of the range is not mapped" },
		]);
	});

	test("says who waits, who was killed and what was skipped", () => {
		expect(badgesOf(step("write heap", { status: "blocked" }), undefined)[0]).toMatchObject({ label: "blocked", tone: "wait" });
		const died = step("write heap", { status: "died", events: [{ kind: "died", process: "A", code: 111 }] });
		expect(badgesOf(died, undefined)[0]).toMatchObject({ label: "SIGSEGV", tone: "bad" });
		const skipped = step("read heap", { status: "skipped", events: [{ kind: "skipped", process: "A", why: "dead" }] });
		expect(badgesOf(skipped, undefined)[0]).toMatchObject({ label: "skipped", about: "A is dead" });
	});

	test("says where a step differs from the recording", () => {
		expect(badgesOf(step("write heap"), { status: "differs", aspects: ["entries", "vmas"], where: "heap+0x3000" })).toEqual([
			{ tone: "bad", label: "≠ differs", about: "differs from the recording in entries, vmas: heap+0x3000" },
		]);
	});

	test("a step that went well and agrees is left in peace", () => {
		expect(badgesOf(step("write heap", { result: { ret: 0, errno: 0 } }), { status: "as-recorded", aspects: [] })).toEqual([]);
	});
});
