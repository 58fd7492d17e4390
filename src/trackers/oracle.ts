/** The truth, read from the machine: which pages each process really wrote since its last clear_refs. */
import { Spans } from "../base/spans.ts";
import type { Machine } from "../sim/machine_state.ts";
import type { RegionTruth } from "./judge.ts";

/** What `judge()` holds soft-dirty's report against. */
export function truthOf(m: Machine): RegionTruth[] {
	return m.processes
		.filter((process) => process.live)
		.flatMap((process) =>
			process.regions.map(({ name, start, pages }) => {
				const spans = (set: typeof process.written) => {
					const found = new Spans();
					for (const page of set.within(start, start + pages)) found.add(page - start, 1);
					return found.list;
				};
				return { process: process.id, region: name, written: spans(process.written), dropped: spans(process.dropped) };
			}),
		);
}
