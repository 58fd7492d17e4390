/** The lab's work without the worker: one request, told as messages, so that tests need no thread. */
import { printStep } from "../scenario/print.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { migrate } from "../trackers/lab/migration.ts";
import type { LabPlan } from "../trackers/lab/presets.ts";
import { type Path, runTracker } from "../trackers/lab/run_tracker.ts";
import { stepsOf } from "../trackers/lab/script.ts";
import { snapshotMemory } from "../trackers/lab/snapshot.ts";
import { sweepPoint, sweepSizes } from "../trackers/lab/sweep.ts";
import { TRACKERS, TRAITS, unavailable } from "../trackers/lab/tracker.ts";
import { Workbench } from "../trackers/lab/workbench.ts";
import { MACHINE_PAGES } from "../trackers/lab/workload.ts";
import type { LabMessage, LabRequest } from "./lab_protocol.ts";

/** Parts of the whole that follow the trackers, with their share of the progress. */
const TRACKERS_SHARE = 0.7;
const SNAPSHOT_SHARE = 0.1;
const MIGRATION_SHARE = 0.1;

/** Yields a message whenever there is something to tell; between two of them only a slice of work is done. */
export function* labMessages(request: LabRequest): Generator<LabMessage, void, void> {
	const { plan } = request;
	const kernel = kernelById(plan.kernel);
	if (kernel === undefined) {
		yield { kind: "failed", problem: `The machine has no kernel ${plan.kernel}.` };
		return;
	}
	if (request.kind === "script") {
		const steps = stepsOf(plan.workload, kernel, request.tracker, request.interval);
		yield { kind: "script", lines: steps?.map(printStep) ?? null };
	} else yield* runPlan(plan, kernel);
	yield { kind: "done" };
}

function* runPlan(plan: LabPlan, kernel: NonNullable<ReturnType<typeof kernelById>>): Generator<LabMessage, void, void> {
	const { workload } = plan;
	const path: Path = workload.pages <= MACHINE_PAGES ? "machine" : "columns";
	const trackers = TRACKERS.filter((tracker) => unavailable(tracker, kernel) === null);
	yield { kind: "path", path, trackers };
	const bench = new Workbench(workload);
	for (const [i, tracker] of trackers.entries()) {
		for (const each of runTracker(bench, kernel, tracker, path)) {
			if (typeof each !== "number") yield { kind: "interval", tracker, result: each };
			else yield { kind: "progress", share: (TRACKERS_SHARE * (i + each)) / trackers.length, doing: TRAITS[tracker].name };
		}
	}
	let from = TRACKERS_SHARE;
	const snapshot = yield* told(snapshotMemory(workload, kernel, plan.snapshot), from, SNAPSHOT_SHARE, "snapshot memory");
	yield { kind: "snapshot", result: snapshot };
	from += SNAPSHOT_SHARE;
	const page = yield* told(migrate(workload, plan.migration, "page"), from, MIGRATION_SHARE / 2, "migration rounds");
	const mapping = yield* told(
		migrate(workload, plan.migration, "mapping"),
		from + MIGRATION_SHARE / 2,
		MIGRATION_SHARE / 2,
		"migration rounds",
	);
	yield { kind: "migration", page, mapping };
	from += MIGRATION_SHARE;
	const sizes = sweepSizes();
	for (const [i, pages] of sizes.entries()) {
		const share = (1 - from) / sizes.length;
		for (const tracker of trackers) {
			const point = yield* told(sweepPoint(workload, kernel, tracker, pages), from + i * share, 0, "cost over memory size");
			if (point !== null) yield { kind: "sweep", tracker, point };
		}
	}
}

/** Passes a calculation's progress on, as a part of the whole; returns its result. */
function* told<T>(work: Generator<number, T, void>, from: number, share: number, doing: string): Generator<LabMessage, T, void> {
	for (;;) {
		const next = work.next();
		if (next.done) return next.value;
		yield { kind: "progress", share: from + share * next.value, doing };
	}
}
