/**
 * A table on few pixels: stretches of its entries, wide enough to be seen. The most common class is the ground; every stretch of
 * another class is drawn over it, at least `smallest` wide, the most important last: a lone differing entry among 512 stays visible.
 */
import type { LensClass } from "./lens.ts";
import { commonClass, countClasses, type Span } from "./spans.ts";

export interface StripMark {
	readonly kind: LensClass;
	/** First entry that it stands for. */
	readonly index: number;
	/** Pixels from the left end of the strip. */
	readonly x: number;
	readonly width: number;
	/** Entries that it stands for. */
	readonly n: number;
	/** Stretches that were drawn over one another: from two on, other entries lie between. */
	readonly stretches: number;
	/** Share of the entries under it that it stands for. */
	readonly share: number;
	/** Was narrower than `smallest`, so it is drawn wider than it is. */
	readonly widened: boolean;
}

export interface StripMarks {
	readonly ground: LensClass;
	/** In the order in which they are drawn. */
	readonly marks: readonly StripMark[];
}

export function stripMarks(spans: readonly Span[], entries: number, width: number, smallest: number): StripMarks {
	const ground = commonClass(countClasses(spans));
	const scale = width / entries;
	const marks: StripMark[] = [];
	for (const span of spans) {
		if (span.kind === ground) continue;
		const exact = span.n * scale;
		const drawn = Math.min(Math.max(exact, smallest), width);
		const x = Math.min(Math.max(span.index * scale - (drawn - exact) / 2, 0), width - drawn);
		const last = marks.at(-1);
		// Stretches that would be drawn over one another become one; its entries add up.
		if (last !== undefined && last.kind === span.kind && last.x + last.width >= x) {
			const joined = x + drawn - last.x;
			const n = last.n + span.n;
			marks[marks.length - 1] = { ...last, width: joined, n, stretches: last.stretches + 1, share: Math.min(1, (n * scale) / joined) };
		} else {
			marks.push({ kind: span.kind, index: span.index, x, width: drawn, n: span.n, stretches: 1, share: 1, widened: drawn > exact });
		}
	}
	return { ground, marks: marks.sort((a, b) => a.kind.rank - b.kind.rank) };
}
