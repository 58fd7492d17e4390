/** Gives numbers to things in the order in which they are met: 0, 1, 2, … */
import { widened } from "../base/widened.ts";

export class Numbering {
	count = 0;
	private list = new Int32Array(64);
	/** By thing: its number plus the epoch's base, so that clearing costs nothing. */
	private table = new Float64Array(256);
	private base = 1;

	/** Forgets everything. */
	clear(): void {
		this.base += this.count;
		this.count = 0;
	}

	/** The number of a thing, given now if it has none. */
	of(thing: number): number {
		const known = this.peek(thing);
		if (known >= 0) return known;
		if (thing >= this.table.length) this.table = widened(new Float64Array(2 ** Math.ceil(Math.log2(thing + 1) + 1)), this.table);
		if (this.count >= this.list.length) this.list = widened(new Int32Array(this.list.length * 2), this.list);
		this.table[thing] = this.base + this.count;
		this.list[this.count] = thing;
		return this.count++;
	}

	/** Its number, or -1. */
	peek(thing: number): number {
		const stored = this.table[thing];
		return stored === undefined || stored < this.base ? -1 : stored - this.base;
	}

	/** The thing of a number that was given. */
	met(number: number): number {
		return this.list[number] ?? 0;
	}
}
