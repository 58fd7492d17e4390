/**
 * A run of the machine that can be stood in anywhere: between steps, and between the micro-steps of one. Only keyframes and the
 * steps are kept; every other state is made again from them, which the machine's determinism allows.
 */
import { present } from "../base/assert.ts";
import type { Geometry } from "../sim/include/geometry.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import type { Transition } from "../sim/include/transition.ts";
import { boot, step, stepTraced } from "../sim/machine.ts";
import type { Machine, MachineSnapshot } from "../sim/machine_state.ts";
import { observe } from "../sim/observe.ts";
import { judge } from "../trackers/judge.ts";
import { truthOf } from "../trackers/oracle.ts";
import type { Cursor, FilmStep, Moment } from "./film.ts";

/** A step to carry out, or a line that is not carried out and why. */
export interface PlannedStep {
	readonly text: string;
	readonly parsed?: Step;
	/** Set: the line is shown but changes nothing. */
	readonly withheld?: { readonly status: "disabled" | "refused"; readonly problem?: string };
}

/** Whole states are kept every so many steps. */
const KEYFRAME_EVERY = 32;

export class Run {
	readonly kernel: KernelRecord;
	readonly steps: readonly FilmStep[];
	private readonly plan: readonly PlannedStep[];
	private readonly machine: Machine;
	private readonly keyframes: MachineSnapshot[] = [];
	/** Steps that `machine` has behind it. */
	private position = 0;

	/** Runs the plan to its end. */
	constructor(kernel: KernelRecord, plan: readonly PlannedStep[], geometry?: Geometry) {
		this.kernel = kernel;
		this.plan = plan;
		this.machine = boot(kernel, geometry);
		this.steps = plan.map((planned) => {
			if (this.position % KEYFRAME_EVERY === 0) this.keyframes.push(this.machine.snapshot());
			this.position++;
			return this.carryOut(planned);
		});
		if (this.position % KEYFRAME_EVERY === 0) this.keyframes.push(this.machine.snapshot());
	}

	/** What is to be seen at a cursor. `micro` beyond the step's last micro-step is its end. */
	at(cursor: Cursor): Moment {
		const at = Math.max(0, Math.min(cursor.step, this.plan.length));
		this.moveTo(at);
		const planned = this.plan[at];
		if (cursor.micro <= 0 || planned?.parsed === undefined || planned.withheld !== undefined) return this.moment({ step: at, micro: 0 });
		const { trace } = stepTraced(this.machine, planned.parsed);
		this.position = at + 1;
		const bounds = trace.bounds();
		const micro = Math.min(cursor.micro, bounds.length - 1);
		const stand = present(bounds[micro], "a boundary between micro-steps");
		trace.journal.undoTo(stand);
		const moment = this.moment({ step: at, micro });
		trace.journal.redo(stand, trace.journal.entries.length);
		return moment;
	}

	/** The keyframe at or before `step`, on a machine of its own that the caller may do with as it likes, and the step it stands before. */
	replayFrom(step: number): { readonly machine: Machine; readonly at: number } {
		const number = Math.floor(Math.max(0, Math.min(step, this.plan.length)) / KEYFRAME_EVERY);
		const machine = boot(this.kernel, this.machine.geometry);
		machine.load(present(this.keyframes[number], "a keyframe every so many steps"));
		return { machine, at: number * KEYFRAME_EVERY };
	}

	/** The step with this index, if it is one that is carried out. */
	carriedOut(index: number): Step | undefined {
		const planned = this.plan[index];
		return planned?.withheld === undefined ? planned?.parsed : undefined;
	}

	private moment(cursor: Cursor): Moment {
		const observation = observe(this.machine);
		return { cursor, observation, verdict: judge(truthOf(this.machine), observation) };
	}

	private moveTo(at: number): void {
		const number = Math.floor(at / KEYFRAME_EVERY);
		const keyframe = this.keyframes[number];
		if (keyframe !== undefined && (this.position > at || this.position < number * KEYFRAME_EVERY)) {
			this.machine.load(keyframe);
			this.position = number * KEYFRAME_EVERY;
		}
		for (; this.position < at; this.position++) {
			const planned = this.plan[this.position];
			if (planned?.parsed !== undefined && planned.withheld === undefined) step(this.machine, planned.parsed);
		}
	}

	private carryOut(planned: PlannedStep): FilmStep {
		const { text, parsed, withheld } = planned;
		if (withheld !== undefined || parsed === undefined) {
			const status = withheld?.status ?? "refused";
			const problem = withheld?.problem;
			return {
				text,
				...(parsed === undefined ? {} : { parsed }),
				status,
				...(problem === undefined ? {} : { problem }),
				events: [],
				microSteps: [],
			};
		}
		const { result, events, microSteps } = stepTraced(this.machine, parsed);
		return { text, parsed, status: statusOf(parsed, events), ...(result === undefined ? {} : { result }), events, microSteps };
	}
}

function statusOf(step: Step, events: Transition["events"]): FilmStep["status"] {
	for (const event of events) {
		if (event.kind === "skipped") return "skipped";
		if (event.kind === "blocked" && event.process === step.process) return "blocked";
		if (event.kind === "died" && event.process === step.process) return "died";
	}
	return "done";
}
