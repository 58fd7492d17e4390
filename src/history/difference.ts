/**
 * What two moments differ in: page by page as spans, and in what the steps before them answered. Costs what the runs are, not what
 * memory they cover. Struct page is left out: its flags follow the entries, and kernels keep different ones.
 */
import type { EntryLayout } from "../sim/include/kernel.ts";
import {
	type Observation,
	PM_FILE,
	PM_MMAP_EXCLUSIVE,
	PM_PRESENT,
	PM_SOFT_DIRTY,
	PM_SWAP,
	PM_UFFD_WP,
	type RegionView,
	type Run,
	VMA_FLAGS,
	type VmaView,
} from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import type { FilmStep } from "./film.ts";
import { bothKeepExclusive, entryFacts, type Fact, type Meaning, meaningOfRun } from "./meaning.ts";
import { Renaming } from "./renaming.ts";

/** One side of a comparison. */
export interface View {
	readonly layout: EntryLayout;
	readonly observation: Observation;
	/** Whether slot numbers tell which entries share a slot: labels of recordings before 4.19 do not. */
	readonly slotsTold: boolean;
	/** The step just done; absent when the steps of the two sides do not correspond. */
	readonly step?: Pick<FilmStep, "result" | "events"> | undefined;
}

/** Pages `at … at+n-1` of a region that differ alike. */
export interface PageDifference {
	readonly process: ProcessId;
	readonly region: string;
	readonly at: number;
	readonly n: number;
	/** At least one. The same array for pages that differ alike. */
	readonly facts: readonly Fact[];
}

export interface Difference {
	/** In the order of processes, regions and pages; VMAs have spans of their own. */
	readonly pages: readonly PageDifference[];
	/** Results, events, who lives, which regions there are. */
	readonly things: readonly Fact[];
}

export function isSame({ pages, things }: Difference): boolean {
	return pages.length === 0 && things.length === 0;
}

/** Everything by which `there` differs from `here`. */
export function differenceOf(here: View, there: View): Difference {
	return new Comparison(here, there).run();
}

class Comparison {
	private readonly here: View;
	private readonly there: View;
	private readonly exclusive: boolean;
	private readonly pages: PageDifference[] = [];
	private readonly things: Fact[] = [];
	private readonly frames = new Renaming();
	private readonly slots = new Renaming();
	private readonly pairs = new Map<Meaning, Map<Meaning, readonly Fact[]>>();
	private readonly lists = new Map<string, readonly Fact[]>();

	constructor(here: View, there: View) {
		this.here = here;
		this.there = there;
		this.exclusive = bothKeepExclusive(here.layout, there.layout);
	}

	run(): Difference {
		this.compareSteps();
		const others = new Map(this.there.observation.processes.map((process) => [process.id, process]));
		for (const process of this.here.observation.processes) {
			const other = others.get(process.id);
			if (other !== undefined) this.compareRegions(process.id, process.regions, other.regions);
		}
		return { pages: this.pages, things: this.things };
	}

	private thing(key: string, name: string, here: string, there: string): void {
		if (here !== there) this.things.push({ aspect: "results", key, name, colour: "ink", here, there });
	}

	private compareSteps(): void {
		const { here, there } = this;
		if (here.step !== undefined && there.step !== undefined) {
			this.thing("result", "result", resultText(here.step), resultText(there.step));
			this.thing("events", "events", eventsText(here.step), eventsText(there.step));
		}
		// Who has no region left is not listed by recordings.
		const live = ({ observation }: View) =>
			observation.processes.flatMap(({ id, regions }) => (regions.length > 0 ? [id] : [])).join(", ") || "none";
		this.thing("live", "live processes", live(here), live(there));
	}

