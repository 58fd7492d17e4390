/** Opens a file that somebody dropped, chose or pasted. */
import type { Recording } from "../recording/recording.ts";
import { MAX_FILE } from "./file_names.ts";
import { track } from "./idle.ts";
import { readImport } from "./imports.ts";
import { opened } from "./open.ts";
import { scenarioOf } from "./recording_shelf.ts";
import { linesFromText } from "./scenario_lines.ts";
import { saveSession, sessions } from "./sessions.ts";
import { setNotice, setProblem, stage } from "./stage.ts";
import { resumeSession } from "./start.ts";

/** What of a `File` is needed. */
export interface FileLike {
	readonly name: string;
	readonly size: number;
	arrayBuffer(): Promise<ArrayBuffer>;
}

/** Opens it, or says why not; resolves with whether it was opened. What is on the screen stays until then. */
export function openFile(file: FileLike): Promise<boolean> {
	return track(read(file));
}

/** Opens pasted text like a file. */
export function openText(text: string): Promise<boolean> {
	const bytes = new TextEncoder().encode(text);
	return openFile({ name: "The pasted text", size: bytes.length, arrayBuffer: () => Promise.resolve(bytes.buffer) });
}

function refuse(file: FileLike, why: string): boolean {
	setProblem(`${file.name.slice(0, 80)} was not opened: ${why}.`);
	return false;
}

async function read(file: FileLike): Promise<boolean> {
	if (file.size > MAX_FILE) return refuse(file, `it has ${file.size} bytes; expected at most ${MAX_FILE}`);
	let bytes: ArrayBuffer;
	try {
		bytes = await file.arrayBuffer();
	} catch {
		return refuse(file, "it could not be read");
	}
	const imported = readImport(new Uint8Array(bytes));
	if (!imported.ok) return refuse(file, imported.error);
	const { value } = imported;
	if (value.kind === "session") {
		// A session of another browser may have the number of one of ours.
		const taken = new Set(sessions.getState().list.map(({ id }) => id));
		let { id } = value.session;
		while (taken.has(id)) id++;
		const session = { ...value.session, id };
		saveSession(session);
		await resumeSession(session);
	} else if (value.kind === "scenario") {
		await opened("", { lines: linesFromText(value.script), cursor: { step: 0, micro: 0 } });
		if (value.title !== "") stage.setState(({ scenario }) => ({ scenario: { ...scenario, title: value.title } }));
	} else {
		await openRecording(value.recording);
	}
	return stage.getState().problem === null;
}

async function openRecording(recording: Recording): Promise<void> {
	const scenario = scenarioOf({ ...recording, name: `imported-${recording.name}`.slice(0, 80) });
	await opened(scenario.name, { source: "recording", recording: scenario });
	if (stage.getState().problem === null) setNotice("The recording is played from the file: keep the file, a link does not hold it.");
}
