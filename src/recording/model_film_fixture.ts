/** What the machine does with a script, step by step and at full speed: a film without micro-steps, for tests. */
import type { Film, FilmStep, Moment } from "../history/film.ts";
import { parseLine } from "../scenario/parse.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { boot, step } from "../sim/machine.ts";
import { observe } from "../sim/observe.ts";
import { judge } from "../trackers/judge.ts";
import { truthOf } from "../trackers/oracle.ts";

/** Throws where the kernel is not modelled or a line cannot be read. */
export function modelFilm(kernel: string, script: readonly string[]): Film {
	const record = kernelById(kernel);
	if (record === undefined) throw new Error(`the machine has no kernel ${kernel}`);
	const machine = boot(record);
	const moments: Moment[] = [];
	const steps: FilmStep[] = [];
	const look = () => {
		const observation = observe(machine);
		moments.push({ cursor: { step: moments.length, micro: 0 }, observation, verdict: judge(truthOf(machine), observation) });
	};
	look();
	for (const text of script) {
		const parsed = parseLine(text);
		if (!parsed.ok) throw new Error(parsed.error.message);
		const { result, events } = step(machine, parsed.value);
		steps.push({ text, parsed: parsed.value, status: "done", ...(result === undefined ? {} : { result }), events, micros: 0 });
		look();
	}
	const at: Film["at"] = ({ step: done }) => {
		const moment = moments[done];
		return moment === undefined ? Promise.reject(new Error(`no step ${done}`)) : Promise.resolve(moment);
	};
	const nothing = () => Promise.reject(new Error("nobody asks"));
	return { kernel, source: "model", frames: "pfn", steps, at, microSteps: () => Promise.resolve([]), digest: nothing };
}
