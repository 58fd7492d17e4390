/** Bridges between the lab and the explorer. */
import { parseLine } from "../scenario/parse.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import type { LabPlan } from "../trackers/lab/presets.ts";
import type { TrackerId } from "../trackers/lab/tracker.ts";
import { MAX_LISTED } from "../trackers/lab/workload.ts";
import { labScript } from "./lab.ts";
import { opened } from "./open.ts";
import { newLine, type ScenarioLine } from "./scenario_lines.ts";

/** Pages that a scenario's enabled lines write, in their order, by offset within their region; not more than a plan may list. */
export function pagesWritten(lines: readonly ScenarioLine[]): readonly number[] {
	const pages: number[] = [];
	for (const { text, enabled } of lines) {
		const read = enabled ? parseLine(text) : null;
		if (read === null || !read.ok) continue;
		const { operation } = read.value;
		if (operation.kind !== "write" && operation.kind !== "store" && operation.kind !== "fill") continue;
		const first = Math.floor(operation.range.offset / PAGE_SIZE);
		const count = Math.max(1, Math.ceil(operation.range.length / PAGE_SIZE));
		for (let page = first; page < first + count && pages.length < MAX_LISTED; page++) pages.push(page);
	}
	return pages;
}

/** Shows an interval (from 0) of a small run in the explorer, at its end; false when the run has too many steps for it. */
export async function openInterval(plan: LabPlan, tracker: TrackerId, interval: number, page: number | null): Promise<boolean> {
	const lines = await labScript(plan, tracker, interval);
	if (lines === null) return false;
	await opened("", {
		kernel: plan.kernel,
		source: "model",
		lines: lines.map((text) => newLine(text)),
		cursor: { step: lines.length, micro: 0 },
		...(page === null ? {} : { selection: { process: "A", region: "heap", page }, lens: "soft-dirty" as const }),
	});
	return true;
}
