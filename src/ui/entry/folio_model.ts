/** The page behind an entry: struct page, its frame or slot, and who else maps it. */
import { frameOf } from "../../sim/arch/run_word.ts";
import { _PAGE_PROTNONE } from "../../sim/arch/x86_64.ts";
import { countsAsPresent } from "../../sim/arch/x86_64_fields.ts";
import { type Observation, PAGE_FLAGS, type PageFlag, type Run } from "../../sim/include/observation.ts";
import type { PageReading } from "./page_reading.ts";

export interface PageFlagRow {
	readonly name: PageFlag;
	/** `PG_dirty`; empty where it is a test of several fields rather than one flag. */
	readonly symbol: string;
	readonly meaning: string;
	readonly change: "set" | "cleared" | null;
}

/** Pages of a region that map the same frame, or wait in the same slot. */
export interface Sharer {
	readonly process: string;
	readonly region: string;
	readonly page: number;
	readonly n: number;
}

export interface FolioFacts {
	/** `frame 3`, `PFN 0x3803`, `the zero page`; null for a swapped page. */
	readonly frame: string | null;
	/** Swap slot, numbered as the film numbers slots. */
	readonly slot: number | null;
	/** The frame of a migration entry, which the page is about to leave; null for other entries. */
	readonly leaving: string | null;
	readonly wasFrame: string | null;
	readonly flags: readonly PageFlagRow[];
	/** PTE map count of this base page; null where it was not counted. */
	readonly mapcount: number | null;
	readonly wasMapcount: number | null;
	/** Mapped as part of a huge page: its own map count is that of the huge entry. */
	readonly byHugeEntry: boolean;
	/** Other pages, of any process, at the same frame or slot; at most `SHOWN_SHARERS`. */
	readonly sharers: readonly Sharer[];
	/** How many pages there are in all. */
	readonly sharerPages: number;
}

const SHOWN_SHARERS = 6;

const FLAGS: Readonly<Record<PageFlag, Pick<PageFlagRow, "symbol" | "meaning">>> = {
	anon: { symbol: "", meaning: "Anonymous memory: belongs to processes, not to a file." },
	ksm: { symbol: "", meaning: "Merged by KSM: one frame for several pages of equal content; a write copies it." },
	dirty: {
		symbol: "PG_dirty",
		meaning: "The content must be saved before the frame can be reused; split and reclaim move the entry's dirty bit here.",
	},
	swapbacked: {
		symbol: "PG_swapbacked",
		meaning: "Reclaim writes it to swap; after MADV_FREE the flag is gone and a clean page may simply be dropped.",
	},
	exclusive: { symbol: "PG_anon_exclusive", meaning: "Belongs to one process alone: it may be written without a copy." },
	swapcache: { symbol: "PG_swapcache", meaning: "Has a slot on the swap device, too." },
	large: { symbol: "", meaning: "Part of a folio of more than one page, even where PTEs map it." },
};

export function folioOf(now: PageReading, before: PageReading | null, observation: Observation): FolioFacts | null {
	const frame = frameAt(now);
	const slot = slotAt(now.run, now.selection.page);
	const leaving = leavingOf(now);
	if (frame === null && slot === null && leaving === null && !countsAsPresent(now.entry.kind)) return null;
	const oldFrame = before === null ? null : frameText(before);
	const text = frameText(now);
	const mapcount = now.run.mapcount ?? null;
	const oldCount = before?.run.mapcount ?? null;
	const sharers = leaving === null ? sharersOf(now, observation, frame, slot) : [];
	return {
		frame: text,
		slot,
		leaving,
		wasFrame: oldFrame === null || oldFrame === text ? null : oldFrame,
		flags: flagRows(now.run, before?.run ?? null),
		mapcount,
		wasMapcount: oldCount === null || oldCount === mapcount ? null : oldCount,
		byHugeEntry: now.run.level > 0 && frame !== null,
		sharers: sharers.slice(0, SHOWN_SHARERS),
		sharerPages: sharers.reduce((pages, { n }) => pages + n, 0),
	};
}