	private compareRegions(process: ProcessId, here: readonly RegionView[], there: readonly RegionView[]): void {
		const names = (regions: readonly RegionView[]) => regions.map(({ name, pages }) => `${name} (${pages} pages)`).join(", ");
		if (here.length !== there.length || here.some(({ name, pages }) => !there.some((o) => o.name === name && o.pages === pages)))
			this.thing("regions", `regions of ${process}`, names(here), names(there));
		for (const region of here) {
			const other = there.find(({ name }) => name === region.name);
			if (other === undefined) continue;
			this.compareVmas(process, region.name, region.vmas, other.vmas);
			this.compareRuns(process, region.name, region.runs, other.runs);
		}
	}

	private compareRuns(process: ProcessId, region: string, here: readonly Run[], there: readonly Run[]): void {
		if (here === there) return;
		let i = 0;
		let j = 0;
		for (let at = 0; ; ) {
			const a = here[i];
			const b = there[j];
			if (a === undefined || b === undefined) break;
			const end = Math.min(a.at + a.n, b.at + b.n);
			this.compareStretch(process, region, a, b, at, end - at);
			if (a.at + a.n <= end) i++;
			if (b.at + b.n <= end) j++;
			at = end;
		}
	}

	private compareStretch(process: ProcessId, region: string, a: Run, b: Run, at: number, n: number): void {
		const entry = this.entryPair(meaningOfRun(this.here.layout, a), meaningOfRun(this.there.layout, b));
		const pagemap = a.pagemap === b.pagemap ? NONE : this.keep(pagemapFacts(a.pagemap, b.pagemap));
		const frames = this.framesFacts(a, b, at, n);
		const lists = [entry, pagemap, frames].filter((facts) => facts.length > 0);
		const [only] = lists;
		if (only === undefined) return;
		this.add(process, region, at, n, lists.length === 1 ? only : this.keep(lists.flat()));
	}

	private add(process: ProcessId, region: string, at: number, n: number, facts: readonly Fact[]): void {
		const last = this.pages.at(-1);
		if (last?.process === process && last.region === region && last.facts === facts && last.at + last.n === at)
			this.pages[this.pages.length - 1] = { ...last, n: last.n + n };
		else this.pages.push({ process, region, at, n, facts });
	}

	private entryPair(a: Meaning, b: Meaning): readonly Fact[] {
		if (a === b) return NONE;
		const row = this.pairs.get(a) ?? new Map<Meaning, readonly Fact[]>();
		this.pairs.set(a, row);
		const facts = row.get(b) ?? this.keep(entryFacts(a, b, this.exclusive));
		row.set(b, facts);
		return facts;
	}

	/** Which entries share a frame or a slot. Only what both sides name can be compared. */
	private framesFacts(a: Run, b: Run, at: number, n: number): readonly Fact[] {
		if (a.frame !== undefined && b.frame !== undefined) {
			if (typeof a.frame !== "number" || typeof b.frame !== "number") {
				return a.frame === b.frame ? NONE : this.keep([zeroFact(a.frame === "zero")]);
			}
			const [x, y] = [numberAt(a.frame, a, at), numberAt(b.frame, b, at)];
			return this.agree(this.frames, x, y, n, a, b) ? NONE : this.keep([SHARING]);
		}
		// A PROT_NONE entry with a slot is one that the recorder took for a swap entry.
		if (a.slot === undefined || b.slot === undefined || !this.here.slotsTold || !this.there.slotsTold) return NONE;
		if (((a.entry | b.entry) & PROTNONE) !== 0n) return NONE;
		return this.agree(this.slots, numberAt(a.slot, a, at), numberAt(b.slot, b, at), n, a, b) ? NONE : this.keep([SHARING]);
	}

	private agree(names: Renaming, x: number, y: number, n: number, a: Run, b: Run): boolean {
		const oneA = a.shared === true || n === 1;
		const oneB = b.shared === true || n === 1;
		return oneA === oneB && names.agree(x, y, oneA ? 1 : n);
	}

