/** Films of the machine without a worker, for tests. */
import type { Cursor, Film, Moment } from "../history/film.ts";
import { Run } from "../history/run.ts";
import { parseLine } from "../scenario/parse.ts";
import { kernelById } from "../sim/kernels/kernels.ts";

export function modelFilm(kernel: string, script: readonly string[]): Film {
	const record = kernelById(kernel);
	if (record === undefined) throw new Error(`no kernel ${kernel}`);
	const run = new Run(
		record,
		script.map((text) => {
			const read = parseLine(text);
			return read.ok ? { text, parsed: read.value } : { text, withheld: { status: "refused", problem: read.error.message } };
		}),
	);
	const kept = new Map<number, Moment>();
	const at = ({ step, micro }: Cursor) => {
		const moment = (micro === 0 ? kept.get(step) : undefined) ?? run.at({ step, micro });
		if (micro === 0) kept.set(step, moment);
		return Promise.resolve(moment);
	};
	return { kernel, source: "model", frames: "pfn", steps: run.steps, at };
}