function frameAt(reading: PageReading): number | "zero" | null {
	return frameOf(reading.run, reading.selection.page);
}

function frameText(reading: PageReading): string | null {
	const frame = frameAt(reading);
	if (frame === null) return countsAsPresent(reading.entry.kind) ? "not recorded" : null;
	if (frame === "zero") return reading.run.level === 0 ? "the zero page" : "the huge zero page";
	return reading.pagemap.fields.find(({ key }) => key === "frame")?.text ?? `frame ${frame}`;
}

/** The frame that a migration entry names. */
function leavingOf({ run, entry }: PageReading): string | null {
	if (run.special === undefined || !entry.kind.startsWith("migration")) return null;
	return entry.fields.find(({ key }) => key === "frame")?.text ?? "not recorded";
}

/** A recorder that took a PROT_NONE entry for a swap entry left a slot that is none. */
function slotAt(run: Run, page: number): number | null {
	if (run.slot === undefined || (run.entry & BigInt(_PAGE_PROTNONE)) !== 0n) return null;
	return run.slot + (page - run.at);
}

function flagRows(run: Run, before: Run | null): readonly PageFlagRow[] {
	const rows: PageFlagRow[] = [];
	// No page was read: a swapped one has no flags to lose.
	if (run.page === undefined) return rows;
	PAGE_FLAGS.forEach((name, position) => {
		const has = (of: Run | null) => (((of?.page ?? 0) >> position) & 1) === 1;
		const change = before?.page === undefined || has(before) === has(run) ? null : has(run) ? "set" : "cleared";
		if (has(run) || change !== null) rows.push({ name, ...FLAGS[name], change });
	});
	return rows;
}

function sharersOf(now: PageReading, observation: Observation, frame: number | "zero" | null, slot: number | null): readonly Sharer[] {
	const sharers: Sharer[] = [];
	for (const process of observation.processes) {
		for (const region of process.regions) {
			for (const run of region.runs) {
				const pages = frame === null ? slotPages(run, slot) : framePages(run, frame);
				if (pages === null) continue;
				const here = process.id === now.selection.process && region.name === now.selection.region;
				for (const part of withoutSelf({ process: process.id, region: region.name, ...pages }, here ? now.selection.page : -1))
					append(sharers, part);
			}
		}
	}
	return sharers;
}

/** Neighbouring stretches become one. */
function append(sharers: Sharer[], part: Sharer): void {
	const last = sharers.at(-1);
	if (last?.process === part.process && last.region === part.region && last.page + last.n === part.page) {
		sharers[sharers.length - 1] = { ...last, n: last.n + part.n };
	} else sharers.push(part);
}

function framePages(run: Run, frame: number | "zero"): Pick<Sharer, "page" | "n"> | null {
	if (run.frame === undefined) return null;
	if (run.frame === frame && (run.shared === true || frame === "zero")) return { page: run.at, n: run.n };
	if (typeof run.frame !== "number" || typeof frame !== "number" || run.shared === true) return null;
	const k = frame - run.frame;
	return k >= 0 && k < run.n ? { page: run.at + k, n: 1 } : null;
}

function slotPages(run: Run, slot: number | null): Pick<Sharer, "page" | "n"> | null {
	const first = slotAt(run, run.at);
	if (slot === null || first === null) return null;
	const k = slot - first;
	return k >= 0 && k < run.n ? { page: run.at + k, n: 1 } : null;
}

/** A stretch of sharers without the selected page, which may stand in its middle. */
function withoutSelf(sharer: Sharer, self: number): readonly Sharer[] {
	const { page, n } = sharer;
	if (self < page || self >= page + n) return [sharer];
	const parts = [
		{ ...sharer, n: self - page },
		{ ...sharer, page: self + 1, n: page + n - self - 1 },
	];
	return parts.filter((part) => part.n > 0);
}
