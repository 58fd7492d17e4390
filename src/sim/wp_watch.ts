/**
 * What a userfaultfd write-protect tracker asked for, what it was told, and what really happened: kept beside the page tables, where no
 * rule of the kernel can touch it. A page's epoch begins when the manager arms it (UFFDIO_WRITEPROTECT, UFFDIO_COPY with MODE_WP,
 * PAGEMAP_SCAN with PM_SCAN_WP_MATCHING) and ends when it is armed again, or is no longer registered. Values never change: each
 * operation makes a new one, so that undo, snapshots and forks only keep a reference.
 */
import { type Span, Spans } from "../base/spans.ts";

interface Parts {
	/** Armed, and nothing heard of since: a store here is one that nobody tells of. */
	readonly watched: Spans;
	/** A message with the write-protect flag came. */
	readonly told: Spans;
	/** Opened again by the manager in answer to a message; the answer may cover more than the page that was asked about. */
	readonly answered: Spans;
	/** Stored to since armed, and not dropped since. */
	readonly written: Spans;
	/** Those stores that came before any message. */
	readonly silent: Spans;
	/** Stored to, then given up by the program itself. */
	readonly dropped: Spans;
	/** A message came for a page that was never armed. */
	readonly unasked: Spans;
}

const PARTS = ["watched", "told", "answered", "written", "silent", "dropped", "unasked"] as const;

export class WpWatch {
	static readonly NONE = new WpWatch({
		watched: new Spans(),
		told: new Spans(),
		answered: new Spans(),
		written: new Spans(),
		silent: new Spans(),
		dropped: new Spans(),
		unasked: new Spans(),
	});
	readonly parts: Parts;

	private constructor(parts: Parts) {
		this.parts = parts;
	}

	/** Pages `at … at+n-1` begin a new epoch. */
	arm(at: number, n: number): WpWatch {
		return this.edit((parts) => {
			for (const part of PARTS) parts[part].remove(at, n);
			parts.watched.add(at, n);
		});
	}

	/** The manager filled the pages itself and left them open: it knows what is there, and watches them no longer. */
	forget(at: number, n: number): WpWatch {
		if (PARTS.every((part) => this.parts[part].within(at, n).length === 0)) return this;
		return this.edit((parts) => {
			for (const part of PARTS) parts[part].remove(at, n);
		});
	}

	/** The program stored to the pages. */
	store(at: number, n: number): WpWatch {
		const { watched, told, answered, written, silent } = this.parts;
		if (n === 1 && written.has(at) && (silent.has(at) || !watched.has(at))) return this;
		const mine = [watched, told, answered].flatMap((part) => part.within(at, n));
		if (mine.length === 0) return this;
		return this.edit((parts) => {
			for (const span of mine) {
				parts.written.add(span.at, span.n);
				parts.dropped.remove(span.at, span.n);
			}
			for (const span of watched.within(at, n)) parts.silent.add(span.at, span.n);
		});
	}

	/** The program gave the pages up: what it wrote there is gone by its own will. */
	drop(at: number, n: number): WpWatch {
		const gone = this.parts.written.within(at, n);
		if (gone.length === 0) return this;
		return this.edit((parts) => {
			for (const span of gone) {
				parts.dropped.add(span.at, span.n);
				parts.written.remove(span.at, span.n);
				parts.silent.remove(span.at, span.n);
			}
		});
	}

	/** A message with the write-protect flag came for the page. */
	message(page: number): WpWatch {
		const { watched, told, answered } = this.parts;
		const asked = watched.has(page) || told.has(page) || answered.has(page);
		return this.edit((parts) => {
			parts[asked ? "told" : "unasked"].add(page, 1);
			parts.watched.remove(page, 1);
		});
	}

	/** The manager took the protection away. If that answers a message, it must take all these pages as written; else it just stops watching. */
	open(at: number, n: number): WpWatch {
		const { watched, told, answered } = this.parts;
		const asking = told.within(at, n);
		const isAnswer = asking.some((span) => answered.within(span.at, span.n).reduce((sum, part) => sum + part.n, 0) < span.n);
		const mine = watched.within(at, n);
		if (mine.length === 0 && !isAnswer) return this;
		return this.edit((parts) => {
			if (isAnswer) for (const span of [...mine, ...asking]) parts.answered.add(span.at, span.n);
			parts.watched.remove(at, n);
		});
	}

	/** The pages stand at `to` now, with all that is known of them. */
	move(at: number, n: number, to: number): WpWatch {
		return this.forget(at, n).merge(this.within(at, n), to - at);
	}

	/** What is known of the pages; nothing of any other. */
	within(at: number, n: number): WpWatch {
		return this.keep([{ at, n }]);
	}

	/** Adds what another one knows, `by` pages further on. */
	merge(other: WpWatch, by: number): WpWatch {
		if (other === WpWatch.NONE) return this;
		return this.edit((parts) => {
			for (const part of PARTS) for (const span of other.parts[part].list) parts[part].add(span.at + by, span.n);
		});
	}

	/** What is known of the pages in the ranges (sorted): where a tracker is registered no more, it knows nothing. */
	keep(ranges: readonly Span[]): WpWatch {
		if (this === WpWatch.NONE) return this;
		const gaps: Span[] = [];
		let from = 0;
		for (const { at, n } of ranges) {
			if (at > from) gaps.push({ at: from, n: at - from });
			from = at + n;
		}
		gaps.push({ at: from, n: Number.MAX_SAFE_INTEGER - from });
		if (!gaps.some((gap) => PARTS.some((part) => this.parts[part].within(gap.at, gap.n).length > 0))) return this;
		return this.edit((parts) => {
			for (const part of PARTS) for (const gap of gaps) parts[part].remove(gap.at, gap.n);
		});
	}

	private edit(change: (parts: Parts) => void): WpWatch {
		const { watched, told, answered, written, silent, dropped, unasked } = this.parts;
		const parts: Parts = {
			watched: watched.copy(),
			told: told.copy(),
			answered: answered.copy(),
			written: written.copy(),
			silent: silent.copy(),
			dropped: dropped.copy(),
			unasked: unasked.copy(),
		};
		change(parts);
		return PARTS.every((part) => parts[part].isEmpty) ? WpWatch.NONE : new WpWatch(parts);
	}
}
