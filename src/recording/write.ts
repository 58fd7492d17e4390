/** Writes what a film shows as a recording's file: the inverse of load.ts. A model's frames and slots are numbered as the recorder does. */
import type { Film } from "../history/film.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import { type Observation, PAGE_FLAGS, type RegionView, type Run } from "../sim/include/observation.ts";
import { Canonicalizer } from "./canonical.ts";
import { liveProcesses } from "./compare.ts";
import { printEvent } from "./events.ts";
import type { RecordingFile, RegionFile, RunFile, StepFile } from "./schema.ts";

export interface RecordingNames {
	/** Letters, digits, `.`, `_` and `-`. */
	readonly name: string;
	readonly about: string;
}

/** The film as a file of one kernel; `layout` is that kernel's. Disabled and refused lines are no steps of a real kernel: they are left out. */
export async function recordingOf(film: Film, layout: EntryLayout, { name, about }: RecordingNames): Promise<RecordingFile> {
	const canonical = film.frames === "pfn" ? new Canonicalizer(layout) : null;
	const script: string[] = [];
	const steps: StepFile[] = [];
	const before = new Map<string, string>();
	for (const [index, step] of film.steps.entries()) {
		if (step.status === "disabled" || step.status === "refused") continue;
		const { observation: seen } = await film.at({ step: index + 1, micro: 0 });
		const observation = canonical?.next(seen) ?? seen;
		const state = changedState(observation, before);
		script.push(step.text);
		steps.push({
			op: step.text,
			...(step.result === undefined ? {} : step.result.errno === 0 ? { ret: step.result.ret } : step.result),
			...(step.events.length === 0 ? {} : { events: step.events.map(printEvent) }),
			live: [...liveProcesses(observation)],
			...(Object.keys(state).length === 0 ? {} : { state }),
		});
	}
	return { name, about, script, kernels: { [film.kernel]: steps } };
}

/** Regions that are not as they were in `before`, which learns them. */
function changedState(observation: Observation, before: Map<string, string>): NonNullable<StepFile["state"]> {
	const state: NonNullable<StepFile["state"]> = {};
	for (const process of observation.processes) {
		for (const region of process.regions) {
			const file = regionFile(region);
			const text = JSON.stringify(file);
			const key = `${process.id} ${region.name}`;
			if (before.get(key) === text) continue;
			before.set(key, text);
			state[process.id] = { ...state[process.id], [region.name]: file };
		}
	}
	return state;
}

function regionFile({ vmas, runs }: RegionView): RegionFile {
	return { vmas: vmas.map(({ at, n, prot, flags }) => ({ at, n, prot, flags: [...flags] })), runs: runs.map(runFile) };
}

function runFile({ at, n, level, entry, frame, shared, slot, marker, special, page, mapcount, pagemap }: Run): RunFile {
	return {
		at,
		n,
		level,
		entry: `0x${entry.toString(16)}`,
		...(frame === undefined ? {} : { frame }),
		...(shared === true ? { shared: 1 as const } : {}),
		...(slot === undefined ? {} : { slot }),
		...(marker === undefined ? {} : { marker }),
		...(special === undefined ? {} : { special }),
		...(page === undefined ? {} : { page: PAGE_FLAGS.filter((_, bit) => (page & (1 << bit)) !== 0) }),
		...(mapcount === undefined ? {} : { mapcount }),
		pagemap: `0x${pagemap.toString(16)}`,
	};
}
