/**
 * Judges soft-dirty: what pagemap bit 55 reports, against what was really written since the process last wrote clear_refs. Whoever knows
 * the truth (the machine, or the script of a recording) brings it; the judgement is the same.
 */
import type { Span } from "../base/spans.ts";
import { type Observation, PM_SOFT_DIRTY, type RegionView, type Run } from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import type { PageVerdict, Verdict } from "./verdict.ts";

/** What happened to a region of one process since that process last wrote clear_refs. Spans are sorted, in pages of the region. */
export interface RegionTruth {
	readonly process: ProcessId;
	readonly region: string;
	/** Written through this process's page tables, and not dropped by it since. */
	readonly written: readonly Span[];
	/** Written, then dropped by the program itself (MADV_DONTNEED, munmap, or MADV_FREE and reclaim). */
	readonly dropped: readonly Span[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const NOTHING: readonly Span[] = [];

/**
 * The verdict over populated pages: those with an entry that leads to data (mapped, swapped or migrating; the zero page included). A
 * written page of a *shared* mapping that lost its entry to reclaim still has its data in the page cache, so it counts as populated
 * too: the tracker can no longer tell. A written private page without an entry was dropped.
 *
 * `written` lists dropped pages as well; `missed` and `dropped` are parts of it.
 */
export function judge(truth: readonly RegionTruth[], observation: Observation): Verdict {
	const verdict: Mutable<Verdict> = { written: [], reported: 0, missed: [], spurious: [], spuriousCount: 0, dropped: [] };
	for (const { id, regions } of observation.processes) {
		for (const region of regions) {
			const known = truth.find((candidate) => candidate.process === id && candidate.region === region.name);
			judgeRegion(verdict, id, region, known?.written ?? NOTHING, known?.dropped ?? NOTHING);
		}
	}
	return verdict;
}

function judgeRegion(
	verdict: Mutable<Verdict>,
	process: ProcessId,
	region: RegionView,
	written: readonly Span[],
	dropped: readonly Span[],
): void {
	const at = (page: number): PageVerdict => ({ process, region: region.name, page });
	const shared = region.vmas.some((vma) => vma.flags.includes("sh"));
	const writes = overlaps(written, region.runs);
	const drops = overlaps(dropped, region.runs);
	for (const run of region.runs) {
		const reported = (run.pagemap & PM_SOFT_DIRTY) !== 0;
		const populated = isPopulated(run);
		const runWrites = writes(run);
		const runDrops = drops(run);
		if (populated && reported) {
			verdict.reported += run.n;
			for (const gap of gaps(run, [...runWrites, ...runDrops])) addSpurious(verdict, process, region.name, gap);
		}
		for (const { page, wasDropped } of inOrder(runWrites, runDrops)) {
			verdict.written.push(at(page));
			if (wasDropped || (!populated && !shared)) verdict.dropped.push(at(page));
			else if (!reported) verdict.missed.push(at(page));
		}
	}
}

/** Whether the entry leads to data: mapped or PROT_NONE, in swap, or migrating. A marker leads to none. */
export function isPopulated(run: Run): boolean {
	return run.frame !== undefined || run.slot !== undefined || run.special !== undefined;
}

/** The parts of `spans` within a run; to be asked for the runs in their order. */
function overlaps(spans: readonly Span[], runs: readonly Run[]): (run: Run) => Span[] {
	// Most regions have few writes or few runs; either way each span is looked at once.
	let next = 0;
	if (spans.length === 0 || runs.length === 0) return () => [];
	return (run) => {
		const end = run.at + run.n;
		const found: Span[] = [];
		for (let span = spans[next]; span !== undefined && span.at < end; span = spans[next]) {
			const from = Math.max(run.at, span.at);
			const to = Math.min(end, span.at + span.n);
			if (from < to) found.push({ at: from, n: to - from });
			if (span.at + span.n > end) break;
			next++;
		}
		return found;
	};
}

/** What of the run none of the spans covers. */
function gaps(run: Run, spans: readonly Span[]): Span[] {
	const found: Span[] = [];
	let from = run.at;
	for (const span of [...spans].sort((a, b) => a.at - b.at)) {
		if (span.at > from) found.push({ at: from, n: span.at - from });
		from = Math.max(from, span.at + span.n);
	}
	if (from < run.at + run.n) found.push({ at: from, n: run.at + run.n - from });
	return found;
}

function inOrder(writes: readonly Span[], drops: readonly Span[]): { page: number; wasDropped: boolean }[] {
	const pages: { page: number; wasDropped: boolean }[] = [];
	for (const span of writes) for (let k = 0; k < span.n; k++) pages.push({ page: span.at + k, wasDropped: false });
	for (const span of drops) for (let k = 0; k < span.n; k++) pages.push({ page: span.at + k, wasDropped: true });
	return drops.length === 0 ? pages : pages.sort((a, b) => a.page - b.page);
}

/** Runs that differ only in what the verdict does not show become one. */
function addSpurious(verdict: Mutable<Verdict>, process: ProcessId, region: string, gap: Span): void {
	verdict.spuriousCount += gap.n;
	const last = verdict.spurious.at(-1);
	if (last !== undefined && last.process === process && last.region === region && last.page + last.n === gap.at) {
		verdict.spurious[verdict.spurious.length - 1] = { ...last, n: last.n + gap.n };
	} else {
		verdict.spurious.push({ process, region, page: gap.at, n: gap.n });
	}
}
