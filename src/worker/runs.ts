/** The worker's work without the worker: plain functions over runs, so that tests need no thread. */
import { present } from "../base/assert.ts";
import { blame, life } from "../history/blame.ts";
import { RunComparison } from "../history/compare_runs.ts";
import { type PlannedStep, Run } from "../history/run.ts";
import { notModelled } from "../scenario/model_scope.ts";
import { parseLine, type ScenarioLine } from "../scenario/parse.ts";
import { validateScenario } from "../scenario/validate.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import { kernelOfId } from "../sim/kernels/derive.ts";
import { unpackScript } from "./packed_script.ts";
import type { Answer, MachineWorker, OpenedRun, ScriptLine } from "./protocol.ts";

/** Runs kept at once; the oldest goes first. The screen shows one or two. */
const MOST_RUNS = 8;

/** The lines with what keeps each from being carried out: disabled, unreadable, not modelled, or unsound without those. */
export function planScript(lines: readonly ScriptLine[]): PlannedStep[] {
	// Long sessions say the same again and again: each text is read once, and its steps share what was read.
	const read = new Map<string, PlannedStep>();
	const drafts = lines.map(({ text, enabled }, i) => {
		const key = `${enabled ? " " : "#"}${text}`;
		const planned = read.get(key) ?? plan(text, enabled);
		read.set(key, planned);
		return { planned, line: lineOf(planned, i + 1) };
	});
	const problems = new Map<number, string>();
	for (const { line, severity, message, expected } of validateScenario(drafts.map((each) => each.line))) {
		if (severity === "error" && !problems.has(line)) problems.set(line, expected === "" ? message : `${message}; expected ${expected}`);
	}
	return drafts.map(({ line, planned }) => {
		const problem = problems.get(line.line);
		return problem === undefined || planned.withheld !== undefined ? planned : { ...planned, withheld: { status: "refused", problem } };
	});
}

function plan(text: string, enabled: boolean): PlannedStep {
	const read = parseLine(text);
	const step = read.ok ? read.value : undefined;
	const missing = step === undefined ? null : notModelled(step);
	const problem = !read.ok ? read.error.message : missing === null ? undefined : `the machine has no “${missing}” yet`;
	const withheld = !enabled
		? ({ status: "disabled" } as const)
		: problem === undefined
			? undefined
			: ({ status: "refused", problem } as const);
	return { text, ...(step === undefined ? {} : { parsed: step }), ...(withheld === undefined ? {} : { withheld }) };
}

/** The step as the validator wants it. */
function lineOf({ text, parsed, withheld }: PlannedStep, line: number): ScenarioLine {
	return { text, enabled: withheld === undefined, line, notes: [], ...(parsed === undefined ? {} : { step: parsed }) };
}

/** Steps that cross to the page at once. */
const PAGE = 2000;
/** Milliseconds that the machine runs before it looks for other messages. */
const SLICE = 40;
/** Steps between two looks at the clock. */
const STRIDE = 16;
/** Bytes of keyframes, of all runs together; the newest run stays whatever it holds. */
const MOST_BYTES = 72 * 2 ** 20;

/** A machine worker over its own set of runs. `now`: milliseconds, of any clock. */
export function machineRuns(now: () => number = () => performance.now()): MachineWorker {
	const runs = new Map<number, Run>();
	let next = 1;
	/** One pair at a time is on the screen. */
	let comparing: { readonly here: Run; readonly there: Run; readonly comparison: RunComparison } | null = null;
	const withRun = <T>(number: number, answer: (run: Run) => T): Answer<T> => {
		const run = runs.get(number);
		return run === undefined ? { ok: false, problem: "this run was closed" } : { ok: true, value: answer(run) };
	};
	return {
		open(kernelId, script) {
			const kernel = kernelOfId(kernelId);
			if (kernel === undefined) return { ok: false, problem: `the machine has no kernel ${kernelId}` };
			const plan = planScript(unpackScript(script));
			const shared = longestShared(runs, kernel, plan);
			const after = shared === null ? {} : { after: { run: present(runs.get(shared.run), "the run that is shared"), steps: shared.steps } };
			const run = new Run(kernel, plan, { ...after, paused: true });
			const number = next++;
			runs.set(number, run);
			makeRoom(runs);
			return { ok: true, value: { run: number, total: plan.length, shared } };
		},
		more(number, from) {
			return withRun(number, (run) => {
				const end = now() + SLICE;
				while (!run.isComplete && run.steps.length < from + PAGE && (run.steps.length <= from || now() < end)) run.advance(STRIDE);
				return run.steps.slice(from, from + PAGE);
			});
		},
		at: (number, cursor) => withRun(number, (run) => run.at(cursor)),
		microSteps: (number, step) => withRun(number, (run) => run.microSteps(step)),
		digest: (number, steps) => withRun(number, (run) => run.digest(steps)),
		blame: (number, questions, cursor, most) => withRun(number, (run) => blame(run, questions, cursor, most)),
		life: (number, question, from, n) => withRun(number, (run) => life(run, question, from, n)),
		compare(number, other, from) {
			const [here, there] = [runs.get(number), runs.get(other)];
			if (here === undefined || there === undefined) return { ok: false, problem: "this run was closed" };
			if (comparing?.here !== here || comparing.there !== there) comparing = { here, there, comparison: new RunComparison(here, there) };
			const { comparison } = comparing;
			const end = now() + SLICE;
			while (!comparison.isEnd && comparison.steps.length < from + PAGE && now() < end) comparison.advance(STRIDE);
			const steps = comparison.steps.slice(from, from + PAGE);
			return { ok: true, value: { steps, isEnd: comparison.isEnd && from + steps.length === comparison.steps.length } };
		},
		close(number) {
			runs.delete(number);
		},
	};
}

/** The run on this kernel that begins like the plan for longest, and for how many steps. */
function longestShared(runs: ReadonlyMap<number, Run>, kernel: KernelRecord, plan: readonly PlannedStep[]): OpenedRun["shared"] {
	let best: OpenedRun["shared"] = null;
	for (const [run, each] of runs) {
		if (each.kernel !== kernel) continue;
		const steps = each.sharedWith(plan);
		if (steps > (best?.steps ?? 0)) best = { run, steps };
	}
	return best;
}

function makeRoom(runs: Map<number, Run>): void {
	for (const oldest of runs.keys()) {
		const bytes = [...runs.values()].reduce((sum, run) => sum + run.bytes, 0);
		if (runs.size === 1 || (runs.size <= MOST_RUNS && bytes <= MOST_BYTES)) break;
		runs.delete(oldest);
	}
}
