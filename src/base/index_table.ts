/**
 * Where to find the numbers, from 1 on, of what is known by a hash: open addressing, at most half filled. Whoever asks compares what stands behind a
 * number; who enters one holds the pen, and has written before all that stands behind it.
 */
import { assert } from "./assert.ts";
import type { Area, Ground, Table } from "./ground.ts";

export class IndexTable implements Table {
	private readonly ground: Ground;
	private readonly hashOf: (number: number) => number;
	private readonly area: Area;
	private readonly place: number;

	/** `hashOf`: the hash of what has a number; `start`: places at first, a power of two. */
	constructor(ground: Ground, hashOf: (number: number) => number, start: number) {
		this.ground = ground;
		this.hashOf = hashOf;
		this.area = ground.area(ground.places(start));
		this.place = ground.enter(this);
	}

	/** Numbers entered. */
	get count(): number {
		return this.ground.count(this.place);
	}

	get crowded(): boolean {
		return (this.count + this.ground.spare) * 2 > this.area.words.length;
	}

	/** The first place to look for a hash, and the one to look at after another. */
	first(hash: number): number {
		return hash & (this.area.words.length - 1);
	}

	after(at: number): number {
		return (at + 1) & (this.area.words.length - 1);
	}

	/** The number at a place, 0 where there is none. */
	at(place: number): number {
		return this.area.words[place] ?? 0;
	}

	/** Enters the number that follows the last one at an empty place. */
	enter(place: number): number {
		const number = this.count + 1;
		this.ground.setCount(this.place, number);
		Atomics.store(this.area.words, place, number);
		if (this.crowded) this.ground.crowd(this);
		assert(number < this.area.words.length, "a table grows before it is full");
		return number;
	}

	grow(): void {
		const words = this.ground.fresh(this.area.words.length * 2);
		const mask = words.length - 1;
		for (let number = 1; number <= this.count; number++) {
			let at = this.hashOf(number) & mask;
			while (words[at] !== 0) at = (at + 1) & mask;
			words[at] = number;
		}
		this.area.words = words;
	}
}
