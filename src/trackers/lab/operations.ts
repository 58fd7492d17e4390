/** A workload's operations, in their order: seeded, so that every tracker sees the same ones. */
import { Rng } from "../../base/rng.ts";
import { Zipf } from "../../base/zipf.ts";
import { layoutOf, type Workload } from "./workload.ts";

/** Set in an operation that drops its page instead of writing to it. */
export const DROP = 2 ** 31;

/** A prime above every possible number of blocks: multiplying by it strews ranks over the pages without a collision. */
const STREW = 7_368_787;

/** Draws the operations of one interval. */
class IntervalOperations {
	private readonly total: number;
	private done = 0;
	private written = 0;
	private dropped = 0;
	private readonly workload: Workload;
	private readonly populated: number;
	private readonly pages: Rng;
	private readonly drops: Rng;
	private readonly zipf: Zipf | null;
	private readonly first: number;

	constructor(workload: Workload, number: number) {
		const { pattern, seed, writes } = workload;
		this.workload = workload;
		this.total = writes + workload.drops;
		this.populated = layoutOf(workload).populated;
		this.pages = new Rng(seed, 2 * number);
		this.drops = new Rng(seed, 2 * number + 1);
		this.zipf = pattern.kind === "zipf" ? new Zipf(this.populated, pattern.exponent) : null;
		this.first = number * writes;
	}

	/** Fills the front of `chunk`; returns how many operations it got, 0 at the end. */
	next(chunk: Uint32Array): number {
		const count = Math.min(chunk.length, this.total - this.done);
		const { drops } = this.workload;
		for (let i = 0; i < count; i++) {
			// Drops stand evenly between the writes, and at the end of each stretch of them.
			const drop = this.dropped < Math.floor(((this.done + 1) * drops) / this.total);
			chunk[i] = drop ? this.drops.below(this.populated) + DROP : this.page();
			if (drop) this.dropped++;
			else this.written++;
			this.done++;
		}
		return count;
	}

	private page(): number {
		const { pattern } = this.workload;
		const { populated } = this;
		switch (pattern.kind) {
			case "uniform":
				return this.pages.below(populated);
			case "sequential":
				return (this.first + this.written) % populated;
			case "zipf":
				return (((this.zipf?.draw(this.pages) ?? 1) - 1) * STREW) % populated;
			case "hot": {
				const hot = Math.max(1, Math.round(populated * pattern.share));
				if (this.pages.unit() < pattern.heat || hot === populated) return this.pages.below(hot);
				return hot + this.pages.below(populated - hot);
			}
			case "list": {
				const { pages } = pattern;
				return (pages[(this.first + this.written) % pages.length] ?? 0) % populated;
			}
		}
	}
}

/** Operations of a chunk: between two chunks somebody may look at the clock. */
const CHUNK = 4096;
/** Operations that are kept instead of being drawn again for each tracker (64 MB). */
const MOST_KEPT = 2 ** 24;

/** The operations of all intervals, for one tracker after the other. */
export class Operations {
	/** In each interval. */
	readonly total: number;
	private readonly workload: Workload;
	private readonly kept: (Uint32Array | undefined)[] = [];

	constructor(workload: Workload) {
		this.workload = workload;
		this.total = workload.writes + workload.drops;
	}

	/** Yields the interval's operations (pages, with DROP or without), some at a time; a chunk is good until the next one. */
	*chunks(interval: number): Generator<Uint32Array, void, void> {
		const kept = this.kept[interval];
		if (kept !== undefined) {
			for (let at = 0; at < kept.length; at += CHUNK) yield kept.subarray(at, at + CHUNK);
			return;
		}
		const drawn = new IntervalOperations(this.workload, interval);
		const all = this.total * this.workload.intervals <= MOST_KEPT ? new Uint32Array(this.total) : null;
		const chunk = new Uint32Array(CHUNK);
		let at = 0;
		for (let count = drawn.next(chunk); count > 0; count = drawn.next(chunk)) {
			const part = chunk.subarray(0, count);
			all?.set(part, at);
			at += count;
			yield part;
		}
		if (all !== null) this.kept[interval] = all;
	}
}
