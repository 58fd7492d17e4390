/**
 * Whole states of a run, kept where they save the most work: the way from the nearest one to any step stays short, and all together
 * stay within a budget of bytes. A state shares with the one before it what did not change.
 */
import { present } from "../base/assert.ts";
import { shareEqual, weigh } from "../base/sharing.ts";
import type { MachineSnapshot } from "../sim/machine_state.ts";

export interface Keyframe {
	/** Steps done. */
	readonly step: number;
	/** Work done since the start of the run, in changes of the machine: a measure of how long it takes to come here again. */
	readonly work: number;
	readonly snapshot: MachineSnapshot;
}

/** Changes between two keyframes while there is room; a few milliseconds of the machine. */
const INTERVAL = 12_000;
/** Bytes that the keyframes of one run may hold. */
const KEYFRAME_BUDGET = 32 * 2 ** 20;

export class Keyframes {
	private frames: Keyframe[];
	private interval = INTERVAL;
	private readonly budget: number;
	/** What `frames` hold, each thing once. */
	private seen = new Set<object>();
	private held = 0;

	/** Begins with the keyframes of another run with which the first steps are shared. */
	constructor(budget = KEYFRAME_BUDGET, shared: readonly Keyframe[] = []) {
		this.budget = budget;
		this.frames = [...shared];
		this.weighAll();
	}

	get bytes(): number {
		return this.held;
	}

	/** Steps done at each, ascending. */
	get steps(): readonly number[] {
		return this.frames.map(({ step }) => step);
	}

	/** Whether so much happened since the last one that another is worth its room. */
	isDue(work: number): boolean {
		const last = this.frames.at(-1);
		return last === undefined || work - last.work >= this.interval;
	}

	/** Keeps a state that lies after all others. */
	add(frame: Keyframe): void {
		const last = this.frames.at(-1);
		if (last !== undefined) shareEqual(frame.snapshot, last.snapshot);
		this.frames.push(frame);
		this.held += weigh(frame.snapshot, this.seen);
		while (this.held > this.budget && this.frames.length > 2) this.thin();
	}

	/** The last one that is not after `step`. */
	before(step: number): Keyframe {
		let low = 0;
		for (let high = this.frames.length; high - low > 1; ) {
			const middle = (low + high) >>> 1;
			if (present(this.frames[middle], "a keyframe").step <= step) low = middle;
			else high = middle;
		}
		return present(this.frames[low], "a keyframe at the start");
	}

	/** Those that are not after `step`, for a run that shares the steps up to there. */
	upTo(step: number): readonly Keyframe[] {
		return this.frames.filter((frame) => frame.step <= step);
	}

	/** Drops the quarter of them whose loss makes the longest way the least longer; never the first and the last. */
	private thin(): void {
		for (let drop = Math.max(1, this.frames.length >> 2); drop > 0 && this.frames.length > 2; drop--) {
			let least = 1;
			for (let i = 2; i < this.frames.length - 1; i++) if (this.gap(i) < this.gap(least)) least = i;
			this.frames.splice(least, 1);
		}
		this.interval = Math.max(this.interval, (this.frames.at(-1)?.work ?? 0) / this.frames.length);
		this.weighAll();
	}

	/** The way that there would be without the keyframe at `i`. */
	private gap(i: number): number {
		return (this.frames[i + 1]?.work ?? Number.POSITIVE_INFINITY) - (this.frames[i - 1]?.work ?? 0);
	}

	private weighAll(): void {
		this.seen = new Set();
		this.held = weigh(
			this.frames.map(({ snapshot }) => snapshot),
			this.seen,
		);
	}
}