	private compareVmas(process: ProcessId, region: string, here: readonly VmaView[], there: readonly VmaView[]): void {
		if (here === there) return;
		const edges = [...new Set([...here, ...there].flatMap(({ at, n }) => [at, at + n]))].sort((a, b) => a - b);
		for (const [index, at] of edges.entries()) {
			const end = edges[index + 1];
			if (end === undefined) break;
			const a = here.find((vma) => vma.at <= at && at < vma.at + vma.n);
			const b = there.find((vma) => vma.at <= at && at < vma.at + vma.n);
			const facts = this.keep(vmaFacts(a, b, at));
			if (facts.length > 0) this.add(process, region, at, end - at, facts);
		}
	}

	/** The same array for equal facts. */
	private keep(facts: readonly Fact[]): readonly Fact[] {
		if (facts.length === 0) return NONE;
		const key = facts.map(({ aspect, key, here, there }) => `${aspect} ${key} ${here} ${there}`).join("|");
		const same = this.lists.get(key) ?? facts;
		this.lists.set(key, same);
		return same;
	}
}

const NONE: readonly Fact[] = [];
const PROTNONE = 0x100n;
const SHARING: Fact = {
	aspect: "frames",
	key: "frame",
	name: "which entries share the frame",
	colour: "soft",
	here: "one way",
	there: "another",
};

function zeroFact(here: boolean): Fact {
	const [zero, own] = ["the zero page", "a frame of its own"];
	return { aspect: "frames", key: "frame", name: "frame", colour: "soft", here: here ? zero : own, there: here ? own : zero };
}

function numberAt(first: number, run: Run, page: number): number {
	return run.shared === true ? first : first + (page - run.at);
}

const PAGEMAP: readonly (readonly [number, string, Fact["colour"]])[] = [
	[PM_SOFT_DIRTY, "soft-dirty", "sd"],
	[PM_UFFD_WP, "uffd-wp", "uw"],
	[PM_MMAP_EXCLUSIVE, "exclusive", "x"],
	[PM_FILE, "file", "soft"],
	[PM_SWAP, "swap", "soft"],
	[PM_PRESENT, "present", "ink"],
];

function pagemapFacts(a: number, b: number): readonly Fact[] {
	return PAGEMAP.filter(([bit]) => ((a ^ b) & bit) !== 0).map(([bit, key, colour]) => ({
		aspect: "pagemap",
		key,
		name: `${key} in pagemap`,
		colour,
		here: (a & bit) !== 0 ? "1" : "0",
		there: (b & bit) !== 0 ? "1" : "0",
	}));
}

function vmaFacts(a: VmaView | undefined, b: VmaView | undefined, at: number): readonly Fact[] {
	const fact = (key: string, name: string, here: string, there: string): Fact => ({
		aspect: "vmas",
		key,
		name,
		colour: "ink",
		here,
		there,
	});
	if (a === undefined || b === undefined) {
		return a === b ? NONE : [fact("vma", "VMA", a === undefined ? "none" : a.prot, b === undefined ? "none" : b.prot)];
	}
	const facts: Fact[] = [];
	if (a.prot !== b.prot) facts.push(fact("prot", "protection of the VMA", a.prot, b.prot));
	for (const flag of VMA_FLAGS) {
		const [has, had] = [a.flags.includes(flag), b.flags.includes(flag)];
		if (has !== had) facts.push(fact(flag, `VMA flag ${flag}`, has ? "1" : "0", had ? "1" : "0"));
	}
	if ((a.at === at) !== (b.at === at))
		facts.push(fact("boundary", "boundary of VMAs", a.at === at ? "here" : "none", b.at === at ? "here" : "none"));
	return facts;
}

/** Blocked, died and skipped are events. */
function resultText({ result }: Pick<FilmStep, "result">): string {
	if (result === undefined) return "none";
	return result.errno === 0 ? `ret ${result.ret}` : `errno ${result.errno}`;
}

function eventsText({ events }: Pick<FilmStep, "events">): string {
	return events.map((event) => Object.values(event).join(" ")).join("; ") || "none";
}
