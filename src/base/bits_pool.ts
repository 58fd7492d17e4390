import { Bits } from "./bits.ts";

/** Sets of one length that are used again: fresh memory by the tens of megabytes costs more than sweeping what is there. */
export class BitsPool {
	readonly length: number;
	private readonly all: Bits[] = [];
	private taken = 0;

	constructor(length: number) {
		this.length = length;
	}

	/** An empty set. */
	take(): Bits {
		const kept = this.all[this.taken++];
		if (kept !== undefined) {
			kept.clear();
			return kept;
		}
		const fresh = new Bits(this.length);
		this.all.push(fresh);
		return fresh;
	}

	/** Whoever took sets does not use them any more. */
	releaseAll(): void {
		this.taken = 0;
	}
}
