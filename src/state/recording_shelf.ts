/** The recordings that ship with the app, fetched by name when they are wanted. */
import { loadRecording } from "../recording/load.ts";
import { recordingFilm } from "../recording/player.ts";
import type { Recording } from "../recording/recording.ts";
import { type RecordedScenario, type RecordingShelf, SourceError } from "./film_source.ts";

/** Answers with the text of a file; what `fetch` and tests provide. */
export type FetchText = (url: string) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

const NAME = /^[a-z0-9][a-z0-9._-]{0,79}$/i;

/** Gets a file's text; rejects with a `SourceError` that says what happened and whether to try again. */
export async function fetchText(get: FetchText, url: string, what: string): Promise<string> {
	let answer: Awaited<ReturnType<FetchText>>;
	try {
		answer = await get(url);
	} catch {
		throw new SourceError(`${what} could not be fetched: is the network there?`, true);
	}
	if (answer.status === 404) throw new SourceError(`${what} is not there.`, false);
	if (!answer.ok) throw new SourceError(`${what} could not be fetched: the server answers ${answer.status}.`, true);
	try {
		return await answer.text();
	} catch {
		throw new SourceError(`${what} broke off while it was fetched.`, true);
	}
}

/** A recording as the stage plays it. */
export function scenarioOf(recording: Recording): RecordedScenario {
	return {
		name: recording.name,
		about: recording.about,
		script: recording.script,
		kernels: [...recording.kernels.keys()],
		film(kernel) {
			const film = recordingFilm(recording, kernel);
			if (!film.ok) throw new SourceError(film.error, false);
			return film.value;
		},
	};
}

async function fetchScenario(get: FetchText, base: string, name: string): Promise<RecordedScenario> {
	if (!NAME.test(name)) throw new SourceError(`“${name.slice(0, 40)}” is not the name of a recording.`, false);
	const text = await fetchText(get, new URL(`recordings/${name}.json`, base).href, `The recording ${name}`);
	// Many servers answer with the page itself when a file is missing.
	if (text.trimStart().startsWith("<")) throw new SourceError(`The recording ${name} is not there.`, false);
	const loaded = loadRecording(text);
	if (loaded.ok) return scenarioOf(loaded.value);
	const { path, message, expected } = loaded.error;
	const where = path === "" ? "" : ` at ${path}`;
	throw new SourceError(`The recording ${name} cannot be played:${where} ${message}; expected ${expected}.`, false);
}

/** Recordings below `base` (an absolute URL). Each is fetched once; a failed one is fetched again when asked for again. */
export function makeRecordingShelf(get: FetchText, base: string): RecordingShelf {
	const fetched = new Map<string, Promise<RecordedScenario>>();
	return {
		load(name) {
			const known = fetched.get(name) ?? fetchScenario(get, base, name);
			fetched.set(name, known);
			known.catch(() => fetched.delete(name));
			return known;
		},
	};
}
