/** What kernels.json says about the recorded kernels, for the kernel picker. */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import type { KernelNote } from "./kernels.ts";

const NOTES = v.object({
	kernels: v.pipe(
		v.array(
			v.object({
				id: v.pipe(v.string(), v.maxLength(40)),
				released: v.pipe(v.string(), v.maxLength(20)),
				about: v.pipe(v.string(), v.maxLength(1000)),
			}),
		),
		v.maxLength(1000),
	),
});

/** The notes of a parsed kernels.json, in the order of time; or what is wrong with it. */
export function readKernelNotes(json: unknown): Result<readonly KernelNote[], string> {
	const read = v.safeParse(NOTES, json);
	return read.success ? ok(read.output.kernels) : err(`recordings/kernels.json is not a list of kernels: ${read.issues[0].message}`);
}
