/** Where two compared moments differ, as pictures need it: entries of a table, and stretches of addresses. */
import type { PageDifference } from "../history/difference.ts";
import { entrySpan, type Geometry } from "../sim/include/geometry.ts";
import type { Observation } from "../sim/include/observation.ts";
import { pagesPerTable, type TableId } from "./geometry.ts";

/** Pages `from … from+n-1` (virtual page numbers) of a process. */
export interface DifferingStretch {
	readonly process: string;
	readonly from: number;
	readonly n: number;
	readonly difference: PageDifference;
}

/** Differences of pages by address, for regions that `observation` has. VMAs are no entries: theirs are left out. */
export function differingStretches(pages: readonly PageDifference[], observation: Observation): readonly DifferingStretch[] {
	const stretches: DifferingStretch[] = [];
	for (const difference of pages) {
		if (difference.facts.every(({ aspect }) => aspect === "vmas")) continue;
		const process = observation.processes.find(({ id }) => id === difference.process);
		const region = process?.regions.find(({ name }) => name === difference.region);
		if (region !== undefined)
			stretches.push({ process: difference.process, from: region.start + difference.at, n: difference.n, difference });
	}
	return stretches;
}

/** Entries of one table that differ, or that lead to some that do. */
export interface CellMarks {
	/** 1 for each that does. */
	readonly marked: Uint8Array;
	/** What differs at an entry: `soft-dirty 0, there 1`; empty where nothing does. */
	words(index: number): string;
}

/** null where nothing in the table differs. */
export function cellMarks(stretches: readonly DifferingStretch[], id: TableId, geometry: Geometry): CellMarks | null {
	const span = entrySpan(geometry, id.level);
	const here = stretches.filter(
		({ process, from, n }) => process === id.process && from < id.page + pagesPerTable(geometry, id.level) && from + n > id.page,
	);
	if (here.length === 0) return null;
	const marked = new Uint8Array(geometry.entries);
	for (const { from, n } of here) {
		marked.fill(1, Math.max(0, Math.floor((from - id.page) / span)), Math.min(geometry.entries, Math.ceil((from + n - id.page) / span)));
	}
	return {
		marked,
		words(index) {
			if (marked[index] !== 1) return "";
			const page = id.page + index * span;
			const found = here.find(({ from, n }) => from < page + span && from + n > page);
			if (id.level > 0) return "entries below differ";
			return found === undefined ? "" : factWords(found.difference);
		},
	};
}

/** `soft-dirty 0, there 1; level PTE, there PMD`. */
export function factWords({ facts }: Pick<PageDifference, "facts">): string {
	return facts.map(({ name, here, there }) => `${name} ${here}, there ${there}`).join("; ");
}
