/** The recordings that ship with the app, as files: for the conformance command and for tests, which read them from disk. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadRecording } from "../src/recording/load.ts";
import type { Recording } from "../src/recording/recording.ts";

/** `public/recordings`, seen from the project's root, where every command runs. */
export const RECORDINGS = "public/recordings";

/** Files of a directory of recordings that are none. */
const OTHERS = new Set(["kernels.json", "index.json"]);

/** Names of the recordings in `directory`, sorted, without `.json`. */
export function recordingNames(directory: string = RECORDINGS): readonly string[] {
	return readdirSync(directory)
		.filter((file) => file.endsWith(".json") && !OTHERS.has(file))
		.map((file) => file.slice(0, -".json".length))
		.sort();
}

export function recordingText(name: string, directory: string = RECORDINGS): string {
	return readFileSync(join(directory, `${name}.json`), "utf8");
}

/** The recording; throws with its file and the place where it cannot be read. */
export function recordingNamed(name: string, directory: string = RECORDINGS): Recording {
	const result = loadRecording(recordingText(name, directory));
	if (result.ok) return result.value;
	const { path, message, expected } = result.error;
	throw new Error(`${join(directory, name)}.json: ${path}: ${message}; expected ${expected}`);
}

/** All recordings in `directory`, in the order of their names. */
export function allRecordings(directory: string = RECORDINGS): readonly Recording[] {
	return recordingNames(directory).map((name) => recordingNamed(name, directory));
}
