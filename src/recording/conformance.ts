/**
 * Holds the machine against recordings: every scenario, every kernel that both have, every step, every aspect. A scenario that the
 * machine cannot run is counted as not modelled, with all its steps, and never as passed.
 */
import { present } from "../base/assert.ts";
import { parseLine } from "../scenario/parse.ts";
import type { KernelEvent } from "../sim/include/event.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import type { Observation } from "../sim/include/observation.ts";
import type { CallResult } from "../sim/include/transition.ts";
import { Canonicalizer } from "./canonical.ts";
import { ASPECTS, type Aspect, compareStep, type Difference, type StepView } from "./compare.ts";
import type { KnownDifference } from "./known_differences.ts";
import { observe } from "./player.ts";
import type { Recording } from "./recording.ts";

/** What the machine did in one step. Frames and slots are its own; `compareStep` sees canonical ones. */
export interface RunStep {
	readonly result?: CallResult;
	readonly events: readonly KernelEvent[];
	readonly observation: Observation;
}

/** One entry a step, or the names of the operations that the machine lacks (each once). */
export type RunOutcome = { readonly steps: readonly RunStep[] } | { readonly notModelled: readonly string[] };

/** The machine, as the comparison needs it. */
export interface Runner {
	/** The layout of a kernel that the machine has; undefined for others, which are left out. */
	layout(kernel: string): EntryLayout | undefined;
	run(kernel: string, script: readonly string[]): RunOutcome;
}

export interface Tally {
	agree: number;
	total: number;
}

export interface KernelTally {
	/** All scenarios recorded on this kernel; `agree` and `notModelled` are parts of `total`. */
	readonly scenarios: Tally & { notModelled: number };
	/** Steps of the scenarios that the machine ran. */
	readonly steps: Tally;
	/** Per aspect, the steps of the scenarios that the machine ran. */
	readonly aspects: Readonly<Record<Aspect, Tally>>;
}

export interface Failure {
	readonly scenario: string;
	readonly kernel: string;
	/** From 1, as the screen counts. */
	readonly step: number;
	readonly aspect: Aspect;
	readonly expected: string;
	readonly actual: string;
}

/** What `npm run conformance -- --json` prints. */
export interface ConformanceJson {
	readonly kernels: Readonly<Record<string, KernelTally>>;
	readonly failures: readonly Failure[];
}

export interface Conformance extends ConformanceJson {
	/** Where in the step, by failure: `A heap+0x3000`. */
	readonly places: readonly string[];
	/** Scenarios that need an operation which the machine lacks, by kernel and operation. A scenario may need several. */
	readonly notModelled: Readonly<Record<string, Readonly<Record<string, number>>>>;
	/** Scenarios that were run, as `scenario kernel`. */
	readonly compared: ReadonlySet<string>;
}

/** Compares every recording on every kernel that the runner has. Kernels come in `order`, the others as the recordings name them. */
export function conformance(recordings: readonly Recording[], runner: Runner, order: readonly string[] = []): Conformance {
	const recorded = new Set(recordings.flatMap((recording) => [...recording.kernels.keys()]));
	const known = order.filter((kernel) => recorded.has(kernel) && runner.layout(kernel) !== undefined);
	const kernels: Record<string, KernelTally> = Object.fromEntries(known.map((kernel) => [kernel, emptyTally()]));
	const notModelled: Record<string, Record<string, number>> = {};
	const failures: Failure[] = [];
	const places: string[] = [];
	const compared = new Set<string>();
	for (const recording of recordings) {
		for (const kernel of recording.kernels.keys()) {
			const layout = runner.layout(kernel);
			if (layout === undefined) continue;
			kernels[kernel] ??= emptyTally();
			const tally = kernels[kernel];
			tally.scenarios.total++;
			const outcome = runner.run(kernel, recording.script);
			if ("notModelled" in outcome) {
				tally.scenarios.notModelled++;
				notModelled[kernel] ??= {};
				const counts = notModelled[kernel];
				for (const name of new Set(outcome.notModelled)) counts[name] = (counts[name] ?? 0) + 1;
				continue;
			}
			compared.add(`${recording.name} ${kernel}`);
			const differences = compareRun(recording, kernel, layout, outcome.steps);
			count(tally, differences);
			for (const [index, list] of differences.entries()) {
				for (const { aspect, where, expected, actual } of list) {
					failures.push({ scenario: recording.name, kernel, step: index + 1, aspect, expected, actual });
					places.push(where);
				}
			}
		}
	}
	return { kernels, failures, places, notModelled, compared };
}

/** Differences by step. A run with too few steps differs in all that it lacks. */
function compareRun(
	recording: Recording,
	kernel: string,
	layout: EntryLayout,
	run: readonly RunStep[],
): readonly (readonly Difference[])[] {
	const steps = present(recording.kernels.get(kernel), "steps of a kernel that the recording names");
	const parsed = recording.script.map((line) => {
		const result = parseLine(line);
		return result.ok ? result.value : null;
	});
	const observations = observe(steps, parsed);
	const canonicalizer = new Canonicalizer(layout);
	return steps.map((step, index) => {
		const observation = present(observations[index + 1], "an observation for every step");
		const actual = run[index];
		if (actual === undefined)
			return ASPECTS.map((aspect) => ({ aspect, where: "", expected: "the step", actual: "the machine stopped before it" }));
		return compareStep(view(step, observation), view(actual, canonicalizer.next(actual.observation)));
	});
}

function view(step: Omit<RunStep, "observation">, observation: Observation): StepView {
	return { events: step.events, observation, ...(step.result === undefined ? {} : { result: step.result }) };
}

function emptyTally(): KernelTally {
	const none = (): Tally => ({ agree: 0, total: 0 });
	return {
		scenarios: { agree: 0, total: 0, notModelled: 0 },
		steps: none(),
		aspects: { entries: none(), pagemap: none(), vmas: none(), frames: none(), pages: none(), results: none() },
	};
}

function count(tally: KernelTally, differences: readonly (readonly Difference[])[]): void {
	if (differences.every((list) => list.length === 0)) tally.scenarios.agree++;
	for (const list of differences) {
		tally.steps.total++;
		if (list.length === 0) tally.steps.agree++;
		for (const aspect of ASPECTS) {
			tally.aspects[aspect].total++;
			if (!list.some((difference) => difference.aspect === aspect)) tally.aspects[aspect].agree++;
		}
	}
}

export interface Judgement {
	/** Failures that no known difference explains. */
	readonly unexplained: readonly Failure[];
	/** Known differences whose scenario was run and agreed: to be taken out of the file. */
	readonly stale: readonly KnownDifference[];
	readonly passed: boolean;
}

/** Whether the outcome may stand, given the differences that are known. Known differences of scenarios that were not run are left alone. */
export function judgeConformance(outcome: Conformance, known: readonly KnownDifference[]): Judgement {
	const explains = (difference: KnownDifference, failure: Failure) =>
		difference.scenario === failure.scenario && difference.kernel === failure.kernel && difference.aspect === failure.aspect;
	const unexplained = outcome.failures.filter((failure) => !known.some((difference) => explains(difference, failure)));
	const stale = known.filter(
		(difference) =>
			outcome.compared.has(`${difference.scenario} ${difference.kernel}`) &&
			!outcome.failures.some((failure) => explains(difference, failure)),
	);
	return { unexplained, stale, passed: unexplained.length === 0 && stale.length === 0 };
}

/** The part of the outcome that `--json` prints. */
export function conformanceJson({ kernels, failures }: Conformance): ConformanceJson {
	return { kernels, failures };
}
