/** Reads a recording's file. Whatever it holds, the answer is a recording or the place and reason why it is none. */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import type { KernelEvent } from "../sim/include/event.ts";
import { PAGE_FLAGS, type PageFlag, type Run } from "../sim/include/observation.ts";
import type { CallResult } from "../sim/include/transition.ts";
import { parseEvent } from "./events.ts";
import { type FileProblem, pathText, problemOf } from "./problem.ts";
import type { RecordedRegion, RecordedStep, Recording } from "./recording.ts";
import { MAX_RECORDING_LENGTH, type RecordingFile, type RegionFile, type RunFile, recordingFile, type StepFile } from "./schema.ts";

/** Reads the text of a recording's file. Never throws. */
export function loadRecording(text: string): Result<Recording, FileProblem> {
	if (text.length > MAX_RECORDING_LENGTH) {
		return refuse([], `the file has ${text.length} characters`, `at most ${MAX_RECORDING_LENGTH} characters`);
	}
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		return refuse(
			[],
			`the file is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : "it cannot be read"}`,
			"a recording, as JSON",
		);
	}
	const parsed = v.safeParse(recordingFile, json, { abortEarly: true });
	if (!parsed.success) return err(problemOf(parsed.issues[0]));
	return read(parsed.output);
}

function refuse(
	path: readonly (string | number)[],
	message: string,
	expected: string,
): { readonly ok: false; readonly error: FileProblem } {
	return err({ path: pathText(path), message, expected });
}

function read(file: RecordingFile): Result<Recording, FileProblem> {
	const own = new Map<string, readonly RecordedStep[]>();
	for (const [kernel, value] of Object.entries(file.kernels)) {
		if (typeof value === "string") continue;
		const steps = readSteps(kernel, value, file.script);
		if (!steps.ok) return steps;
		own.set(kernel, steps.value);
	}
	const kernels = new Map<string, readonly RecordedStep[]>();
	for (const kernel of Object.keys(file.kernels)) {
		const steps = follow(kernel, file.kernels, own);
		if (!steps.ok) return steps;
		kernels.set(kernel, steps.value);
	}
	return ok({ name: file.name, about: file.about, script: file.script, kernels });
}

/** The steps of a kernel, or of the one that it is said to be the same as. */
function follow(
	kernel: string,
	kernels: RecordingFile["kernels"],
	own: ReadonlyMap<string, readonly RecordedStep[]>,
): Result<readonly RecordedStep[], FileProblem> {
	const seen = new Set<string>();
	for (let at = kernel; ; ) {
		const steps = own.get(at);
		if (steps !== undefined) return ok(steps);
		const same = Object.hasOwn(kernels, at) ? kernels[at] : undefined;
		const expected = `one of the kernels of this file with steps of its own: ${[...own.keys()].join(", ") || "there is none"}`;
		if (typeof same !== "string") return refuse(["kernels", kernel], `there is no kernel ${at} here`, expected);
		if (seen.has(at)) return refuse(["kernels", kernel], "the kernels refer to each other in a circle", expected);
		seen.add(at);
		at = same;
	}
}

function readSteps(kernel: string, steps: readonly StepFile[], script: readonly string[]): Result<readonly RecordedStep[], FileProblem> {
	if (steps.length !== script.length) {
		return refuse(["kernels", kernel], `it has ${steps.length} steps`, `as many as the script: ${script.length}`);
	}
	const read: RecordedStep[] = [];
	const lengths = new Map<string, number>();
	for (const [index, step] of steps.entries()) {
		const path = ["kernels", kernel, index];
		if (step.op !== script[index]) return refuse([...path, "op"], `“${step.op}” is not the step of the script`, `“${script[index] ?? ""}”`);
		const events = readEvents(path, step.events ?? []);
		if (!events.ok) return events;
		const state = readState(path, step, lengths);
		if (!state.ok) return state;
		const result: CallResult | undefined = step.ret === undefined ? undefined : { ret: step.ret, errno: step.errno ?? 0 };
		const rest = { op: step.op, events: events.value, live: step.live, state: state.value };
		read.push(result === undefined ? rest : { ...rest, result });
	}
	return ok(read);
}

function readEvents(path: readonly (string | number)[], texts: readonly string[]): Result<readonly KernelEvent[], FileProblem> {
	const events: KernelEvent[] = [];
	for (const [index, text] of texts.entries()) {
		const event = parseEvent(text);
		if (event === null)
			return refuse(
				[...path, "events", index],
				`“${text.slice(0, 60)}” is no event`,
				"an event such as “blocked A” or “event A pagefault heap+0x1000 flags=0x3”",
			);
		events.push(event);
	}
	return ok(events);
}

function readState(
	path: readonly (string | number)[],
	step: StepFile,
	lengths: Map<string, number>,
): Result<RecordedStep["state"], FileProblem> {
	const state = new Map<string, ReadonlyMap<string, RecordedRegion>>();
	for (const [process, regions] of Object.entries(step.state ?? {})) {
		const views = new Map<string, RecordedRegion>();
		for (const [name, region] of Object.entries(regions)) {
			const where = [...path, "state", process, name];
			const gap = findGap(region);
			if (gap !== null)
				return refuse(
					[...where, "runs", gap.index, "at"],
					`the run starts at page ${gap.at}`,
					`page ${gap.expected}: runs follow one another`,
				);
			const pages = region.runs.reduce((sum, run) => sum + run.n, 0);
			const before = lengths.get(`${process} ${name}`) ?? pages;
			if (before !== pages) return refuse([...where, "runs"], `the region now has ${pages} pages`, `${before} pages, as before`);
			lengths.set(`${process} ${name}`, pages);
			views.set(name, { vmas: region.vmas, runs: region.runs.map(readRun) });
		}
		state.set(process, views);
	}
	return ok(state);
}

/** The first run that does not start where the one before ends. */
function findGap(region: RegionFile): { index: number; at: number; expected: number } | null {
	let expected = 0;
	for (const [index, run] of region.runs.entries()) {
		if (run.at !== expected) return { index, at: run.at, expected };
		expected += run.n;
	}
	return null;
}

function readRun(run: RunFile): Run {
	return {
		at: run.at,
		n: run.n,
		level: run.level,
		entry: BigInt(run.entry),
		pagemap: Number.parseInt(run.pagemap, 16),
		...(run.frame === undefined ? {} : { frame: run.frame }),
		...(run.shared === undefined ? {} : { shared: true }),
		...(run.slot === undefined ? {} : { slot: run.slot }),
		...(run.marker === undefined ? {} : { marker: run.marker }),
		...(run.special === undefined ? {} : { special: run.special }),
		...(run.page === undefined ? {} : { page: flagBits(run.page) }),
		...(run.mapcount === undefined ? {} : { mapcount: run.mapcount }),
	};
}

function flagBits(names: readonly PageFlag[]): number {
	return names.reduce((bits, name) => bits | (1 << PAGE_FLAGS.indexOf(name)), 0);
}
