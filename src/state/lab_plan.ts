/** What a plan of the lab may be: the form, links and imported files are held against the same bounds. */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import type { LabPlan } from "../trackers/lab/presets.ts";
import { BLOCK, MAX_DROPS, MAX_INTERVALS, MAX_LISTED, MAX_PAGES, MAX_WRITES, MIN_PAGES } from "../trackers/lab/workload.ts";

const share = (what: string) => v.pipe(v.number(), v.minValue(0, `${what} from 0 to 1`), v.maxValue(1, `${what} from 0 to 1`));
const whole = (what: string, least: number, most: number) => {
	const expected = `${what} from ${least} to ${most}, without a fraction`;
	return v.pipe(v.number(expected), v.integer(expected), v.minValue(least, expected), v.maxValue(most, expected));
};

const PATTERN = v.variant("kind", [
	v.strictObject({ kind: v.literal("uniform") }),
	v.strictObject({ kind: v.literal("sequential") }),
	v.strictObject({
		kind: v.literal("zipf"),
		exponent: v.pipe(
			v.number(),
			v.minValue(0.1, "an exponent of Zipf's law from 0.1 to 4"),
			v.maxValue(4, "an exponent of Zipf's law from 0.1 to 4"),
		),
	}),
	v.strictObject({ kind: v.literal("hot"), share: share("a share of hot pages"), heat: share("a share of writes to hot pages") }),
	v.strictObject({
		kind: v.literal("list"),
		pages: v.pipe(
			v.array(whole("page numbers", 0, MAX_PAGES - 1)),
			v.minLength(1, "at least one page to write"),
			v.maxLength(MAX_LISTED, `at most ${MAX_LISTED} pages to write`),
		),
	}),
]);

const PLAN = v.strictObject({
	kernel: v.pipe(
		v.string(),
		v.check((id) => kernelById(id) !== undefined, "a kernel that the machine has"),
	),
	workload: v.strictObject({
		pages: v.pipe(
			whole("memory in pages", MIN_PAGES, MAX_PAGES),
			v.check((pages) => pages % BLOCK === 0, `memory in whole huge pages (${BLOCK} pages)`),
		),
		populated: share("a populated share"),
		huge: share("a share of huge pages"),
		pattern: PATTERN,
		writes: whole("writes in an interval", 0, MAX_WRITES),
		drops: whole("pages given back in an interval", 0, MAX_DROPS),
		intervals: whole("intervals", 1, MAX_INTERVALS),
		seed: whole("a seed", 0, 2 ** 31 - 1),
		second: v.boolean(),
	}),
	migration: v.strictObject({
		pagesPerInterval: whole("pages sent in an interval", 1, MAX_PAGES),
		pausePages: whole("pages left for the pause", 0, MAX_PAGES),
	}),
	snapshot: v.strictObject({
		pagesPerInterval: whole("pages saved in an interval", 1, MAX_PAGES),
		bufferPages: whole("pages of the snapshot's buffer", 1, MAX_PAGES),
	}),
});

/** The plan, or the place of what is wrong with it and what was expected there. */
export function readPlan(value: unknown): Result<LabPlan, string> {
	const read = v.safeParse(PLAN, value);
	if (read.success) return ok(read.output);
	const [issue] = read.issues;
	const place = issue.path?.map(({ key }) => String(key)).join(".") ?? "";
	return err(`${place === "" ? "the plan" : `“${place}”`}: expected ${issue.message}`);
}
