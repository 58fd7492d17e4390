/**
 * A run of the machine that can be stood in anywhere: between steps, and between the micro-steps of one. Only keyframes and the
 * steps are kept; every other state is made again from them, which the machine's determinism allows.
 */
import { present } from "../base/assert.ts";
import type { Geometry } from "../sim/include/geometry.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import type { MicroStep, Transition } from "../sim/include/transition.ts";
import { boot, step, stepTraced } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { observe } from "../sim/observe.ts";
import { judgeAll } from "../trackers/judge_all.ts";
import { wholeTruthOf } from "../trackers/oracle.ts";
import { digestRun, type RunDigest } from "./digest.ts";
import type { Cursor, FilmStep, Moment } from "./film.ts";
import { Keyframes } from "./keyframes.ts";

/** A step to carry out, or a line that is not carried out and why. */
export interface PlannedStep {
	readonly text: string;
	readonly parsed?: Step;
	/** Set: the line is shown but changes nothing. */
	readonly withheld?: { readonly status: "disabled" | "refused"; readonly problem?: string };
}

export interface RunOptions {
	readonly geometry?: Geometry;
	/** A run on the same kernel whose first `steps` steps are those of the plan: they are taken over and not carried out again. */
	readonly after?: { readonly run: Run; readonly steps: number };
	/** Carry nothing out yet: `advance` does. */
	readonly paused?: boolean;
	/** Bytes that keyframes may hold. */
	readonly budget?: number;
}

/** Shared by the many steps that have none. */
const NO_EVENTS: Transition["events"] = [];

/** What a step costs to be made again, beside its changes. */
const STEP_WORK = 4;
/** Entries that a walk looks at in the time of one change. */
const VISITS = 32;

export class Run {
	readonly kernel: KernelRecord;
	/** Those carried out so far; all of the plan unless the run is paused. */
	readonly steps: FilmStep[];
	private readonly plan: readonly PlannedStep[];
	private readonly machine: Machine;
	private readonly keyframes: Keyframes;
	/** Steps that `machine` has behind it. */
	private position = 0;
	/** Work that it took to come to the end of `steps`. */
	private work = 0;

	/** Runs the plan to its end, unless it is to be paused. */
	constructor(kernel: KernelRecord, plan: readonly PlannedStep[], { geometry, after, paused = false, budget }: RunOptions = {}) {
		this.kernel = kernel;
		this.plan = plan;
		this.machine = boot(kernel, geometry);
		const shared = after?.run.keyframes.upTo(after.steps) ?? [];
		this.keyframes = new Keyframes(budget, shared);
		this.steps = after?.run.steps.slice(0, after.steps) ?? [];
		const last = shared.at(-1);
		if (last === undefined) this.keyframes.add({ step: 0, work: 0, snapshot: this.machine.snapshot() });
		else {
			this.machine.load(last.snapshot);
			this.position = last.step;
			this.work = last.work + (this.steps.length - last.step) * STEP_WORK;
		}
		if (!paused) this.advance(plan.length);
	}

	get isComplete(): boolean {
		return this.steps.length === this.plan.length;
	}

	/** Steps of the plan. */
	get length(): number {
		return this.plan.length;
	}

	/** Bytes that the keyframes hold. */
	get bytes(): number {
		return this.keyframes.bytes;
	}

	/** Whether the first `count` steps of the other plan are those of this run, all carried out. */
	sharedWith(plan: readonly PlannedStep[]): number {
		const most = Math.min(plan.length, this.steps.length);
		let count = 0;
		while (count < most && samePlan(this.plan[count], plan[count])) count++;
		return count;
	}

	/** Carries out the next steps of the plan, at most `most`. */
	advance(most: number): void {
		this.moveTo(this.steps.length);
		const end = Math.min(this.steps.length + most, this.plan.length);
		while (this.steps.length < end) {
			this.steps.push(this.carryOut(present(this.plan[this.steps.length], "a planned step")));
			this.position = this.steps.length;
			if (this.keyframes.isDue(this.work)) {
				this.keyframes.add({ step: this.position, work: this.work, snapshot: this.machine.snapshot() });
			}
		}
	}

