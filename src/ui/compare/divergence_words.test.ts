import { describe, expect, test } from "vitest";
import { recordingNamed } from "../../../scripts/shipped_recordings.ts";
import { explain } from "../../history/divergence.ts";
import type { Film } from "../../history/film.ts";
import { compareSteps, differenceAfter, inLockstep } from "../../history/lockstep.ts";
import { recordingFilm } from "../../recording/player.ts";
import { machineRuns } from "../../worker/runs.ts";
import { divergenceWords } from "./divergence_words.ts";

/** A film of the machine, without a thread. */
function modelFilm(kernel: string, script: readonly string[]): Film {
	const machine = machineRuns();
	const ask = <T>(answer: { ok: true; value: T } | { ok: false; problem: string }): Promise<T> =>
		answer.ok ? Promise.resolve(answer.value) : Promise.reject(new Error(answer.problem));
	const opened = machine.open(kernel, { texts: script, off: [] });
	if (!opened.ok) throw new Error(opened.problem);
	const { run } = opened.value;
	const steps = machine.more(run, 0);
	if (!steps.ok) throw new Error(steps.problem);
	return {
		kernel,
		source: "model",
		frames: "pfn",
		steps: steps.value,
		at: (cursor) => ask(machine.at(run, cursor)),
		microSteps: (step) => ask(machine.microSteps(run, step)),
		digest: (end) => ask(machine.digest(run, end)),
		inquiry: {
			blame: (questions, cursor, most) => ask(machine.blame(run, questions, cursor, most)),
			life: (question, from, n) => ask(machine.life(run, question, from, n)),
		},
	};
}

function recordedFilm(name: string, kernel: string): Film {
	const film = recordingFilm(recordingNamed(name), kernel);
	if (!film.ok) throw new Error(film.error);
	return film.value;
}

/** The sentence about the first step after which the films differ. */
async function firstSentence(film: Film, other: Film, insides = { here: film, there: other }): Promise<string> {
	const side = inLockstep(film, other);
	for await (const { step, state } of compareSteps(film, side)) {
		if (state === "same") continue;
		const difference = await differenceAfter(film, side, step);
		const divergence = difference === null ? null : await explain(step, difference, side, insides);
		if (divergence === null) return "";
		const { text, functions } = divergenceWords(divergence, film.kernel, other.kernel);
		return [`${step}: ${text}`, ...functions.map(({ fn }) => fn)].join(": ");
	}
	return "the same";
}

describe("the first divergence in a sentence, with the function that makes it", () => {
	test.each([
		["thp-split-clean", "6.1", "6.12", "5: 6.12 sets soft-dirty on 511 pages of heap, 6.1 does not: __split_huge_pmd_locked"],
		["thp-split-dontneed", "4.6.2", "4.8.15", "6: 4.6.2 clears soft-dirty on 511 pages of heap, 4.8.15 does not: __split_huge_pmd_locked"],
		[
			"thp-split-dontneed",
			"6.1",
			"6.1-fix-reverted",
			"6: 6.1-fix-reverted clears soft-dirty on 511 pages of heap, 6.1 does not: __split_huge_pmd_locked",
		],
	])("%s on %s and %s", async (name, a, b, sentence) => {
		const { script } = recordingNamed(name);
		const [film, other] = [modelFilm(a, script), modelFilm(b, script)];
		expect(await firstSentence(film, other)).toBe(sentence);
		// The other way round the same is said of the same kernels.
		expect(await firstSentence(other, film)).toBe(sentence);
		// Recordings know no functions; their kernels' models do.
		expect(await firstSentence(recordedFilm(name, a), recordedFilm(name, b), { here: film, there: other })).toBe(sentence);
		expect(await firstSentence(recordedFilm(name, a), recordedFilm(name, b))).toBe(sentence.replace(": __split_huge_pmd_locked", ""));
	});

	test("a call that ends otherwise comes first", async () => {
		const script = ["A: map heap 16K", "A: uffd open wp", "A: write heap 16K"];
		const sentence = await firstSentence(modelFilm("4.6.2", script), modelFilm("6.12", script));
		expect(sentence).toMatch(/^2: the call ends otherwise: errno \d+ on 4\.6\.2, ret \d+ on 6\.12$/);
	});
});
