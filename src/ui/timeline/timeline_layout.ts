/**
 * Where things stand on the timeline, in pixels. Station `i` is the moment after step i; the step under the cursor has its micro-steps
 * in the gap before its station, so that the cursor only ever moves to the right. Many steps do not fit: then the stations around
 * the cursor are shown, and a strip above stands for all of them. Pure.
 */
import type { Cursor } from "../../history/film.ts";

export interface Station {
	/** Steps done: 0 is the start. */
	readonly step: number;
	readonly x: number;
}

export interface MicroStation {
	/** Micro-steps done in the open step, from 1. */
	readonly micro: number;
	readonly x: number;
}

export interface TimelineLayout {
	readonly stations: readonly Station[];
	readonly micros: readonly MicroStation[];
	/** Index of the step whose micro-steps are shown; -1 for none. */
	readonly open: number;
	readonly cursorX: number;
	/** Not all stations are shown. */
	readonly windowed: boolean;
	/** Room between two micro-steps. */
	readonly microGap: number;
}

/** Room for the number of a station, and for a finger. */
const LEAST_GAP = 26;
const MOST_GAP = 84;
const WINDOW_GAP = 34;
const MICRO_GAP = 78;
const LEAST_MICRO_GAP = 9;
/** Of the line's width: micro-steps leave at least this share of it to the stations. */
const LEAST_ROOM = 0.3;
/** Left and right of the line, so that the cursor's dot and centred labels are not cut. */
export const MARGIN = 14;

interface Wanted {
	readonly steps: number;
	readonly cursor: Cursor;
	/** Index of the step whose micro-steps are to be shown, and how many it has. */
	readonly open: number;
	readonly micros: number;
	/** Pixels. */
	readonly width: number;
}

function microRoom({ micros, width }: Wanted): number {
	return micros === 0 ? 0 : Math.min((micros + 1) * MICRO_GAP, Math.max(width * 0.55, (micros + 1) * LEAST_MICRO_GAP));
}

/**
 * First and last station to show. The window moves by half of its least width at once, and what stands in it keeps its place: of all
 * stations only those around the cursor are drawn anew with each step.
 */
function shownRange({ steps, cursor }: Wanted, inner: number, room: number): readonly [number, number] {
	if (steps * LEAST_GAP <= room) return [0, steps];
	const shown = Math.max(3, Math.floor(room / WINDOW_GAP));
	const half = Math.max(1, Math.floor(Math.max(3, Math.floor((inner * LEAST_ROOM) / WINDOW_GAP)) / 2));
	const at = cursor.micro > 0 ? cursor.step + 1 : cursor.step;
	const first = Math.max(0, Math.min((Math.floor(at / half) - 1) * half, steps - shown));
	return [first, Math.min(steps, first + shown)];
}

export function layTimeline(wanted: Wanted): TimelineLayout {
	const inner = Math.max(wanted.width - 2 * MARGIN, 60);
	const extra = Math.min(microRoom(wanted), inner * (1 - LEAST_ROOM));
	const room = inner - extra;
	const [first, last] = shownRange(wanted, inner, room);
	const isOpen = wanted.micros > 0 && wanted.open >= first && wanted.open < last;
	const windowed = last - first < wanted.steps;
	const fitting = (isOpen ? room : inner) / Math.max(last - first, 1);
	const gap = windowed ? Math.min(fitting, WINDOW_GAP) : Math.min(fitting, MOST_GAP);
	const opened = isOpen ? Math.max(extra, gap) : gap;

	const stations: Station[] = [];
	let x = MARGIN;
	for (let step = first; step <= last; step++) {
		if (step > first) x += isOpen && step - 1 === wanted.open ? opened : gap;
		stations.push({ step, x });
	}
	const from = stations.find(({ step }) => step === wanted.open)?.x ?? 0;
	const microGap = isOpen ? opened / (wanted.micros + 1) : 0;
	const micros = isOpen ? Array.from({ length: wanted.micros }, (_, k) => ({ micro: k + 1, x: from + (k + 1) * microGap })) : [];
	const station = stations.find(({ step }) => step === wanted.cursor.step)?.x ?? MARGIN;
	const cursorX = wanted.cursor.micro > 0 ? (micros[wanted.cursor.micro - 1]?.x ?? station) : station;
	return { stations, micros, open: isOpen ? wanted.open : -1, cursorX, windowed, microGap };
}

/** The cursor nearest to `x`. */
export function cursorAt(layout: TimelineLayout, x: number): Cursor | null {
	let best: { readonly cursor: Cursor; readonly away: number } | null = null;
	const offer = (cursor: Cursor, at: number) => {
		const away = Math.abs(at - x);
		if (best === null || away < best.away) best = { cursor, away };
	};
	for (const { step, x: at } of layout.stations) offer({ step, micro: 0 }, at);
	for (const { micro, x: at } of layout.micros) offer({ step: layout.open, micro }, at);
	// The assignments happen in the closure, which the compiler does not follow.
	return (best as { readonly cursor: Cursor } | null)?.cursor ?? null;
}

export interface Bucket<Kind> {
	/** First step, from 0. */
	readonly from: number;
	readonly n: number;
	readonly kind: Kind;
}

/** Steps gathered into at most `most` buckets, each showing the gravest of its steps: no mark is lost in the crowd. */
export function gather<Kind>(kinds: readonly Kind[], gravity: readonly Kind[], most: number): Bucket<Kind>[] {
	const size = Math.max(1, Math.ceil(kinds.length / Math.max(most, 1)));
	const buckets: Bucket<Kind>[] = [];
	for (let from = 0; from < kinds.length; from += size) {
		const end = Math.min(from + size, kinds.length);
		let kind = kinds[from];
		for (let at = from + 1; at < end; at++) {
			const other = kinds[at];
			if (other !== undefined && kind !== undefined && gravity.indexOf(other) > gravity.indexOf(kind)) kind = other;
		}
		if (kind !== undefined) buckets.push({ from, n: end - from, kind });
	}
	return buckets;
}
