/** Blame in a run of the machine: the steps before the cursor are made again with a trace, keyframe by keyframe, and walked back. */
import { present } from "../base/assert.ts";
import { step as carryOut, stepTraced } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { observePage } from "../sim/observe.ts";
import { NOWHERE, PageAtMoment } from "./bit_reading.ts";
import { BlameScan, type TracedStep } from "./blame_scan.ts";
import type { Cursor } from "./film.ts";
import type { BitQuestion, Blame, LifeSegment, Reading } from "./inquiry.ts";
import { Segments } from "./life_segments.ts";
import type { Run } from "./run.ts";

/** How each bit came to be what it is at `cursor`. Looks at `most` steps. */
export function blame(run: Run, questions: readonly BitQuestion[], cursor: Cursor, most: number): readonly Blame[] {
	const end = cursor.micro > 0 ? cursor.step + 1 : cursor.step;
	const stop = Math.max(0, end - most);
	let to = Math.min(end, run.steps.length);
	let scan: BlameScan | null = null;
	do {
		// Of a step that begins at a keyframe the steps before are wanted.
		const { machine, at } = run.replayFrom(Math.max(0, to - 1));
		const from = Math.max(at, stop);
		for (let index = at; index < from; index++) carryOutAt(run, machine, index);
		const traced = replay(run, machine, from, to);
		if (scan === null) {
			const last = traced.at(-1);
			const inside = last !== undefined && last.index === cursor.step && cursor.micro > 0;
			const stand = inside ? present(last.bounds[Math.min(cursor.micro, last.bounds.length - 1)], "a boundary between micro-steps") : null;
			if (inside && stand !== null) last.journal.undoTo(stand);
			scan = new BlameScan(machine, questions);
			if (inside && stand !== null) {
				scan.back(last, stand);
				traced.pop();
			}
		} else scan.moveTo(machine);
		for (const step of traced.reverse()) {
			if (scan.done) break;
			scan.back(step, step.journal.entries.length);
		}
		to = from;
	} while (to > stop && !scan.done);
	return scan.answers(to);
}

/** Carries out the steps `at … to-1` with a trace each; those that are not carried out have none. */
function replay(run: Run, machine: Machine, at: number, to: number): TracedStep[] {
	const traced: TracedStep[] = [];
	for (let index = at; index < to; index++) {
		const step = run.operationAt(index);
		if (step === null) continue;
		const { trace, microSteps } = stepTraced(machine, step);
		traced.push({ index, journal: trace.journal, bounds: trace.bounds(), microSteps });
	}
	return traced;
}

function carryOutAt(run: Run, machine: Machine, index: number): void {
	const step = run.operationAt(index);
	if (step !== null) carryOut(machine, step);
}

/** A bit after each of the steps `from … from+n` (0: at the start), joined where it reads the same. */
export function life(run: Run, question: BitQuestion, from: number, n: number): readonly LifeSegment[] {
	const end = Math.min(from + n, run.steps.length);
	const { machine, at } = run.replayFrom(from);
	const segments = new Segments();
	for (let done = at; done <= end; done++) {
		if (done >= from) segments.add(done, readIn(machine, question));
		if (done < end) carryOutAt(run, machine, done);
	}
	return segments.list;
}

function readIn(m: Machine, question: BitQuestion): Reading {
	const process = m.process(question.process);
	const start = process?.regions.find(({ name }) => name === question.region)?.start;
	if (process === undefined || !process.live || start === undefined) return NOWHERE;
	const region = observePage(m, process, start + question.page);
	const run = region.runs[0];
	return run === undefined ? NOWHERE : new PageAtMoment(m.kernel.layout, "pfn", region, 0, run).read(question);
}
