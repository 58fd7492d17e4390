/** The shape of a recording's file, as JSON, with a bound on everything. What the parts mean is in `recording.ts`. */
import * as v from "valibot";
import { MAX_STEPS } from "../scenario/parse.ts";
import { PAGE_FLAGS, VMA_FLAGS } from "../sim/include/observation.ts";
import { MAX_EVENT_LENGTH } from "./events.ts";

/** UTF-16 units of a recording's file. */
export const MAX_RECORDING_LENGTH = 8 * 2 ** 20;

const MAX_TEXT = 2000;
const MAX_LINE = 254;
const MAX_KERNELS = 64;
const MAX_REGIONS = 1024;
const MAX_RUNS = 2 ** 20;
const MAX_EVENTS = 4096;
/** 64 GiB of base pages. */
const MAX_PAGES = 2 ** 24;
/** Frame numbers have 40 bits, swap offsets up to 50. */
const MAX_NUMBER = 2 ** 50;

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const line = v.pipe(v.string(), v.maxLength(MAX_LINE));
const kernelId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$/, "expected a kernel such as 6.12"));
const process = v.pipe(v.string(), v.regex(/^[A-Z]$/, "expected a process: one letter, A to Z"));
const region = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_.-]{0,22}$/, "expected the name of a region"));
const hex = (digits: number, what: string) => v.pipe(v.string(), v.regex(new RegExp(`^0x[0-9a-f]{1,${digits}}$`), `expected ${what}`));

const vma = v.object({
	at: count(MAX_PAGES),
	n: count(MAX_PAGES),
	prot: v.pipe(v.string(), v.regex(/^[r-][w-][x-]$/, "expected a protection such as rw-")),
	flags: v.pipe(v.array(v.picklist(VMA_FLAGS)), v.maxLength(VMA_FLAGS.length)),
});

const run = v.object({
	at: count(MAX_PAGES),
	n: v.pipe(count(MAX_PAGES), v.minValue(1)),
	level: v.picklist([0, 1, 2, 3]),
	entry: hex(16, "a 64-bit word such as 0x8000000000000867"),
	frame: v.optional(v.union([count(MAX_NUMBER), v.literal("zero")])),
	shared: v.optional(v.literal(1)),
	slot: v.optional(count(MAX_NUMBER)),
	marker: v.optional(count(MAX_NUMBER)),
	special: v.optional(count(31)),
	page: v.optional(v.pipe(v.array(v.picklist(PAGE_FLAGS)), v.maxLength(PAGE_FLAGS.length))),
	mapcount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31))),
	pagemap: hex(3, "bits 55 to 63 such as 0x103"),
});

const regionState = v.object({
	vmas: v.pipe(v.array(vma), v.maxLength(MAX_RUNS)),
	runs: v.pipe(v.array(run), v.maxLength(MAX_RUNS)),
});

const atMost = <T extends object>(most: number, what: string) =>
	v.check<T, string>((object) => Object.keys(object).length <= most, `expected at most ${most} ${what}`);

const step = v.object({
	op: line,
	ret: v.optional(v.pipe(v.number(), v.safeInteger())),
	errno: v.optional(count(4095)),
	events: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(MAX_EVENT_LENGTH))), v.maxLength(MAX_EVENTS))),
	live: v.pipe(v.array(process), v.maxLength(26)),
	state: v.optional(v.record(process, v.pipe(v.record(region, regionState), atMost(MAX_REGIONS, "regions")))),
});

const steps: v.GenericSchema<unknown, readonly v.InferOutput<typeof step>[]> = v.pipe(v.array(step), v.maxLength(MAX_STEPS));

export const recordingFile = v.object({
	name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, "expected a name of letters, digits, . _ and -")),
	about: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
	script: v.pipe(v.array(line), v.minLength(1), v.maxLength(MAX_STEPS)),
	kernels: v.pipe(
		v.record(
			kernelId,
			v.lazy((value) => (typeof value === "string" ? kernelId : steps)),
		),
		v.check((kernels) => Object.keys(kernels).length > 0, "expected at least one kernel"),
		atMost(MAX_KERNELS, "kernels"),
	),
});

export type RecordingFile = v.InferOutput<typeof recordingFile>;
export type StepFile = v.InferOutput<typeof step>;
export type RegionFile = v.InferOutput<typeof regionState>;
export type RunFile = v.InferOutput<typeof run>;
