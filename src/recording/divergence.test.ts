import { describe, expect, it } from "vitest";
import { allRecordings, recordingNamed } from "../../scripts/shipped_recordings.ts";
import { present } from "../base/assert.ts";
import { RunComparison } from "../history/compare_runs.ts";
import { type Difference, isSame } from "../history/difference.ts";
import type { Film } from "../history/film.ts";
import { compareSteps, differenceAfter, inLockstep } from "../history/lockstep.ts";
import { Run } from "../history/run.ts";
import type { StepComparison } from "../history/step_comparison.ts";
import { parseLine } from "../scenario/parse.ts";
import { KERNELS, kernelById } from "../sim/kernels/kernels.ts";
import { modelFilm } from "./model_film_fixture.ts";
import { recordingFilm } from "./player.ts";
import type { Recording } from "./recording.ts";

const MODELLED = new Set(KERNELS.map(({ id }) => id));

function recordedFilm(recording: Recording, kernel: string): Film {
	const film = recordingFilm(recording, kernel);
	if (!film.ok) throw new Error(film.error);
	return film.value;
}

interface Divergence {
	/** Steps done. */
	readonly step: number;
	/** null: the films cannot be compared from here on. */
	readonly difference: Difference | null;
}

async function firstDivergence(film: Film, other: Film): Promise<Divergence | null> {
	const side = inLockstep(film, other);
	for (let step = 1; step <= film.steps.length; step++) {
		const difference = await differenceAfter(film, side, step);
		if (difference === null || !isSame(difference)) return { step, difference };
	}
	return null;
}

/** Each kernel beside the next, and the first beside the last. */
function pairsOf(kernels: readonly string[]): (readonly [string, string])[] {
	const pairs = kernels.slice(1).map((kernel, i) => [kernels[i] ?? "", kernel] as const);
	const [first, last] = [kernels[0], kernels.at(-1)];
	return kernels.length > 2 && first !== undefined && last !== undefined ? [...pairs, [first, last]] : pairs;
}

describe("where two kernels part", () => {
	it("is the same in the recordings and between the models, for every shipped recording", async () => {
		let parted = 0;
		const disagreements: string[] = [];
		for (const recording of allRecordings()) {
			const kernels = [...recording.kernels.keys()].filter((kernel) => MODELLED.has(kernel));
			const recorded = new Map(kernels.map((kernel) => [kernel, recordedFilm(recording, kernel)]));
			const models = new Map(kernels.map((kernel) => [kernel, modelFilm(kernel, recording.script)]));
			const between = async (films: ReadonlyMap<string, Film>, a: string, b: string) => {
				const [film, other] = [films.get(a), films.get(b)];
				return film === undefined || other === undefined ? null : firstDivergence(film, other);
			};
			for (const [a, b] of pairsOf(kernels)) {
				const real = await between(recorded, a, b);
				const modelled = await between(models, a, b);
				if (real !== null) parted++;
				if (JSON.stringify(real) !== JSON.stringify(modelled)) disagreements.push(`${recording.name}: ${a} and ${b}`);
			}
		}
		expect(disagreements).toEqual([]);
		expect(parted).toBeGreaterThan(0);
	}, 120_000);

	it.each([
		["thp-split-clean", "6.1", "6.12", 5, "0", "1"],
		["thp-split-dontneed", "4.6.2", "4.8.15", 6, "0", "1"],
		["thp-split-dontneed", "6.1", "6.1-fix-reverted", 6, "1", "0"],
	])("%s parts %s from %s in soft-dirty of 511 pages", async (name, a, b, step, here, there) => {
		const { script } = recordingNamed(name);
		const found = await firstDivergence(modelFilm(a, script), modelFilm(b, script));
		expect(found?.step).toBe(step);
		expect(found?.difference?.pages.reduce((pages, { n }) => pages + n, 0)).toBe(511);
		const facts = found?.difference?.pages[0]?.facts ?? [];
		expect(facts).toContainEqual(expect.objectContaining({ aspect: "entries", key: "soft-dirty", here, there }));
		expect(facts).toContainEqual(expect.objectContaining({ aspect: "pagemap", key: "soft-dirty", here, there }));
	});
});

/** A run of the script, as the worker makes it. */
function runOf(kernel: string, script: readonly string[]): Run {
	const plan = script.map((text) => {
		const parsed = parseLine(text);
		if (!parsed.ok) throw new Error(parsed.error.message);
		return { text, parsed: parsed.value };
	});
	return new Run(present(kernelById(kernel), kernel), plan);
}

it("two runs compared where they are part as their films do, in every shipped recording", async () => {
	let parts = 0;
	for (const [at, { script, kernels }] of allRecordings().entries()) {
		const pairs = pairsOf([...kernels.keys()].filter((kernel) => MODELLED.has(kernel)));
		const [a, b] = pairs[at % pairs.length] ?? [];
		if (a === undefined || b === undefined) continue;
		const comparison = new RunComparison(runOf(a, script), runOf(b, script));
		while (!comparison.isEnd) comparison.advance(7);
		const film = modelFilm(a, script);
		const expected: StepComparison[] = [];
		for await (const each of compareSteps(film, inLockstep(film, modelFilm(b, script)))) expected.push(each);
		expect(comparison.steps).toEqual(expected);
		parts += expected.filter(({ state }) => state === "parts").length;
	}
	expect(parts).toBeGreaterThan(100);
}, 120_000);

it("tells steps that differ anew from those that differ as before", async () => {
	const { script } = recordingNamed("thp-split-dontneed");
	const found: StepComparison[] = [];
	const other = inLockstep(modelFilm("4.6.2", script), modelFilm("4.8.15", script));
	for await (const each of compareSteps(modelFilm("4.6.2", script), other)) found.push(each);
	// Step 8 is clear_refs: it takes the bit away where it was kept.
	expect(found.map(({ state }) => state)).toEqual(["same", "same", "same", "same", "same", "parts", "differs", "same", "same"]);
	expect(found[5]?.pages).toBe(511);
});
