import { beforeEach, describe, expect, test, vi } from "vitest";
import { MAX_LINE_LENGTH } from "../scenario/tokens.ts";
import { goTo, moveTo, stepBack, stepForward } from "./cursor.ts";
import { editHistory } from "./edit_history.ts";
import { addLine, editLine, moveLine, redoEdit, removeLine, setText, toggleLine, undoEdit } from "./edits.ts";
import { fakeFilm, fakeModel, fakeRecording, fakeShelf, fakeSource, fakeStep, SPLIT_SCRIPT } from "./fake_films.ts";
import { type FilmSource, installFilmSource, SourceError } from "./film_source.ts";
import { settled } from "./idle.ts";
import { microBack, microForward, seeInside } from "./inside.ts";
import { opened, openScenario, retry, setKernel, setKernelNotes, setSource } from "./open.ts";

import { INITIAL_STAGE, stage } from "./stage.ts";

function texts(): string[] {
	return stage.getState().scenario.lines.map(({ text, enabled }) => (enabled ? text : `# ${text}`));
}

function idOf(at: number): number {
	return stage.getState().scenario.lines[at]?.id ?? -1;
}

async function begin(source: FilmSource = fakeSource()): Promise<void> {
	stage.setState(INITIAL_STAGE, true);
	installFilmSource(source);
	setKernelNotes([
		{ id: "4.6.2", released: "2016-06", about: "Old." },
		{ id: "4.8.15", released: "2016-12", about: "Fixed." },
		{ id: "5.15.0", released: "2021-11", about: "Newer." },
		{ id: "6.1", released: "2022-12", about: "New." },
		{ id: "6.12", released: "2024-11", about: "Newest." },
	]);
	await opened("thp-split-dontneed", { kernel: "4.6.2", source: "recording", cursor: { step: 3, micro: 0 } });
}

beforeEach(() => begin());

describe("opening a scenario", () => {
	test("shows it at the wished step, with what was before it", () => {
		const { scenario, kernel, source, cursor, moment, previous, kernels, problem, loading } = stage.getState();
		expect(scenario).toMatchObject({ name: "thp-split-dontneed", title: "About thp-split-dontneed.", edited: false });
		expect(texts()).toEqual(SPLIT_SCRIPT);
		expect({ kernel, source, cursor, problem, loading }).toEqual({
			kernel: "4.6.2",
			source: "recording",
			cursor: { step: 3, micro: 0 },
			problem: null,
			loading: false,
		});
		expect([moment?.cursor, previous?.cursor]).toEqual([
			{ step: 3, micro: 0 },
			{ step: 2, micro: 0 },
		]);
		expect(kernels.map(({ id, recorded, modelled }) => [id, recorded, modelled])).toEqual([
			["4.6.2", true, true],
			["4.8.15", true, false],
			["6.1", true, true],
		]);
	});

	test("marks how the model agrees, where there is one", async () => {
		await settled();
		expect(stage.getState().agreement).toHaveLength(SPLIT_SCRIPT.length);
		setKernel("4.8.15");
		await settled();
		expect(stage.getState().agreement).toBeNull();
	});

	test("that is not there says so and keeps what was on the screen", async () => {
		const before = stage.getState();
		await opened("no-such-thing");
		const after = stage.getState();
		expect(after.problem).toContain("no-such-thing is not there");
		expect(after.canRetry).toBe(false);
		expect({ ...after, problem: null }).toEqual({ ...before, loading: false });
	});

	test("can be tried again after the network failed", async () => {
		let broken = true;
		const shelf = fakeShelf(fakeRecording("sd-simple", ["A: map heap 8K"], ["6.12"]));
		await begin({
			recordings: { load: (name) => (broken ? Promise.reject(new SourceError("The network is gone.", true)) : shelf.load(name)) },
		});
		await opened("sd-simple");
		expect(stage.getState()).toMatchObject({ problem: "The network is gone.", canRetry: true });
		broken = false;
		retry();
		await settled();
		expect(stage.getState()).toMatchObject({ problem: null, canRetry: false, kernel: "6.12" });
	});

	test("asked for last wins, whichever answers first", async () => {
		let release: () => void = () => {};
		const slow = new Promise<void>((resolve) => {
			release = resolve;
		});
		const shelf = fakeShelf(fakeRecording("slow", ["A: exit"], ["6.1"]), fakeRecording("fast", ["A: exit"], ["6.1"]));
		installFilmSource({
			recordings: {
				async load(name) {
					if (name === "slow") await slow;
					return shelf.load(name);
				},
			},
		});
		openScenario("slow");
		openScenario("fast");
		release();
		await settled();
		expect(stage.getState().scenario.name).toBe("fast");
	});

	test("on a kernel that is chosen while it is being opened", async () => {
		openScenario("sd-simple", { kernel: "6.12" });
		setKernel("5.15.0");
		await settled();
		expect(stage.getState()).toMatchObject({ scenario: { name: "sd-simple" }, kernel: "5.15.0" });
	});

	test("takes the nearest kernel and source that can play it, and says so", async () => {
		await opened("sd-simple", { kernel: "4.6.2", source: "model" });
		expect(stage.getState()).toMatchObject({ kernel: "4.6.2", source: "model", notice: null });
		await opened("sd-simple", { kernel: "3.0" });
		expect(stage.getState()).toMatchObject({ kernel: "6.12", source: "recording" });
		expect(stage.getState().notice).toContain("shown on 6.12");
		await opened("sd-simple", { kernel: "6.12", source: "model" });
		expect(stage.getState()).toMatchObject({ kernel: "6.12", source: "recording", notice: "6.12 is not modelled yet: shown as recorded." });
	});
});

