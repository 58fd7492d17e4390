import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { present } from "../../base/assert.ts";
import type { Cursor, Film, Moment } from "../../history/film.ts";
import { loadRecording } from "../../recording/load.ts";
import { recordingFilm } from "../../recording/player.ts";
import { comparedWith } from "../../state/cursor_math.ts";
import { fakeFilm, fakeStep } from "../../state/fake_films.ts";
import { FIRST_SCREEN, whatToWatch } from "../../state/first_screen.ts";
import { type Narration, narrate } from "./narrate.ts";

function recorded(name: string, kernel: string): Film {
	const recording = loadRecording(readFileSync(`public/recordings/${name}.json`, "utf8"));
	if (!recording.ok) throw new Error(recording.error.message);
	const film = recordingFilm(recording.value, kernel);
	if (!film.ok) throw new Error(film.error);
	return film.value;
}

async function at(film: Film, cursor: Cursor, watch: string | null = null): Promise<Narration> {
	const before = comparedWith(cursor);
	const moment: Moment = await film.at(cursor);
	const previous = before === null ? null : await film.at(before);
	return narrate({ film, cursor, moment, previous, inside: await film.microSteps(cursor.step), about: "what it shows", watch });
}

const done = (step: number): Cursor => ({ step, micro: 0 });

describe("the 2016 bug, as recorded", () => {
	test("is announced before the split, without telling what comes of it", async () => {
		const { scenario, cursor, kernel } = FIRST_SCREEN;
		const said = await at(recorded(scenario, kernel), cursor, whatToWatch(scenario, false, cursor));
		expect(said.text).toContain("watch soft-dirty");
		expect(said.text).not.toMatch(/lost|missed/i);
	});

	test("is told on 4.6.2: what changed, and what soft-dirty now misses", async () => {
		const said = await at(recorded("thp-split-dontneed", "4.6.2"), done(6));
		expect(said.lead).toBe("Step 6");
		expect(said.text).toBe(
			"Drops page 256. A huge entry is split: 511 pages of heap are mapped by PTEs now; heap+0x100000 is no longer mapped; soft-dirty is no longer reported for 512 pages of heap.",
		);
		expect(said.alarm).toBe("Missed: heap+0x3000 was written since clear_refs, but is not reported.");
	});

	test("is not there on 4.8.15", async () => {
		const said = await at(recorded("thp-split-dontneed", "4.8.15"), done(6));
		expect(said.alarm).toBe("");
		expect(said.text).toContain("soft-dirty is no longer reported for heap+0x100000");
	});

	test("is said once, not at every later step", async () => {
		const said = await at(recorded("thp-split-dontneed", "4.6.2"), done(7));
		expect(said.text).toBe("Reads the first byte of page 3. Nothing changes in the page tables.");
		expect(said.alarm).toBe("");
	});
});

describe("other steps", () => {
	test("a scenario begins with what it is about", async () => {
		expect(await at(recorded("sd-simple", "6.12"), done(0))).toEqual({ lead: "Start", text: "What it shows.", alarm: "" });
	});

	test("a refused call is told with its error, and what it means", async () => {
		const step = fakeStep("unmap heap 4M", 0, { result: { ret: -1, errno: 22 } });
		const said = await at(fakeFilm("6.1", "recording", [step]), done(1));
		expect(said.text).toContain("The kernel answers EINVAL");
	});

	test("blocked, dead and switched-off steps say so", async () => {
		const blocked = fakeStep("write heap", 0, { status: "blocked", events: [{ kind: "blocked", process: "A" }] });
		const died = fakeStep("write heap", 0, { status: "died", events: [{ kind: "died", process: "A", code: 111 }] });
		const off = fakeStep("write heap", 0, { status: "disabled" });
		const refused = fakeStep("fork B", 0, { status: "refused", problem: "fork is not modelled yet" });
		const film = fakeFilm("6.1", "model", [blocked, died, off, refused]);
		expect((await at(film, done(1))).text).toContain("A is blocked");
		expect((await at(film, done(2))).text).toContain("SIGSEGV");
		expect((await at(film, done(3))).text).toBe("This step is switched off.");
		expect((await at(film, done(4))).text).toBe("Fork is not modelled yet.");
	});

	test("inside a step the micro-step speaks, under its function's name", async () => {
		const film = fakeFilm("6.1", "model", [fakeStep("write heap", 3)]);
		expect(await at(film, { step: 0, micro: 2 })).toEqual({ lead: "mm/memory.c: fn_micro2", text: "It does micro2.", alarm: "" });
		expect((await at(film, { step: 0, micro: 3 })).lead).toBe("mm/memory.c: fn_micro3");
	});

	test("every step of a fork with swap has a sentence that fits the screen", async () => {
		const film = recorded("sd-fork-swap", "6.12");
		const said = await Promise.all(film.steps.map((_, step) => at(film, done(step + 1))));
		expect(said.filter(({ text }) => text.length === 0 || text.length > 420)).toEqual([]);
		expect(
			present(
				said.find(({ text }) => text.includes("swap")),
				"a step that swaps",
			).text,
		).toMatch(/swap/);
	});
});
