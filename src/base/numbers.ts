/** A list of 32-bit numbers that grows, by one thread or by several (`Ground`). */
import { assert } from "./assert.ts";
import type { Area, Ground, Table } from "./ground.ts";
import { widened } from "./widened.ts";

export class Numbers implements Table {
	private readonly ground: Ground;
	private readonly area: Area;
	private readonly place: number;
	private readonly spare: number;

	/** `rows`: how many numbers are pushed where others push one. */
	constructor(ground: Ground, rows = 1) {
		this.ground = ground;
		this.spare = ground.spare * rows;
		this.area = ground.area(Math.max(1024, this.spare * 2));
		this.place = ground.enter(this);
	}

	get length(): number {
		return this.ground.count(this.place);
	}

	get crowded(): boolean {
		return this.length + this.spare >= this.area.words.length;
	}

	at(index: number): number {
		return this.area.words[index] ?? 0;
	}

	/** Adds one; who does holds the pen. */
	push(value: number): void {
		const at = this.length;
		if (at + this.spare >= this.area.words.length) this.ground.crowd(this);
		assert(at < this.area.words.length, "a list grows before it is full");
		this.area.words[at] = value;
		this.ground.setCount(this.place, at + 1);
	}

	/** Says something at an index that was pushed as 0. */
	set(index: number, value: number): void {
		Atomics.store(this.area.words, index, value);
	}

	grow(): void {
		const { area } = this;
		area.words = widened(this.ground.fresh(area.words.length * 2), area.words);
	}
}
