/** A small run as steps of a scenario, so that any interval of it can be looked at entry by entry. */
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import type { Step } from "../../sim/include/operation.ts";
import { runSubject } from "./run_tracker.ts";
import { machineSubject } from "./subjects.ts";
import type { TrackerId } from "./tracker.ts";
import { Workbench } from "./workbench.ts";
import { layoutOf, MACHINE_PAGES, type Workload } from "./workload.ts";

/** Steps that the explorer is given at once. */
export const MOST_SCRIPT_STEPS = 20_000;

/**
 * Every step up to the end of the interval (from 0), its report included; null when the run is too large, or nothing that the machine
 * does. Where a SIGSEGV handler answered, its mprotect() stands before the write.
 */
export function stepsOf(workload: Workload, kernel: KernelRecord, tracker: TrackerId, interval: number): readonly Step[] | null {
	if (workload.pages > MACHINE_PAGES) return null;
	const cut = { ...workload, intervals: Math.min(workload.intervals, interval + 1) };
	const subject = machineSubject(tracker, kernel, layoutOf(cut));
	if (subject === null) return null;
	const { operations, pool } = new Workbench(cut);
	for (const _ of runSubject(subject, cut, operations, pool.take())) if (subject.log.length > MOST_SCRIPT_STEPS) return null;
	return subject.log;
}
