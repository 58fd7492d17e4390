/**
 * Two runs of one script, compared step by step where they are: each side is walked by a machine of its own, and what no step has
 * changed is not looked at again. Says what `compareSteps` says of their films, a hundred times as fast.
 */
import type { Observation } from "../sim/include/observation.ts";
import { step } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { observe } from "../sim/observe.ts";
import { ChangeWatch } from "./change_watch.ts";
import { type Difference, differenceOf, type View } from "./difference.ts";
import type { FilmStep } from "./film.ts";
import type { Run } from "./run.ts";
import { type StepComparison, StepJudge } from "./step_comparison.ts";

/** One side, walked along. */
class Walk {
	readonly run: Run;
	/** What stands after the last step. */
	observation: Observation;
	private readonly machine: Machine;
	private readonly watch: ChangeWatch;

	constructor(run: Run) {
		this.run = run;
		this.machine = run.replayFrom(0).machine;
		this.observation = observe(this.machine);
		this.watch = new ChangeWatch(this.machine);
	}

	/** Carries the next step out; whether it changed what can be observed. */
	forward(index: number): boolean {
		const parsed = this.run.operationAt(index);
		if (parsed !== null) step(this.machine, parsed);
		const changed = this.watch.take();
		if (changed) this.observation = observe(this.machine);
		return changed;
	}

	view(told: FilmStep | undefined): View {
		const { layout } = this.run.kernel;
		return { layout, observation: this.observation, slotsTold: true, ...(told === undefined ? {} : { step: told }) };
	}
}

export class RunComparison {
	/** Those that were compared so far, from the first on. */
	readonly steps: StepComparison[] = [];
	/** There are no more: the script ends, or only one side carries the next step out. */
	isEnd = false;
	private readonly here: Walk;
	private readonly there: Walk;
	private readonly judge = new StepJudge();
	private last: Difference | null = null;

	/** Both runs are complete and of the same script. */
	constructor(here: Run, there: Run) {
		this.here = new Walk(here);
		this.there = new Walk(there);
	}

	/** Compares the next steps, at most `most`. */
	advance(most: number): void {
		for (let i = 0; i < most && !this.isEnd; i++) this.next();
	}

	private next(): void {
		const index = this.steps.length;
		const [here, there] = [this.here.run.steps[index], this.there.run.steps[index]];
		if (here === undefined || there === undefined || carriedOut(here) !== carriedOut(there)) {
			this.isEnd = true;
			return;
		}
		const [changedHere, changedThere] = [this.here.forward(index), this.there.forward(index)];
		const still = !changedHere && !changedThere && this.last?.things.length === 0 && sameOutcome(here, there);
		const difference = still && this.last !== null ? this.last : differenceOf(this.here.view(here), this.there.view(there));
		this.steps.push(this.judge.judge(index + 1, difference));
		this.last = difference;
	}
}

function carriedOut({ status }: FilmStep): boolean {
	return status !== "refused" && status !== "disabled";
}

/** Whether both answered alike, for sure. */
function sameOutcome(a: FilmStep, b: FilmStep): boolean {
	return a.events.length === 0 && b.events.length === 0 && a.result?.ret === b.result?.ret && a.result?.errno === b.result?.errno;
}
