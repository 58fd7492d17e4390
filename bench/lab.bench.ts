/** One interval of the trackers lab over a terabyte in 4 KiB pages, under every tracker, and what it holds while it runs. */
import { kernelById } from "../src/sim/kernels/kernels.ts";
import { runTracker } from "../src/trackers/lab/run_tracker.ts";
import { TRACKERS, type TrackerId, unavailable } from "../src/trackers/lab/tracker.ts";
import { Workbench } from "../src/trackers/lab/workbench.ts";
import type { Workload } from "../src/trackers/lab/workload.ts";
import { report } from "./budget.ts";

const kernel = kernelById("6.12");
if (kernel === undefined) throw new Error("there is no kernel 6.12");

const workload: Workload = {
	pages: 2 ** 28,
	populated: 1,
	huge: 0.5,
	pattern: { kind: "zipf", exponent: 0.99 },
	writes: 1_000_000,
	drops: 1000,
	intervals: 2,
	seed: 1,
	second: false,
};

const INTERVALS = workload.intervals;
const bench = new Workbench(workload);
let total = 0;
let most = 0;
let longest = 0;

function measure(tracker: TrackerId): void {
	if (kernel === undefined) return;
	globalThis.gc?.();
	const start = process.cpuUsage();
	let slice = performance.now();
	for (const each of runTracker(bench, kernel, tracker, "columns")) {
		const now = performance.now();
		longest = Math.max(longest, now - slice);
		slice = now;
		if (typeof each !== "number") most = Math.max(most, process.memoryUsage().arrayBuffers);
	}
	const { user, system } = process.cpuUsage(start);
	const each = (user + system) / 1000 / INTERVALS;
	total += each;
	report({ what: `${tracker}: an interval at 2^28 pages (CPU)`, value: each, unit: "ms" });
}

for (const tracker of TRACKERS) if (unavailable(tracker, kernel) === null) measure(tracker);
report({ what: "an interval at 2^28 pages, all trackers (CPU)", value: total / 1000, unit: "s", atMost: 5 });
report({ what: "typed arrays held at most", value: most / 2 ** 20, unit: "MB", atMost: 1024 });
report({ what: "longest slice (a cancel ends the worker, and waits for none)", value: longest, unit: "ms" });
