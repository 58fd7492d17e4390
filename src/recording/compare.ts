/** Compares what a kernel did in a step with what another did, aspect by aspect; both sides number frames and slots the same way. */
import type { KernelEvent } from "../sim/include/event.ts";
import {
	type Observation,
	PAGE_FLAGS,
	PM_FILE,
	PM_MMAP_EXCLUSIVE,
	PM_PRESENT,
	PM_SOFT_DIRTY,
	PM_SWAP,
	PM_UFFD_WP,
	type RegionView,
	type Run,
	type VmaView,
} from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import type { CallResult } from "../sim/include/transition.ts";
import { printEvent } from "./events.ts";

/**
 * `entries`: level, entry, marker, special, slot · `frames`: which frame · `pages`: flags of struct page, map count · `results`: ret,
 * errno, events, live processes.
 */
export const ASPECTS = ["entries", "pagemap", "vmas", "frames", "pages", "results"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** How one step ended, on either side. */
export interface StepView {
	readonly result?: CallResult;
	readonly events: readonly KernelEvent[];
	/** After the step, in canonical numbers. */
	readonly observation: Observation;
}

/** The first place at which an aspect of a step differs. */
export interface Difference {
	readonly aspect: Aspect;
	/** `A heap+0x3000`, `A heap`, or empty for the step as a whole. */
	readonly where: string;
	readonly expected: string;
	readonly actual: string;
}

/** At most one difference an aspect, in the order of `ASPECTS`; none when both did the same. */
export function compareStep(recorded: StepView, actual: StepView): readonly Difference[] {
	const found = new Differences();
	compareResults(found, recorded, actual);
	const others = new Map(actual.observation.processes.map((process) => [process.id, process]));
	for (const process of recorded.observation.processes) {
		const other = others.get(process.id);
		// Who lives is told by the results.
		if (other !== undefined) compareRegions(found, process.id, process.regions, other.regions);
	}
	return found.inOrder();
}

/** Processes that the recorder would list as living: those with a region. */
export function liveProcesses(observation: Observation): readonly ProcessId[] {
	return observation.processes.filter((process) => process.regions.length > 0).map((process) => process.id);
}

class Differences {
	private readonly first = new Map<Aspect, Difference>();

	add(aspect: Aspect, where: string, expected: string, actual: string): void {
		if (!this.first.has(aspect)) this.first.set(aspect, { aspect, where, expected, actual });
	}

	has(aspect: Aspect): boolean {
		return this.first.has(aspect);
	}

	inOrder(): readonly Difference[] {
		return ASPECTS.flatMap((aspect) => this.first.get(aspect) ?? []);
	}
}

function compareResults(found: Differences, recorded: StepView, actual: StepView): void {
	const check = (expected: string, other: string) => {
		if (expected !== other) found.add("results", "", expected, other);
	};
	check(resultText(recorded.result), resultText(actual.result));
	check(recorded.events.map(printEvent).join("; ") || "no events", actual.events.map(printEvent).join("; ") || "no events");
	const live = (view: StepView) => `live: ${liveProcesses(view.observation).join(", ") || "none"}`;
	check(live(recorded), live(actual));
}

function resultText(result: CallResult | undefined): string {
	if (result === undefined) return "no result";
	return result.errno === 0 ? `ret ${result.ret}` : `ret ${result.ret}, errno ${result.errno}`;
}

function compareRegions(found: Differences, process: ProcessId, recorded: readonly RegionView[], actual: readonly RegionView[]): void {
	for (const region of recorded) {
		const other = actual.find((candidate) => candidate.name === region.name);
		const where = `${process} ${region.name}`;
		if (other === undefined) {
			found.add("vmas", where, "the region", "no such region");
			continue;
		}
		if (other.pages !== region.pages) found.add("vmas", where, `${region.pages} pages`, `${other.pages} pages`);
		const expected = vmaText(region.vmas);
		const vmas = vmaText(other.vmas);
		if (expected !== vmas) found.add("vmas", where, expected, vmas);
		compareRuns(found, where, region.runs, other.runs);
	}
	for (const region of actual) {
		if (!recorded.some((candidate) => candidate.name === region.name))
			found.add("vmas", `${process} ${region.name}`, "no such region", "the region");
	}
}

function vmaText(vmas: readonly VmaView[]): string {
	return vmas.map((vma) => [`${vma.at}+${vma.n}`, vma.prot, ...vma.flags].join(" ")).join(", ") || "no VMA";
}

/** Walks both lists of runs at once; within each stretch on which neither changes, one look decides. */
function compareRuns(found: Differences, where: string, recorded: readonly Run[], actual: readonly Run[]): void {
	let i = 0;
	let j = 0;
	for (let at = 0; ; ) {
		const a = recorded[i];
		const b = actual[j];
		if (a === undefined || b === undefined) break;
		const end = Math.min(a.at + a.n, b.at + b.n);
		compareStretch(found, where, a, b, at, end);
		if (a.at + a.n <= end) i++;
		if (b.at + b.n <= end) j++;
		at = end;
	}
}

function compareStretch(found: Differences, where: string, a: Run, b: Run, at: number, end: number): void {
	const place = (page: number) => `${where}+0x${(page * PAGE_SIZE).toString(16)}`;
	if (a.level !== b.level || a.entry !== b.entry || a.marker !== b.marker || a.special !== b.special) {
		found.add("entries", place(at), entryText(a, at), entryText(b, at));
	}
	const slot = firstDifference(slotAt(a), slotAt(b), at, end);
	if (slot !== null) found.add("entries", place(slot), entryText(a, slot), entryText(b, slot));
	if (a.pagemap !== b.pagemap) found.add("pagemap", place(at), pagemapText(a.pagemap), pagemapText(b.pagemap));
	const frame = firstDifference(frameAt(a), frameAt(b), at, end);
	if (frame !== null) found.add("frames", place(frame), frameText(frameAt(a)(frame)), frameText(frameAt(b)(frame)));
	if (a.page !== b.page || a.mapcount !== b.mapcount) found.add("pages", place(at), pageText(a), pageText(b));
}

type At<T> = (page: number) => T;

/** Numbers in a run are constant or count up, so two of them that agree on two pages agree on all. */
function firstDifference<T>(a: At<T>, b: At<T>, at: number, end: number): number | null {
	if (a(at) !== b(at)) return at;
	return end - at > 1 && a(at + 1) !== b(at + 1) ? at + 1 : null;
}

function frameAt(run: Run): At<number | "zero" | undefined> {
	return (page) => (typeof run.frame === "number" && run.shared !== true ? run.frame + (page - run.at) : run.frame);
}

function slotAt(run: Run): At<number | undefined> {
	return (page) => (run.slot === undefined ? undefined : run.slot + (page - run.at));
}

const LEVELS = ["PTE", "PMD", "PUD", "PGD"] as const;

function entryText(run: Run, page: number): string {
	const level = LEVELS[run.level];
	const word = `0x${run.entry.toString(16)}`;
	if (run.slot !== undefined) return `${level} swap slot ${slotAt(run)(page)}, bits ${word}`;
	if (run.marker !== undefined) return `${level} marker ${run.marker}, bits ${word}`;
	if (run.special !== undefined) return `${level} not-present entry of type ${run.special}, bits ${word}`;
	return run.entry === 0n ? `${level} none` : `${level} ${word}`;
}

const PAGEMAP_BITS: readonly (readonly [number, string])[] = [
	[PM_SOFT_DIRTY, "soft-dirty"],
	[PM_MMAP_EXCLUSIVE, "exclusive"],
	[PM_UFFD_WP, "uffd-wp"],
	[PM_FILE, "file"],
	[PM_SWAP, "swap"],
	[PM_PRESENT, "present"],
];

function pagemapText(bits: number): string {
	const names = PAGEMAP_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
	return `0x${bits.toString(16)} (${names.join(", ") || "nothing"})`;
}

function frameText(frame: number | "zero" | undefined): string {
	return frame === undefined ? "no frame" : frame === "zero" ? "the zero page" : `frame ${frame}`;
}

function pageText(run: Run): string {
	if (run.page === undefined) return "no page";
	const { page } = run;
	const names = PAGE_FLAGS.filter((_, index) => (page & (1 << index)) !== 0);
	const flags = names.join(" ") || "no flags";
	return run.mapcount === undefined ? flags : `${flags}, mapcount ${run.mapcount}`;
}
