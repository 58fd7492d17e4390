/** Differences between machine and recordings that are known and explained: each with the reason why it may stay. */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import { ASPECTS, type Aspect } from "./compare.ts";
import { type FileProblem, problemOf } from "./problem.ts";

export interface KnownDifference {
	readonly scenario: string;
	readonly kernel: string;
	readonly aspect: Aspect;
	/** For a kernel developer. */
	readonly reason: string;
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
const file = v.pipe(
	v.array(v.strictObject({ scenario: text, kernel: text, aspect: v.picklist(ASPECTS), reason: text })),
	v.maxLength(1000),
);

/** Checks the content of `known_differences.json`. */
export function readKnownDifferences(json: unknown): Result<readonly KnownDifference[], FileProblem> {
	const parsed = v.safeParse(file, json, { abortEarly: true });
	return parsed.success ? ok(parsed.output) : err(problemOf(parsed.issues[0]));
}
