/** One page of an observation with everything that is known of it: the first step from a selection to a panel. */

import { describePagemap, type PagemapDescription } from "../../sim/arch/pagemap_fields.ts";
import { entryWordOf, type FrameNumbers, pagemapWordOf } from "../../sim/arch/run_word.ts";
import { describeEntry, type EntryDescription } from "../../sim/arch/x86_64_fields.ts";
import type { EntryLayout } from "../../sim/include/kernel.ts";
import type { Observation, RegionView, Run, VmaView } from "../../sim/include/observation.ts";
import type { Selection } from "../../state/stage.ts";

/** How the film's kernel writes entries, and what its frame numbers are. */
export interface Reader {
	readonly layout: EntryLayout;
	readonly numbers: FrameNumbers;
}

export interface PageReading {
	readonly selection: Selection;
	readonly region: RegionView;
	/** Virtual page number. */
	readonly vpn: number;
	readonly run: Run;
	/** null in a hole that no VMA covers. */
	readonly vma: VmaView | null;
	readonly entry: EntryDescription;
	readonly pagemap: PagemapDescription;
}

/** Why a selection has no page to show. */
export type Missing = "process" | "region" | "page";

export function readPage(observation: Observation, selection: Selection, reader: Reader): PageReading | Missing {
	const process = observation.processes.find(({ id }) => id === selection.process);
	if (process === undefined) return "process";
	const region = process.regions.find(({ name }) => name === selection.region);
	if (region === undefined) return "region";
	const { page } = selection;
	const run = covering(region.runs, page);
	if (run === undefined) return "page";
	const { layout, numbers } = reader;
	const vpn = region.start + page;
	const word = entryWordOf(layout, run, page, vpn, numbers);
	const pagemapWord = pagemapWordOf(layout, run, page, word, numbers);
	return {
		selection,
		region,
		vpn,
		run,
		vma: covering(region.vmas, page) ?? null,
		entry: describeEntry(layout, run.level, word.word, word),
		pagemap: describePagemap(layout, pagemapWord.word, pagemapWord),
	};
}

/** The stretch that holds `page`; stretches are in ascending order. */
export function covering<T extends { readonly at: number; readonly n: number }>(stretches: readonly T[], page: number): T | undefined {
	let low = 0;
	let high = stretches.length - 1;
	while (low <= high) {
		const middle = (low + high) >>> 1;
		const stretch = stretches[middle];
		if (stretch === undefined) return undefined;
		if (page < stretch.at) high = middle - 1;
		else if (page >= stretch.at + stretch.n) low = middle + 1;
		else return stretch;
	}
	return undefined;
}