describe("another kernel or source", () => {
	test("is shown at the same step", async () => {
		setKernel("4.8.15");
		await settled();
		expect(stage.getState()).toMatchObject({ kernel: "4.8.15", cursor: { step: 3, micro: 0 } });
		setKernel("4.6.2");
		setSource("model");
		await settled();
		expect(stage.getState()).toMatchObject({ kernel: "4.6.2", source: "model", cursor: { step: 3, micro: 0 } });
		microForward();
		await settled();
		setSource("recording");
		await settled();
		expect(stage.getState()).toMatchObject({ source: "recording", cursor: { step: 3, micro: 0 } });
	});

	test("a recording leads into a step as it is modelled, says so, and the next scenario is recorded again", async () => {
		microForward();
		await settled();
		expect(stage.getState()).toMatchObject({ source: "model", cursor: { step: 3, micro: 1 } });
		expect(stage.getState().notice).toContain("the model of 4.6.2");
		setKernel("6.1");
		await settled();
		expect(stage.getState()).toMatchObject({ kernel: "6.1", source: "model", cursor: { step: 3, micro: 1 } });
		await opened("thp-split-dontneed", { kernel: "4.6.2", cursor: { step: 3, micro: 0 } });
		expect(stage.getState().source).toBe("recording");
		microBack();
		await settled();
		expect(stage.getState()).toMatchObject({ source: "model", cursor: { step: 2, micro: 2 } });
		await opened("thp-split-dontneed", { kernel: "4.6.2", cursor: { step: 3, micro: 0 } });
		seeInside();
		await settled();
		expect(stage.getState()).toMatchObject({ source: "model", cursor: { step: 2, micro: 1 } });
	});

	test("where there is no model a micro-step is a whole step", async () => {
		setKernel("4.8.15");
		await settled();
		microForward();
		await settled();
		expect(stage.getState()).toMatchObject({ source: "recording", cursor: { step: 4, micro: 0 } });
	});
});

