/** Films, recordings and a model made up for tests of the stage: small, and slow or broken on demand. */
import { digestRun } from "../history/digest.ts";
import type { Cursor, Film, FilmStep, Moment } from "../history/film.ts";
import type { MicroStep } from "../sim/include/transition.ts";
import { type FilmSource, type Model, type RecordedScenario, type RecordingShelf, SourceError } from "./film_source.ts";

const NOTHING = { written: [], reported: 0, missed: [], spurious: [], spuriousCount: 0, dropped: [] } as const;

export function fakeMicroStep(label: string): MicroStep {
	return { file: "mm/memory.c", fn: `fn_${label}`, label, say: `It does ${label}.`, times: 1, changes: [], changeCount: 0 };
}

export function fakeStep(text: string, micros = 0, rest: Partial<FilmStep> = {}): FilmStep {
	return { text, status: "done", events: [], micros, ...rest };
}

export interface FakeFilm extends Film {
	/** What was asked of it, in order. */
	readonly asked: Cursor[];
}

/** A film whose moments carry the cursor that was asked for; `at` can be made slow or broken. */
export function fakeFilm(
	kernel: string,
	source: "recording" | "model",
	steps: readonly FilmStep[],
	at: (cursor: Cursor, moment: Moment) => Promise<Moment> = (_cursor, moment) => Promise.resolve(moment),
): FakeFilm {
	const asked: Cursor[] = [];
	return {
		kernel,
		source,
		frames: source === "model" ? "pfn" : "label",
		steps,
		asked,
		at(cursor) {
			asked.push(cursor);
			return at(cursor, { cursor, observation: { processes: [] }, verdict: NOTHING });
		},
		microSteps: (step) => Promise.resolve(Array.from({ length: steps[step]?.micros ?? 0 }, (_, i) => fakeMicroStep(`micro${i + 1}`))),
		digest: (wanted) => Promise.resolve(digestRun(steps, wanted, () => ({ processes: [] }))),
	};
}

export function fakeRecording(name: string, script: readonly string[], kernels: readonly string[]): RecordedScenario {
	return {
		name,
		about: `About ${name}.`,
		script,
		kernels,
		film: (kernel) =>
			fakeFilm(
				kernel,
				"recording",
				script.map((text) => fakeStep(text)),
			),
	};
}

/** A shelf with these recordings; anything else is not there. */
export function fakeShelf(...recordings: readonly RecordedScenario[]): RecordingShelf {
	return {
		load(name) {
			const found = recordings.find((recording) => recording.name === name);
			return found === undefined ? Promise.reject(new SourceError(`The recording ${name} is not there.`, false)) : Promise.resolve(found);
		},
	};
}

/** A model that runs any line, with two micro-steps each. */
export function fakeModel(kernels: readonly string[], rest: Partial<Model> = {}): Model {
	return {
		kernels,
		run: (kernel, lines) =>
			Promise.resolve(
				fakeFilm(
					kernel,
					"model",
					lines.map(({ text, enabled }) => fakeStep(text, 2, enabled ? {} : { status: "disabled" })),
				),
			),
		compare: (recorded) => Promise.resolve(recorded.steps.map(() => ({ status: "as-recorded" as const, aspects: [] }))),
		...rest,
	};
}

export const SPLIT_SCRIPT = ["A: map heap 4M", "A: write heap", "A: clear_refs", "A: write heap+0x3000", "A: advise heap+1M 4K dontneed"];

/** A shelf with two scenarios and, unless told otherwise, a model of one of their kernels. */
export function fakeSource(model: Model | null = fakeModel(["4.6.2", "6.1"])): FilmSource {
	const recordings = fakeShelf(
		fakeRecording("thp-split-dontneed", SPLIT_SCRIPT, ["4.6.2", "4.8.15", "6.1"]),
		fakeRecording("sd-simple", ["A: map heap 8K", "A: write heap"], ["5.15.0", "6.12"]),
	);
	return model === null ? { recordings } : { recordings, model };
}
