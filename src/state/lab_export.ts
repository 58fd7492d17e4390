/** A run of the lab as text for other programs. */
import { COUNTERS } from "../trackers/lab/counts.ts";
import { TRAITS } from "../trackers/lab/tracker.ts";
import type { LabRun } from "./lab.ts";

const JUDGED = ["written", "reported", "missed", "spurious"] as const;

/** One row for each tracker and interval; intervals from 1. RFC 4180, without quotes since no field needs them. Who reports nothing is not judged. */
export function labCsv({ plan, trackers, intervals }: LabRun): string {
	const rows = [["kernel", "pages", "tracker", "interval", ...JUDGED, ...COUNTERS].join(",")];
	for (const tracker of trackers) {
		for (const [i, result] of (intervals[tracker] ?? []).entries()) {
			const silent = tracker === "none";
			const judged = JUDGED.map((key) => (silent && key !== "written" ? "" : result[key]));
			const counts = COUNTERS.map((key) => result.counts[key]);
			rows.push([plan.kernel, plan.workload.pages, tracker, i + 1, ...judged, ...counts].join(","));
		}
	}
	return rows.map((row) => `${row}\r\n`).join("");
}

/** Everything that the run told, and the plan to run it again. */
export function labJson({ plan, path, trackers, intervals, snapshot, migration, sweep }: LabRun): string {
	const names = Object.fromEntries(trackers.map((tracker) => [tracker, TRAITS[tracker].name]));
	return JSON.stringify({ format: "pagewalk lab 1", plan, path, trackers: names, intervals, snapshot, migration, sweep }, null, "\t");
}
