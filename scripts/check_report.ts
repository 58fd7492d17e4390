/** Reads a report that a shard wrote: it comes from another machine, so nothing of it is taken on trust. */
import * as v from "valibot";
import { err, ok, type Result } from "../src/base/result.ts";
import type { Report } from "../src/check/report.ts";

const count = v.pipe(v.number(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(2000));

const REPORT = v.object({
	kernel: v.pipe(v.string(), v.maxLength(80)),
	states: count,
	seconds: count,
	exhausted: v.boolean(),
	complete: v.boolean(),
	depth: count,
	transitions: count,
	findings: v.pipe(
		v.array(
			v.object({
				property: text,
				path: v.pipe(v.array(text), v.maxLength(10_000)),
				microStep: text,
				micro: v.pipe(v.number(), v.integer(), v.minValue(-1)),
				say: text,
				confirmed: v.boolean(),
				times: count,
			}),
		),
		v.maxLength(10_000),
	),
});

/** The report, or what is wrong with it and where. */
export function readReport(json: string): Result<Report, string> {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (error) {
		return err(`this is no JSON: ${error instanceof Error ? error.message : String(error)}`);
	}
	const read = v.safeParse(REPORT, value);
	if (read.success) return ok(read.output);
	const [issue] = read.issues;
	return err(`${v.getDotPath(issue) ?? "the report"}: ${issue.message}`);
}
