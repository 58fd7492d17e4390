/** Runs one tracker over all intervals of a workload, in slices. */
import { assert } from "../../base/assert.ts";
import type { Bits } from "../../base/bits.ts";
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import type { Counts } from "./counts.ts";
import { type Judgement, judgeInterval } from "./judgement.ts";
import { DROP, type Operations } from "./operations.ts";
import type { Subject } from "./subject.ts";
import { columnSubject, machineSubject } from "./subjects.ts";
import type { TrackerId } from "./tracker.ts";
import type { Workbench } from "./workbench.ts";
import { layoutOf, MACHINE_PAGES, type Workload } from "./workload.ts";

export interface IntervalResult extends Judgement {
	readonly counts: Counts;
}

/** `machine`: entry for entry on src/sim, up to 64 MiB; `columns`: bits in typed arrays. */
export type Path = "machine" | "columns";

/** Yields the share (0 … 1) that is done, or the result of an interval when there is one. One tracker at a time on a workbench. */
export function* runTracker(
	{ workload, operations, pool }: Workbench,
	kernel: KernelRecord,
	tracker: TrackerId,
	path: Path,
): Generator<number | IntervalResult, void, void> {
	assert(path === "columns" || workload.pages <= MACHINE_PAGES, "the machine is driven up to 64 MiB");
	const layout = layoutOf(workload);
	pool.releaseAll();
	const subject = (path === "machine" ? machineSubject(tracker, kernel, layout) : null) ?? columnSubject(tracker, kernel, layout, pool);
	yield* runSubject(subject, workload, operations, pool.take());
}

/** The same with the subject at hand, and an empty set for its reports. */
export function* runSubject(
	subject: Subject,
	workload: Workload,
	operations: Operations,
	reported: Bits,
): Generator<number | IntervalResult, void, void> {
	const half = operations.total >>> 1;
	for (let interval = 0; interval < workload.intervals; interval++) {
		let done = 0;
		subject.arm(interval === 0);
		for (const chunk of operations.chunks(interval)) {
			for (const operation of chunk) {
				if (workload.second && done === half) subject.secondScan();
				if (operation >= DROP) subject.drop(operation - DROP);
				else subject.write(operation);
				done++;
			}
			yield (interval + done / operations.total) / workload.intervals;
		}
		subject.collect(reported);
		yield { ...judgeInterval(subject.written(), reported, subject.present()), counts: subject.takeCounts() };
	}
}
