/** Films for a scenario on a kernel, from a recording or from the model, and how the two agree. */
import type { Film } from "../history/film.ts";
import { type FilmSource, type Model, type RecordedScenario, type RunWatch, SourceError } from "./film_source.ts";
import { type ScenarioLine, textOfLines } from "./scenario_lines.ts";
import type { Source, StepAgreement } from "./stage.ts";

/** A few runs of the model around the present one. */
const KEPT = 6;
let runs = new WeakMap<Model, Map<string, Promise<Film>>>();
const tapes = new WeakMap<RecordedScenario, Map<string, Film>>();

function recordedFilm(recording: RecordedScenario, kernel: string): Film {
	const films = tapes.get(recording) ?? new Map<string, Film>();
	tapes.set(recording, films);
	const film = films.get(kernel) ?? recording.film(kernel);
	films.set(kernel, film);
	return film;
}

function modelFilm({ model }: FilmSource, kernel: string, lines: readonly ScenarioLine[], watch: RunWatch = {}): Promise<Film> {
	if (model === undefined) return Promise.reject(new SourceError("The model is not there.", false));
	const kept = runs.get(model) ?? new Map<string, Promise<Film>>();
	runs.set(model, kept);
	const key = `${kernel}\n${textOfLines(lines)}`;
	const run = kept.get(key) ?? model.run(kernel, lines, watch);
	// At once: whoever asks next must not be handed a run that is being given up.
	watch.signal?.addEventListener("abort", () => kept.delete(key));
	kept.delete(key);
	kept.set(key, run);
	run.catch(() => kept.delete(key));
	for (const oldest of kept.keys()) {
		if (kept.size <= KEPT) break;
		kept.delete(oldest);
	}
	return run;
}

/** Forgets the model's runs: after the worker was lost, their moments can no longer be had. */
export function forgetRuns(): void {
	runs = new WeakMap();
}

/** The film of this scenario; rejects with a `SourceError` when it cannot be had. */
export async function makeFilm(
	source: FilmSource,
	recording: RecordedScenario | null,
	lines: readonly ScenarioLine[],
	kernel: string,
	from: Source,
	watch: RunWatch = {},
): Promise<Film> {
	if (from === "model") return modelFilm(source, kernel, lines, watch);
	if (recording?.kernels.includes(kernel)) return recordedFilm(recording, kernel);
	throw new SourceError(`There is no recording of this scenario on ${kernel}.`, false);
}

/** How the model's run of this recording agrees with it; null when one of the two is missing. */
export async function compareFilms(
	source: FilmSource,
	recording: RecordedScenario | null,
	lines: readonly ScenarioLine[],
	kernel: string,
): Promise<readonly StepAgreement[] | null> {
	const { model } = source;
	if (model === undefined || !model.kernels.includes(kernel) || !recording?.kernels.includes(kernel)) return null;
	return model.compare(recordedFilm(recording, kernel), await modelFilm(source, kernel, lines));
}
