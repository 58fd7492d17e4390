/** Physical memory as the page tables show it: folios and single frames in use, how often each is mapped, and the swap slots. */
import { PG_KSM, PG_LARGE } from "../sim/include/observation.ts";
import type { FrameIndex, FrameSpan } from "./frame_index.ts";
import { countWords } from "./place.ts";

/** Frames in a row that belong together: a large folio, or single frames side by side. */
export interface FrameGroup {
	/** First frame shown; of a folio, its head. */
	readonly from: number;
	/** Frames from the first to the last that is mapped. */
	readonly n: number;
	readonly folio: boolean;
	readonly spans: readonly FrameSpan[];
}

export interface PhysicalPicture {
	readonly groups: readonly FrameGroup[];
	/** Frames that something maps. */
	readonly frames: number;
	/** Entries that map them. */
	readonly mappings: number;
	readonly slots: number;
	/** `one folio of 512 frames · mapped 511 times`. */
	readonly words: string;
	/** `swap: 3 slots`, `swap: empty`. */
	readonly swapWords: string;
}

export type FrameLook = "once" | "shared" | "ksm" | "hole";

/** How frames of a span look. */
export function frameLook(span: FrameSpan): FrameLook {
	if ((span.page & PG_KSM) !== 0) return "ksm";
	return span.mappings > 1 ? "shared" : "once";
}

export const FRAME_WORDS: Record<FrameLook, string> = {
	once: "mapped once",
	shared: "mapped more than once",
	ksm: "merged by KSM",
	hole: "of the folio, mapped by nothing",
};

/** `hugePages`: frames of the largest folio. */
export function physicalPicture(index: FrameIndex, hugePages: number): PhysicalPicture {
	const groups = groupSpans(index, hugePages);
	completeFolios(groups, hugePages);
	const frames = index.spans.reduce((sum, { n }) => sum + n, 0);
	const mappings = index.spans.reduce((sum, { n, mappings: times }) => sum + n * times, 0);
	return { groups, frames, mappings, slots: index.slots, words: words(groups, frames, mappings), swapWords: swapWords(index.slots) };
}

function groupSpans(index: FrameIndex, hugePages: number): FrameGroup[] {
	const groups: (FrameGroup & { n: number; readonly spans: FrameSpan[] })[] = [];
	for (const span of index.spans) {
		const folio = (span.page & PG_LARGE) !== 0;
		const last = groups.at(-1);
		if (last !== undefined && last.folio === folio && (folio ? sameFolio(last, span, hugePages) : last.from + last.n === span.from)) {
			last.n = span.from + span.n - last.from;
			last.spans.push(span);
		} else {
			const from = folio ? Math.max(span.head, last === undefined ? 0 : last.from + last.n) : span.from;
			groups.push({ from, n: span.from + span.n - from, folio, spans: [span] });
		}
	}
	return groups;
}

/** Pages at the end of a folio that nothing maps any more still belong to it, when most of a huge page is seen in its place. */
function completeFolios(groups: FrameGroup[], hugePages: number): void {
	groups.forEach((group, at) => {
		if (!group.folio || group.n >= hugePages || group.n * 2 < hugePages) return;
		const next = groups[at + 1];
		if (next === undefined || next.from >= group.from + hugePages) groups[at] = { ...group, n: hugePages };
	});
}

function sameFolio(group: FrameGroup, span: FrameSpan, hugePages: number): boolean {
	const head = group.spans[0]?.head;
	return head === span.head || (span.from === group.from + group.n && span.from + span.n - group.from <= hugePages && head === span.from);
}

function words(groups: readonly FrameGroup[], frames: number, mappings: number): string {
	if (frames === 0) return "no frame in use";
	const folios = groups.filter(({ folio }) => folio);
	const singles = groups.filter(({ folio }) => !folio).reduce((sum, { n }) => sum + n, 0);
	const said: string[] = [];
	const first = folios[0];
	if (first !== undefined) {
		const alike = folios.every(({ n }) => n === first.n);
		said.push(`${folios.length === 1 ? "one folio" : `${folios.length} folios`} of ${alike ? first.n : "several"} frames`);
	}
	if (singles > 0) said.push(countWords(singles, folios.length > 0 ? "single frame" : "frame"));
	said.push(`mapped ${countWords(mappings, "time")}`);
	return said.join(" · ");
}

function swapWords(slots: number): string {
	return slots === 0 ? "swap: empty" : `swap: ${countWords(slots, "slot")}`;
}

/** Cells of the strip: each stands for `per` frames of one group and shows the strongest look among them. */
export interface FrameCell {
	readonly group: number;
	readonly from: number;
	readonly n: number;
	readonly look: FrameLook;
	/** First cell of a folio. */
	readonly head: boolean;
}

const STRENGTH: Record<FrameLook, number> = { hole: 0, once: 1, shared: 2, ksm: 3 };

/** Cuts the groups into at most about `most` cells; a power of two of frames each, never across groups. */
export function frameCells(picture: PhysicalPicture, most: number): { readonly cells: readonly FrameCell[]; readonly per: number } {
	let per = 1;
	while (picture.groups.reduce((sum, { n }) => sum + Math.ceil(n / per), 0) > Math.max(most, picture.groups.length)) per *= 2;
	const cells: FrameCell[] = [];
	picture.groups.forEach((group, at) => {
		for (let from = group.from; from < group.from + group.n; from += per) {
			const n = Math.min(per, group.from + group.n - from);
			cells.push({ group: at, from, n, look: lookOf(group, from, n), head: group.folio && from === group.from });
		}
	});
	return { cells, per };
}

/** A cell with a hole in it looks like a hole, for the hole is what differs; else like its most shared frame. */
function lookOf(group: FrameGroup, from: number, n: number): FrameLook {
	let covered = 0;
	let look: FrameLook = "once";
	for (const span of group.spans) {
		const shared = Math.min(span.from + span.n, from + n) - Math.max(span.from, from);
		if (shared <= 0) continue;
		covered += shared;
		const here = frameLook(span);
		if (STRENGTH[here] > STRENGTH[look]) look = here;
	}
	return covered < n ? "hole" : look;
}
