/** The index of the shipped recordings and the list of kernels: what is known before any recording is loaded. */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import { problemOf } from "../recording/problem.ts";
import type { KernelNote } from "./kernels.ts";

const text = v.pipe(v.string(), v.maxLength(2000));
const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, "expected a name of letters, digits, . _ and -"));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const INDEX = v.object({
	groups: v.pipe(v.array(v.object({ name: text, about: text })), v.maxLength(100)),
	scenarios: v.pipe(
		v.array(
			v.object({
				name: id,
				title: text,
				about: text,
				group: text,
				kernels: v.pipe(v.array(id), v.maxLength(64)),
				steps: count,
				operations: v.pipe(v.array(id), v.maxLength(64)),
			}),
		),
		v.maxLength(10_000),
	),
});

const KERNELS = v.object({ kernels: v.pipe(v.array(v.object({ id, released: text, about: text })), v.maxLength(64)) });

/** Groups in the order in which they are shown, recordings in the order of their groups. */
export type RecordingIndex = v.InferOutput<typeof INDEX>;
/** One recording, by what the gallery says of it. `operations` are kinds of operations; `kernels` in the order of time. */
export type RecordingEntry = RecordingIndex["scenarios"][number];

/** Reads the text of index.json, or says where it is wrong. Never throws. */
export function readIndex(json: string): Result<RecordingIndex, string> {
	return read(INDEX, "index.json", json);
}

/** Reads the text of kernels.json, the kernels in the order of time. Never throws. */
export function readKernels(json: string): Result<readonly KernelNote[], string> {
	const file = read(KERNELS, "kernels.json", json);
	return file.ok ? ok(file.value.kernels) : file;
}

function read<T>(schema: v.GenericSchema<unknown, T>, file: string, json: string): Result<T, string> {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return err(`${file} is not JSON.`);
	}
	const parsed = v.safeParse(schema, value, { abortEarly: true });
	if (parsed.success) return ok(parsed.output);
	const { path, message, expected } = problemOf(parsed.issues[0]);
	return err(`${file}${path === "" ? "" : `, at ${path}`}: ${message}; expected ${expected}.`);
}
