/** The truth, read from the machine: what each process really wrote since each tracker was last reset. */
import { type Span, toSpans } from "../base/spans.ts";
import { isRunning, type Process } from "../sim/kernel/process.ts";
import type { Machine } from "../sim/machine_state.ts";
import { WpWatch } from "../sim/wp_watch.ts";
import type { RegionTruth } from "./judge.ts";
import type { Truth } from "./judge_all.ts";
import type { OvertakenTruth } from "./overtaken.ts";
import type { WatchTruth } from "./tracker.ts";

type PageSetName = "written" | "dropped" | "overtaken";

/** What `judge()` holds soft-dirty's report against. */
export function truthOf(m: Machine): RegionTruth[] {
	return regionsOf(m).map(({ process, name, spans }) => ({
		process: process.id,
		region: name,
		written: spans("written"),
		dropped: spans("dropped"),
	}));
}

/** What `judgeAll()` holds every tracker's report against. */
export function wholeTruthOf(m: Machine): Truth {
	return { softDirty: truthOf(m), overtaken: overtakenOf(m), wpSync: watchesOf(m, "wpSync"), wpAsync: watchesOf(m, "wpAsync") };
}

function overtakenOf(m: Machine): OvertakenTruth[] {
	return regionsOf(m)
		.filter(({ process }) => process.cleared)
		.map(({ process, name, spans }) => ({ process: process.id, region: name, pages: spans("overtaken") }))
		.filter(({ pages }) => pages.length > 0);
}

function watchesOf(m: Machine, log: "wpSync" | "wpAsync"): WatchTruth[] {
	return regionsOf(m).flatMap(({ process, name, start, pages }) => {
		const watch = WpWatch.NONE.merge(process[log].within(start, pages), -start);
		return watch === WpWatch.NONE ? [] : [{ process: process.id, region: name, watch }];
	});
}

function regionsOf(m: Machine) {
	return m.processes.filter(isRunning).flatMap((process) =>
		process.regions.map(({ name, start, pages }) => ({
			process,
			name,
			start,
			pages,
			spans: (set: PageSetName) => spansWithin(process, set, start, pages),
		})),
	);
}

function spansWithin(process: Process, set: PageSetName, start: number, pages: number): Span[] {
	return toSpans(process[set].within(start, start + pages)).map(({ at, n }) => ({ at: at - start, n }));
}
