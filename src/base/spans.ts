/** `at … at+n-1`. */
export interface Span {
	readonly at: number;
	readonly n: number;
}

/** Ascending integers as spans that neither touch nor overlap. */
export function toSpans(values: Iterable<number>): Span[] {
	const spans: Span[] = [];
	let at = 0;
	let n = 0;
	for (const value of values) {
		if (n > 0 && value === at + n) {
			n++;
			continue;
		}
		if (n > 0) spans.push({ at, n });
		at = value;
		n = 1;
	}
	if (n > 0) spans.push({ at, n });
	return spans;
}

/** A set of integers kept as sorted spans that neither touch nor overlap, so that a whole region costs as much as one element. */
export class Spans {
	private spans: Span[] = [];

	get list(): readonly Span[] {
		return this.spans;
	}

	get isEmpty(): boolean {
		return this.spans.length === 0;
	}

	has(value: number): boolean {
		const span = this.spans[this.firstEndingAfter(value)];
		return span !== undefined && span.at <= value;
	}

	add(at: number, n: number): void {
		if (n <= 0) return;
		// Spans that only touch are joined, hence `at - 1` and the ends included.
		const first = this.firstEndingAfter(at - 1);
		let from = at;
		let to = at + n;
		let last = first;
		for (let span = this.spans[last]; span !== undefined && span.at <= to; span = this.spans[last]) {
			from = Math.min(from, span.at);
			to = Math.max(to, span.at + span.n);
			last++;
		}
		this.spans.splice(first, last - first, { at: from, n: to - from });
	}

	remove(at: number, n: number): void {
		if (n <= 0) return;
		const end = at + n;
		const first = this.firstEndingAfter(at);
		const kept: Span[] = [];
		let last = first;
		for (let span = this.spans[last]; span !== undefined && span.at < end; span = this.spans[last]) {
			if (span.at < at) kept.push({ at: span.at, n: at - span.at });
			if (span.at + span.n > end) kept.push({ at: end, n: span.at + span.n - end });
			last++;
		}
		this.spans.splice(first, last - first, ...kept);
	}

	clear(): void {
		this.spans = [];
	}

	/** The part of the set within `at … at+n-1`. */
	within(at: number, n: number): Span[] {
		const end = at + n;
		const found: Span[] = [];
		for (let index = this.firstEndingAfter(at); index < this.spans.length; index++) {
			const span = this.spans[index];
			if (span === undefined || span.at >= end) break;
			const from = Math.max(at, span.at);
			found.push({ at: from, n: Math.min(end, span.at + span.n) - from });
		}
		return found;
	}

	copy(): Spans {
		const other = new Spans();
		other.spans = this.spans.slice();
		return other;
	}

	/** Index of the first span that ends after `value`, or the number of spans. */
	private firstEndingAfter(value: number): number {
		let low = 0;
		let high = this.spans.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const span = this.spans[middle];
			if (span !== undefined && span.at + span.n <= value) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