	/** What is to be seen at a cursor. `micro` beyond the step's last micro-step is its end. */
	at(cursor: Cursor): Moment {
		const at = this.clamp(cursor.step);
		this.moveTo(at);
		const parsed = this.operationAt(at);
		if (cursor.micro <= 0 || parsed === null) return this.moment({ step: at, micro: 0 });
		const { trace } = stepTraced(this.machine, parsed);
		this.position = at + 1;
		const bounds = trace.bounds();
		const micro = Math.min(cursor.micro, bounds.length - 1);
		const stand = present(bounds[micro], "a boundary between micro-steps");
		trace.journal.undoTo(stand);
		const moment = this.moment({ step: at, micro });
		trace.journal.redo(stand, trace.journal.entries.length);
		return moment;
	}

	/** The micro-steps of the step with this index; none when it was not carried out. */
	microSteps(index: number): readonly MicroStep[] {
		const parsed = index < this.steps.length ? this.operationAt(index) : null;
		if (parsed === null) return [];
		this.moveTo(index);
		const { microSteps } = stepTraced(this.machine, parsed);
		this.position = index + 1;
		return microSteps;
	}

	/** What a link promises of the first `steps` steps. */
	digest(steps: number): RunDigest {
		return digestRun(this.steps, steps, (after) => {
			this.moveTo(after);
			return observe(this.machine);
		});
	}

	/** A machine of the caller's own at the keyframe at or before `step`, and the step it stands before. */
	replayFrom(step: number): { readonly machine: Machine; readonly at: number } {
		const keyframe = this.keyframes.before(this.clamp(step));
		const machine = boot(this.kernel, this.machine.geometry);
		machine.load(keyframe.snapshot);
		return { machine, at: keyframe.step };
	}

	private clamp(step: number): number {
		return Math.max(0, Math.min(step, this.steps.length));
	}

	/** What the step with this index carries out; null when it was withheld. */
	operationAt(index: number): Step | null {
		const planned = this.plan[index];
		return planned?.withheld === undefined ? (planned?.parsed ?? null) : null;
	}

	private moment(cursor: Cursor): Moment {
		const observation = observe(this.machine);
		return { cursor, observation, ...judgeAll(wholeTruthOf(this.machine), observation, this.kernel) };
	}

	private moveTo(at: number): void {
		const keyframe = this.keyframes.before(at);
		if (this.position > at || this.position < keyframe.step) {
			this.machine.load(keyframe.snapshot);
			this.position = keyframe.step;
		}
		for (; this.position < at; this.position++) {
			const parsed = this.operationAt(this.position);
			if (parsed !== null) step(this.machine, parsed);
		}
	}

	private carryOut({ text, parsed, withheld }: PlannedStep): FilmStep {
		this.work += STEP_WORK;
		const named = { text, ...(parsed === undefined ? {} : { parsed }) };
		if (withheld !== undefined || parsed === undefined) {
			const { status = "refused", problem } = withheld ?? {};
			return { ...named, status, ...(problem === undefined ? {} : { problem }), events: NO_EVENTS, micros: 0 };
		}
		const { visited } = this.machine;
		const { result, events, microSteps, trace } = stepTraced(this.machine, parsed);
		this.work += trace.journal.entries.length + (this.machine.visited - visited) / VISITS;
		const status = statusOf(parsed, events);
		const told = events.length === 0 ? NO_EVENTS : events;
		return { ...named, status, ...(result === undefined ? {} : { result }), events: told, micros: microSteps.length };
	}
}

function samePlan(a: PlannedStep | undefined, b: PlannedStep | undefined): boolean {
	return a === b || (a?.text === b?.text && a?.withheld?.status === b?.withheld?.status && a?.withheld?.problem === b?.withheld?.problem);
}

function statusOf(step: Step, events: Transition["events"]): FilmStep["status"] {
	for (const event of events) {
		if (event.kind === "skipped") return "skipped";
		if (event.kind === "blocked" && event.process === step.process) return "blocked";
		if ((event.kind === "died" || event.kind === "oops") && event.process === step.process) return "died";
	}
	return "done";
}
