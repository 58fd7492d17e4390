/**
 * Which page-table entries map which frames, over all processes: a list of spans that do not overlap, in the order of frames,
 * each with how many entries map every one of its frames. Built from runs, so its size follows the runs and not the memory.
 */
import { type Observation, PG_LARGE, type Run } from "../sim/include/observation.ts";

export interface FrameSpan {
	/** First frame. */
	readonly from: number;
	readonly n: number;
	/** Entries that map each of these frames. */
	readonly mappings: number;
	/** PG_* bits that some mapping of it shows. */
	readonly page: number;
	/** First frame of the folio, where it can be told; frames with the same head belong together. -1: of no large folio. */
	readonly head: number;
}

export interface FrameIndex {
	readonly spans: readonly FrameSpan[];
	/** Number of swap slots in use, each counted once. */
	readonly slots: number;
}

interface Edge {
	readonly at: number;
	readonly delta: number;
	readonly page: number;
	readonly head: number;
}

/**
 * `hugePages`: base pages of a huge page. The head of a large folio is told from the address: a folio that was faulted in as a huge
 * page is mapped at the same offset in its huge range. Where that does not hold (moved pages), frames are grouped by neighbourhood.
 */
export function indexFrames(observation: Observation, hugePages: number): FrameIndex {
	const edges: Edge[] = [];
	const slots = new Set<number>();
	for (const process of observation.processes) {
		for (const region of process.regions) {
			for (const run of region.runs) {
				if (run.slot !== undefined) for (let k = 0; k < run.n; k++) slots.add(run.slot + k);
				if (typeof run.frame !== "number") continue;
				const from = run.frame;
				// One frame behind every page of the run (KSM, a shared page): it is mapped as often as the run is long.
				const n = run.shared ? 1 : run.n;
				const weight = run.shared ? run.n : 1;
				const head = folioHead(run, from, region.start, hugePages);
				edges.push({ at: from, delta: weight, page: run.page ?? 0, head }, { at: from + n, delta: -weight, page: run.page ?? 0, head });
			}
		}
	}
	return { spans: sweep(edges), slots: slots.size };
}

function folioHead(run: Run, from: number, start: number, hugePages: number): number {
	const large = ((run.page ?? 0) & PG_LARGE) !== 0;
	return large ? from - ((start + run.at) % hugePages) : -1;
}

function sweep(edges: Edge[]): FrameSpan[] {
	edges.sort((a, b) => a.at - b.at);
	const spans: FrameSpan[] = [];
	const open = new Map<number, { edge: Edge; count: number }>();
	let mappings = 0;
	for (let i = 0; i < edges.length; ) {
		const at = edges[i]?.at ?? 0;
		for (let edge = edges[i]; edge !== undefined && edge.at === at; edge = edges[++i]) {
			mappings += edge.delta;
			// Both in one number: a string for each of many thousand edges would be felt.
			const key = (edge.head + 1) * 256 + edge.page;
			const count = (open.get(key)?.count ?? 0) + Math.sign(edge.delta);
			if (count === 0) open.delete(key);
			else open.set(key, { edge, count });
		}
		const next = edges[i];
		if (next === undefined || mappings === 0) continue;
		let page = 0;
		let head = -1;
		for (const { edge } of open.values()) {
			page |= edge.page;
			if (edge.head >= 0) head = head < 0 ? edge.head : Math.min(head, edge.head);
		}
		const n = next.at - at;
		const last = spans.at(-1);
		if (last !== undefined && last.from + last.n === at && last.mappings === mappings && last.page === page && last.head === head) {
			spans[spans.length - 1] = { ...last, n: last.n + n };
		} else {
			spans.push({ from: at, n, mappings, page, head });
		}
	}
	return spans;
}

/** The span that holds a frame; null when nothing maps it. */
export function spanOf(index: FrameIndex, frame: number): FrameSpan | null {
	let low = 0;
	let high = index.spans.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const span = index.spans[middle];
		if (span === undefined) return null;
		if (frame < span.from) high = middle - 1;
		else if (frame >= span.from + span.n) low = middle + 1;
		else return span;
	}
	return null;
}
