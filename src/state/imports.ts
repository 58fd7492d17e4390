/**
 * Files from outside: a session, a scenario or a recording, also gzipped, told apart by what they hold and not by their name. Whatever
 * they hold, the answer is something that can be opened, or the place and reason why not. Nothing on the screen is touched before.
 */
import { gunzipSync, strFromU8 } from "fflate";
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import { loadRecording } from "../recording/load.ts";
import { problemOf } from "../recording/problem.ts";
import type { Recording } from "../recording/recording.ts";
import { parseScenario } from "../scenario/parse.ts";
import { MAX_FILE } from "./file_names.ts";
import { linesFromText, refuseScript } from "./scenario_lines.ts";
import { SESSION, type Session } from "./session.ts";
import { treeFromText } from "./tree_text.ts";

export type Imported =
	| { readonly kind: "session"; readonly session: Session }
	| { readonly kind: "scenario"; readonly title: string; readonly script: string }
	| { readonly kind: "recording"; readonly recording: Recording };

/** Reads the bytes of a file. Never throws. */
export function readImport(bytes: Uint8Array): Result<Imported, string> {
	if (bytes.length > MAX_FILE) return err(`the file has ${bytes.length} bytes; expected at most ${MAX_FILE}`);
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return readText(bytes);
	const plain = gunzip(bytes);
	return plain.ok ? readText(plain.value) : plain;
}

function gunzip(bytes: Uint8Array): Result<Uint8Array, string> {
	try {
		// Not the size that the file claims to have: the buffer bounds what a bomb can fill.
		const room = Math.min(MAX_FILE, bytes.length * 1032) + 1;
		const plain = gunzipSync(bytes, { out: new Uint8Array(room) });
		return plain.length >= room ? err(`the file unpacks to more than ${MAX_FILE} bytes; expected at most that`) : ok(plain);
	} catch {
		return err("the gzip file is damaged or cut off; expected a whole one");
	}
}

function readText(bytes: Uint8Array): Result<Imported, string> {
	const nothing = bytes.indexOf(0);
	if (nothing >= 0) return err(`byte ${nothing + 1} is no text; expected a session or a recording as JSON, or a scenario as text`);
	const text = strFromU8(bytes).replace(/^\uFEFF/, "");
	return /^\s*[{[]/.test(text) ? readJson(text) : readScenario(text);
}

function readJson(text: string): Result<Imported, string> {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		return err(`the file is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : "it cannot be read"}`);
	}
	const keys = typeof json === "object" && json !== null ? new Set(Object.keys(json)) : new Set<string>();
	if (keys.has("kernels")) {
		const recording = loadRecording(text);
		if (recording.ok) return ok({ kind: "recording", recording: recording.value });
		return err(place("recording", recording.error));
	}
	if (!keys.has("branches")) return err("the file is neither a session (it has no “branches”) nor a recording (it has no “kernels”)");
	const session = v.safeParse(SESSION, json, { abortEarly: true });
	if (!session.success) return err(place("session", problemOf(session.issues[0])));
	const tree = treeFromText(session.output);
	return tree.ok ? ok({ kind: "session", session: session.output }) : err(`the session, at ${tree.error}`);
}

function place(what: string, { path, message, expected }: ReturnType<typeof problemOf>): string {
	return `the ${what}${path === "" ? "" : `, at ${path}`}: ${message}; expected ${expected}`;
}

/** Lines with mistakes are kept and shown as such, like typed ones; a text without a single step is no scenario. */
function readScenario(text: string): Result<Imported, string> {
	const { title, lines, problems } = parseScenario(text);
	if (!lines.some(({ step }) => step !== undefined)) {
		const [first] = problems;
		const where = first === undefined ? "it has no step" : `line ${first.line}: ${first.message}; expected ${first.expected}`;
		return err(`no line of the text is a step of a scenario: ${where}`);
	}
	const refusal = refuseScript(linesFromText(text));
	return refusal === null ? ok({ kind: "scenario", title, script: text }) : err(refusal);
}
