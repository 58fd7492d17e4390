import type { JournalEntry } from "../../../base/journal.ts";
import type { Machine } from "../../../sim/machine_state.ts";
import { Trace } from "../../../sim/trace.ts";

/** A function of the kernel that ran and changed something, `times` in a row. */
export interface FunctionRun {
	readonly fn: string;
	readonly label: string;
	readonly times: number;
}

/** A trace that only tells which functions ran: cheaper than describing each change. */
export function countingTrace(m: Machine): Trace {
	return new Trace((journal, start) => {
		let count = 0;
		for (let i = start; i < journal.entries.length; i++) if (isVisible(m, journal.entries[i])) count++;
		return { changes: [], count };
	});
}

/** Changes of page tables: what the machine promises to belong to a micro-step. */
function isVisible(m: Machine, entry: JournalEntry | undefined): boolean {
	return entry?.column === m.tables.flags || entry?.column === m.tables.target;
}