describe("the cursor", () => {
	test("adds keys up that come faster than the answers, and never shows an older answer over a newer one", async () => {
		const waiting: (() => void)[] = [];
		const film = fakeFilm(
			"6.1",
			"recording",
			SPLIT_SCRIPT.map((text) => fakeStep(text)),
			(_cursor, moment) => {
				return new Promise((resolve) => waiting.push(() => resolve(moment)));
			},
		);
		stage.setState({ film, cursor: { step: 0, micro: 0 } });
		stepForward();
		stepForward();
		stepForward();
		for (const answer of waiting.splice(0).reverse()) answer();
		await vi.waitFor(() => expect(stage.getState().cursor.step).toBe(3));
		stepBack();
		while (waiting.length > 0) waiting.shift()?.();
		await vi.waitFor(() => expect(stage.getState().cursor.step).toBe(2));
		expect(stage.getState().moment?.cursor).toEqual({ step: 2, micro: 0 });
	});

	test("changes together with its moment", async () => {
		const seen: boolean[] = [];
		const end = stage.subscribe(({ cursor, moment }) => seen.push(cursor.step === moment?.cursor.step));
		goTo({ step: 5, micro: 0 });
		goTo({ step: 1, micro: 0 });
		await settled();
		end();
		expect(seen.length).toBeGreaterThan(0);
		expect(seen).not.toContain(false);
	});

	test("stays where it is when the worker is lost, says so, and goes on after trying again", async () => {
		let lost = true;
		await begin(
			fakeSource(
				fakeModel(["4.6.2"], {
					run: (kernel, lines) =>
						Promise.resolve(
							fakeFilm(
								kernel,
								"model",
								lines.map(({ text }) => fakeStep(text, 2)),
								(cursor, moment) => (lost && cursor.step > 3 ? Promise.reject(new Error("the machine stopped")) : Promise.resolve(moment)),
							),
						),
				}),
			),
		);
		setSource("model");
		await settled();
		await moveTo({ step: 5, micro: 0 });
		expect(stage.getState()).toMatchObject({ cursor: { step: 3, micro: 0 }, canRetry: true });
		expect(stage.getState().problem).toContain("the machine stopped");
		lost = false;
		retry();
		await settled();
		expect(stage.getState()).toMatchObject({ source: "model", problem: null });
		await moveTo({ step: 5, micro: 0 });
		expect(stage.getState().cursor.step).toBe(5);
	});
});

describe("editing", () => {
	test("plays the model, and the recording again once all is as it was", async () => {
		addLine(3, " A: read heap ");
		expect(stage.getState().scenario.edited).toBe(true);
		await settled();
		expect(texts()[3]).toBe("A: read heap");
		expect(stage.getState()).toMatchObject({ source: "model", cursor: { step: 4, micro: 0 }, agreement: null });
		expect(stage.getState().film?.steps).toHaveLength(SPLIT_SCRIPT.length + 1);
		undoEdit();
		await settled();
		expect(stage.getState()).toMatchObject({ source: "recording", scenario: { edited: false } });
	});

	test("changes, moves, disables and removes lines; undo and redo go through all of it", async () => {
		const states = [texts()];
		const edits = [
			() => editLine(idOf(1), "A: read heap"),
			() => moveLine(idOf(0), 2),
			() => toggleLine(idOf(2)),
			() => removeLine(idOf(0)),
			() => setText("A: map heap 4M\n# A: exit"),
			() => addLine(99, "A: write heap"),
		];
		for (const edit of edits) {
			edit();
			await settled();
			states.push(texts());
		}
		expect(new Set(states.map((state) => state.join("\n"))).size).toBe(edits.length + 1);
		expect(states.at(-1)).toEqual(["A: map heap 4M", "# A: exit", "A: write heap"]);
		for (const state of states.slice(0, -1).reverse()) {
			undoEdit();
			expect(texts()).toEqual(state);
		}
		undoEdit();
		expect(texts()).toEqual(states[0]);
		for (const state of states.slice(1)) {
			redoEdit();
			expect(texts()).toEqual(state);
		}
		await settled();
		expect(stage.getState().film?.steps).toHaveLength(3);
	});

	test("that changes nothing is no edit, and one that is too long is refused", () => {
		editLine(idOf(0), SPLIT_SCRIPT[0] ?? "");
		expect(editHistory.getState().past).toHaveLength(0);
		addLine(0, "x".repeat(MAX_LINE_LENGTH + 1));
		expect(stage.getState().problem).toContain("Step 1");
		expect(texts()).toEqual(SPLIT_SCRIPT);
	});

	test("without a model keeps the lines, shows no film of other lines, and says the way back", async () => {
		await begin(fakeSource(null));
		removeLine(idOf(0));
		await settled();
		expect(stage.getState()).toMatchObject({ film: null, moment: null, scenario: { edited: true } });
		expect(stage.getState().problem).toContain("Undo the edit");
		expect(texts()).toEqual(SPLIT_SCRIPT.slice(1));
		undoEdit();
		await settled();
		expect(stage.getState()).toMatchObject({ problem: null, scenario: { edited: false }, source: "recording" });
		expect(stage.getState().moment).not.toBeNull();
	});

	test("begins anew with another scenario", async () => {
		removeLine(idOf(0));
		await settled();
		await opened("sd-simple");
		expect(editHistory.getState().past).toHaveLength(0);
		undoEdit();
		expect(stage.getState().scenario).toMatchObject({ name: "sd-simple", edited: false });
	});
});
