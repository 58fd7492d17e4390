/** What differs between two observations, as counts of pages by kind of change, with the first page of each. Pure. */
import { _PAGE_PRESENT, _PAGE_RW, _PAGE_UFFD_WP } from "../../sim/arch/x86_64.ts";
import { type Observation, PM_SOFT_DIRTY, PM_UFFD_WP, type RegionView, type Run, type VmaView } from "../../sim/include/observation.ts";
import type { ProcessId } from "../../sim/include/operation.ts";

export type PageChange =
	| "split"
	| "collapsed"
	| "mapped"
	| "mapped-huge"
	| "mapped-zero"
	| "unmapped"
	| "swapped-out"
	| "swapped-in"
	| "migrating"
	| "migrated-back"
	| "moved"
	| "soft-dirty-set"
	| "soft-dirty-cleared"
	| "uffd-wp-set"
	| "uffd-wp-cleared"
	| "write-gained"
	| "write-lost"
	| "other-bits";

export interface ChangedPages {
	readonly kind: PageChange;
	readonly process: ProcessId;
	readonly region: string;
	/** First page of the region that changed so. */
	readonly page: number;
	/** Pages that changed so, in this region. */
	readonly n: number;
}

export interface ChangedThing {
	readonly kind: "process-born" | "process-gone" | "region-born" | "region-gone" | "vma-split" | "vma-merged" | "vma-changed";
	readonly process: ProcessId;
	readonly region: string;
}

export interface ObservationChange {
	readonly pages: readonly ChangedPages[];
	readonly things: readonly ChangedThing[];
}

const PRESENT = BigInt(_PAGE_PRESENT);
const RW = BigInt(_PAGE_RW);
const UFFD_WP = BigInt(_PAGE_UFFD_WP);

function isMapped(run: Run): boolean {
	return run.frame !== undefined;
}

function isWritable(run: Run): boolean {
	return isMapped(run) && (run.entry & PRESENT) !== 0n && (run.entry & RW) !== 0n;
}

function isUffdWp(run: Run): boolean {
	const inEntry = isMapped(run) && (run.entry & PRESENT) !== 0n && (run.entry & UFFD_WP) !== 0n;
	return inEntry || (run.pagemap & PM_UFFD_WP) !== 0 || ((run.marker ?? 0) & 1) !== 0;
}

function frameAt(run: Run, page: number): number | "zero" | undefined {
	return typeof run.frame === "number" && !run.shared ? run.frame + page - run.at : run.frame;
}

function mappedNow(run: Run): PageChange {
	if (run.frame === "zero") return "mapped-zero";
	return run.level > 0 ? "mapped-huge" : "mapped";
}

function translation(before: Run | null, after: Run, page: number): PageChange | null {
	const was = before !== null && isMapped(before);
	const is = isMapped(after);
	if (before?.slot !== undefined && is) return "swapped-in";
	if (before?.slot === undefined && after.slot !== undefined) return "swapped-out";
	if (before?.special === undefined && after.special !== undefined) return "migrating";
	if (before?.special !== undefined && is) return "migrated-back";
	if (!was && is) return mappedNow(after);
	if (before === null) return null;
	if (was && !is) return after.slot === undefined && after.special === undefined ? "unmapped" : null;
	if (!was) return before.slot !== undefined && after.slot === undefined ? "unmapped" : null;
	if (before.level > after.level) return "split";
	if (before.level < after.level) return "collapsed";
	return frameAt(before, page) === frameAt(after, page) ? null : "moved";
}

/** All kinds of change of the pages that the two runs share, `page` being the first. */
function changesOf(before: Run | null, after: Run, page: number): PageChange[] {
	const kinds: PageChange[] = [];
	const moved = translation(before, after, page);
	if (moved !== null) kinds.push(moved);
	if (moved === "split" && frameAt(before ?? after, page) !== frameAt(after, page)) kinds.push("moved");
	const flip = (was: boolean, is: boolean, set: PageChange, cleared: PageChange) => {
		if (was !== is) kinds.push(is ? set : cleared);
	};
	const sd = (run: Run | null) => run !== null && (run.pagemap & PM_SOFT_DIRTY) !== 0;
	flip(sd(before), sd(after), "soft-dirty-set", "soft-dirty-cleared");
	flip(before !== null && isUffdWp(before), isUffdWp(after), "uffd-wp-set", "uffd-wp-cleared");
	if (before !== null && isMapped(before) && isMapped(after)) flip(isWritable(before), isWritable(after), "write-gained", "write-lost");
	if (kinds.length === 0 && before !== null && (before.entry !== after.entry || before.page !== after.page)) kinds.push("other-bits");
	return kinds;
}

function compareRegion(process: ProcessId, before: RegionView | null, after: RegionView): ChangedPages[] {
	if (before?.runs === after.runs) return [];
	const found = new Map<PageChange, { page: number; n: number }>();
	const old = before?.runs ?? [];
	let at = 0;
	let o = 0;
	for (const run of after.runs) {
		while (at < run.at + run.n) {
			while (o < old.length && (old[o]?.at ?? 0) + (old[o]?.n ?? 0) <= at) o++;
			const was = old[o];
			const end = Math.min(run.at + run.n, was === undefined ? Number.POSITIVE_INFINITY : was.at > at ? was.at : was.at + was.n);
			const there = was !== undefined && was.at <= at ? was : null;
			for (const kind of changesOf(there, run, at)) {
				const seen = found.get(kind);
				if (seen === undefined) found.set(kind, { page: at, n: end - at });
				else seen.n += end - at;
			}
			at = end;
		}
	}
	return [...found].map(([kind, where]) => ({ kind, process, region: after.name, ...where }));
}

function sameVma(a: VmaView, b: VmaView | undefined): boolean {
	return b !== undefined && a.prot === b.prot && a.flags.join() === b.flags.join();
}

function compareVmas(process: ProcessId, before: RegionView, after: RegionView): ChangedThing[] {
	const thing = (kind: ChangedThing["kind"]): ChangedThing[] => [{ kind, process, region: after.name }];
	if (before.vmas === after.vmas) return [];
	if (after.vmas.length > before.vmas.length) return thing("vma-split");
	if (after.vmas.length < before.vmas.length) return thing("vma-merged");
	return after.vmas.every((vma, at) => sameVma(vma, before.vmas[at])) ? [] : thing("vma-changed");
}

/** Compares what was observed at two moments, process by process and region by region. */
export function observationChange(before: Observation, after: Observation): ObservationChange {
	const pages: ChangedPages[] = [];
	const things: ChangedThing[] = [];
	for (const process of after.processes) {
		const was = before.processes.find(({ id }) => id === process.id);
		if (was === undefined) {
			things.push({ kind: "process-born", process: process.id, region: "" });
			continue;
		}
		for (const region of process.regions) {
			const old = was.regions.find(({ name }) => name === region.name) ?? null;
			if (old === null) things.push({ kind: "region-born", process: process.id, region: region.name });
			else things.push(...compareVmas(process.id, old, region));
			pages.push(...compareRegion(process.id, old, region));
		}
		for (const { name } of was.regions) {
			if (!process.regions.some((region) => region.name === name)) things.push({ kind: "region-gone", process: process.id, region: name });
		}
	}
	for (const { id } of before.processes) {
		if (!after.processes.some((process) => process.id === id)) things.push({ kind: "process-gone", process: id, region: "" });
	}
	return { pages, things };
}
