/**
 * A table as spans of entries that look alike under a lens, from its first entry to its last, without gaps: what strips, cells and
 * text draw. An entry that leads to a lower table looks like what is in there; one differing entry below is never hidden.
 */
import { entrySpan } from "../sim/include/geometry.ts";
import type { ProcessView, RegionView, Run } from "../sim/include/observation.ts";
import type { TableId } from "./geometry.ts";
import { type LensClass, NOTHING, OUTSIDE, tableClass } from "./lens.ts";
import type { Piece, Scene } from "./scene.ts";
import type { TableNode } from "./tables.ts";

/** Entries `index … index+n-1` of a table that look alike. */
export interface Span {
	readonly index: number;
	readonly n: number;
	readonly kind: LensClass;
}

/** A piece of a region, in entries of the PTE table (or of the huge page) that it lies in. */
export interface PageSpan extends Span {
	readonly region: RegionView | null;
	readonly run: Run | null;
	readonly piece: Piece | null;
}

const known = new WeakMap<Scene, Map<string, readonly PageSpan[]>>();

/** Spans of the 2^bits pages from `page` on, whatever maps them: PTEs, one huge entry, or nothing. Kept as long as the scene is. */
export function pageSpans(scene: Scene, id: Pick<TableId, "process" | "page">): readonly PageSpan[] {
	const ofScene = known.get(scene) ?? new Map<string, readonly PageSpan[]>();
	known.set(scene, ofScene);
	const key = `${id.process} ${id.page}`;
	const spans = ofScene.get(key) ?? cutPages(scene, id);
	ofScene.set(key, spans);
	return spans;
}

function cutPages(scene: Scene, id: Pick<TableId, "process" | "page">): readonly PageSpan[] {
	const n = scene.geometry.entries;
	const process = scene.observation.processes.find((view) => view.id === id.process);
	if (process === undefined) return [outside(0, n)];
	const spans: PageSpan[] = [];
	let next = 0;
	for (const region of byAddress(process)) {
		const offset = region.start - id.page;
		if (offset >= n || offset + region.pages <= 0) continue;
		for (const piece of scene.pieces(process, region)) {
			const from = Math.max(0, offset + piece.at);
			const until = Math.min(n, offset + piece.at + piece.n);
			if (until <= from) continue;
			if (from > next) spans.push(outside(next, from - next));
			spans.push({ index: from, n: until - from, kind: piece.kind, region, run: piece.run, piece });
			next = until;
		}
	}
	if (next < n) spans.push(outside(next, n - next));
	return spans;
}

function outside(index: number, n: number): PageSpan {
	return { index, n, kind: OUTSIDE, region: null, run: null, piece: null };
}

function byAddress(process: ProcessView): readonly RegionView[] {
	return [...process.regions].sort((a, b) => a.start - b.start);
}

/** How many pages of each class are below a table, in the order of first appearance. */
export interface ClassCount {
	readonly kind: LensClass;
	readonly n: number;
}

export function countClasses(spans: readonly Span[]): readonly ClassCount[] {
	const counts = new Map<LensClass, number>();
	for (const { kind, n } of spans) counts.set(kind, (counts.get(kind) ?? 0) + n);
	return [...counts].map(([kind, n]) => ({ kind, n }));
}

/** The class that most of the entries have; blank ones only when there is nothing else. */
export function commonClass(counts: readonly ClassCount[]): LensClass {
	const shown = counts.filter(({ kind }) => kind.form !== "blank");
	const most = (shown.length > 0 ? shown : counts).reduce<ClassCount | null>((a, b) => (a === null || b.n > a.n ? b : a), null);
	return most?.kind ?? OUTSIDE;
}

const tables = new WeakMap<Scene, WeakMap<TableNode, readonly Span[]>>();

/** Spans of a table of any level, one for each entry or stretch of entries. Kept as long as the scene is. */
export function tableSpans(scene: Scene, node: TableNode): readonly Span[] {
	if (node.id.level === 0) return pageSpans(scene, node.id);
	const ofScene = tables.get(scene) ?? new WeakMap<TableNode, readonly Span[]>();
	tables.set(scene, ofScene);
	const spans = ofScene.get(node) ?? cutTable(scene, node);
	ofScene.set(node, spans);
	return spans;
}

function cutTable(scene: Scene, node: TableNode): readonly Span[] {
	const spans: Span[] = [];
	const pages = entrySpan(scene.geometry, node.id.level);
	const add = (index: number, n: number, kind: LensClass): void => {
		const last = spans.at(-1);
		if (last !== undefined && last.kind === kind) spans[spans.length - 1] = { ...last, n: last.n + n };
		else spans.push({ index, n, kind });
	};
	let next = 0;
	const fill = (until: number): void => {
		for (; next < until; next++) {
			const from = node.id.page + next * pages;
			const reached = node.regions.some((region) => region.start < from + pages && region.start + region.pages > from);
			add(next, 1, reached ? NOTHING : OUTSIDE);
		}
	};
	for (const slot of node.slots) {
		fill(slot.index);
		if (slot.table !== null) {
			spans.push({ index: slot.index, n: 1, kind: tableClass(classesBelow(scene, slot.table)) });
		} else {
			for (let k = 0; k < slot.n; k++) add(slot.index + k, 1, hugeClass(scene, node, slot.index + k).kind);
		}
		next = slot.index + slot.n;
	}
	fill(node.entries);
	return spans;
}

/** Classes of all pages below a table. */
export function classesBelow(scene: Scene, node: TableNode): readonly ClassCount[] {
	if (node.id.level === 0) return countClasses(pageSpans(scene, node.id));
	const counts = new Map<LensClass, number>();
	node.slots.forEach((slot) => {
		const below = slot.table !== null ? classesBelow(scene, slot.table) : hugeClass(scene, node, slot.index).counts;
		for (const { kind, n } of below) counts.set(kind, (counts.get(kind) ?? 0) + n);
	});
	return [...counts].map(([kind, n]) => ({ kind, n }));
}

/** What a huge entry shows among other entries: the class of its pages that may least be hidden; and all classes of its pages. */
function hugeClass(scene: Scene, node: TableNode, index: number): { readonly kind: LensClass; readonly counts: readonly ClassCount[] } {
	const page = node.id.page + index * entrySpan(scene.geometry, node.id.level);
	const counts = countClasses(pageSpans(scene, { process: node.id.process, page }));
	const shown = counts.reduce<ClassCount | null>((a, b) => (a === null || b.kind.rank > a.kind.rank ? b : a), null);
	return { kind: shown?.kind ?? NOTHING, counts };
}
