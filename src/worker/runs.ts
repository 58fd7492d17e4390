/** The worker's work without the worker: plain functions over runs, so that tests need no thread. */
import { type PlannedStep, Run } from "../history/run.ts";
import { notModelled } from "../scenario/model_scope.ts";
import { parseLine, type ScenarioLine } from "../scenario/parse.ts";
import { validateScenario } from "../scenario/validate.ts";
import { kernelOfId } from "../sim/kernels/derive.ts";
import type { MachineWorker, ScriptLine } from "./protocol.ts";

/** Runs kept at once; the oldest goes first. The screen shows one or two. */
const MOST_RUNS = 8;

/** The lines with what keeps each from being carried out: disabled, unreadable, not modelled, or unsound without those. */
export function planScript(lines: readonly ScriptLine[]): PlannedStep[] {
	const drafts = lines.map(({ text, enabled }, i) => draft(text, enabled, i + 1));
	const problems = new Map<number, string>();
	for (const { line, severity, message, expected } of validateScenario(drafts.map((each) => each.line))) {
		if (severity === "error" && !problems.has(line)) problems.set(line, expected === "" ? message : `${message}; expected ${expected}`);
	}
	return drafts.map(({ line, planned }) => {
		const problem = problems.get(line.line);
		return problem === undefined || planned.withheld !== undefined ? planned : { ...planned, withheld: { status: "refused", problem } };
	});
}

interface Draft {
	readonly line: ScenarioLine;
	readonly planned: PlannedStep;
}

function draft(text: string, enabled: boolean, number: number): Draft {
	const read = parseLine(text);
	const step = read.ok ? read.value : undefined;
	const missing = step === undefined ? null : notModelled(step);
	const problem = !read.ok ? read.error.message : missing === null ? undefined : `the machine has no “${missing}” yet`;
	const withheld = !enabled
		? ({ status: "disabled" } as const)
		: problem === undefined
			? undefined
			: ({ status: "refused", problem } as const);
	return {
		line: { text, enabled: withheld === undefined, line: number, notes: [], ...(step === undefined ? {} : { step }) },
		planned: { text, ...(step === undefined ? {} : { parsed: step }), ...(withheld === undefined ? {} : { withheld }) },
	};
}

/** A machine worker over its own set of runs. */
export function machineRuns(): MachineWorker {
	const runs = new Map<number, Run>();
	let next = 1;
	return {
		open(kernelId, lines) {
			const kernel = kernelOfId(kernelId);
			if (kernel === undefined) return { ok: false, problem: `the machine has no kernel ${kernelId}` };
			const run = new Run(kernel, planScript(lines));
			const number = next++;
			runs.set(number, run);
			for (const oldest of runs.keys()) {
				if (runs.size <= MOST_RUNS) break;
				runs.delete(oldest);
			}
			return { ok: true, value: { run: number, steps: run.steps } };
		},
		at(number, cursor) {
			const run = runs.get(number);
			return run === undefined ? { ok: false, problem: "this run was closed" } : { ok: true, value: run.at(cursor) };
		},
		close(number) {
			runs.delete(number);
		},
	};
}
