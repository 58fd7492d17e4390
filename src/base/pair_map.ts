/**
 * A map from pairs of numbers from 0 to 2³¹ − 1 to such numbers, in flat memory: a lookup costs no object, which a `Map` keyed by numbers
 * beyond 2³¹ does. Three words a place, each one more than it stands for; the last one is written last.
 */
import { assert } from "./assert.ts";
import { type Area, Ground, type Table } from "./ground.ts";

export class PairMap implements Table {
	private readonly ground: Ground;
	private readonly area: Area;
	private readonly place: number;

	/** `start`: places at first, a power of two. */
	constructor(ground = new Ground(), start = 1 << 10) {
		this.ground = ground;
		this.area = ground.area(ground.places(start) * 3);
		this.place = ground.enter(this);
	}

	get size(): number {
		return this.ground.count(this.place);
	}

	get crowded(): boolean {
		return (this.size + this.ground.spare) * 6 > this.area.words.length;
	}

	/** What was put there, or -1. */
	get(first: number, second: number): number {
		const { words } = this.area;
		return ((words[find(words, first, second) + 2] ?? 0) - 1) | 0;
	}

	set(first: number, second: number, value: number): void {
		this.ground.takePen();
		this.put(first, second, value);
		this.ground.layPen();
	}

	/** The same; who does it holds the pen. */
	put(first: number, second: number, value: number): void {
		const { words } = this.area;
		const at = find(words, first, second);
		if (words[at] === 0) this.ground.setCount(this.place, this.size + 1);
		words[at] = first + 1;
		words[at + 1] = second + 1;
		Atomics.store(words, at + 2, value + 1);
		if (this.crowded) this.ground.crowd(this);
		assert(this.size * 3 < this.area.words.length, "a map grows before it is full");
	}

	grow(): void {
		const old = this.area.words;
		const words = this.ground.fresh(old.length * 2);
		for (let i = 0; i < old.length; i += 3) {
			if (old[i] === 0) continue;
			const at = find(words, (old[i] ?? 0) - 1, (old[i + 1] ?? 0) - 1);
			words[at] = old[i] ?? 0;
			words[at + 1] = old[i + 1] ?? 0;
			words[at + 2] = old[i + 2] ?? 0;
		}
		this.area.words = words;
	}
}

/** Where the pair stands, or could. */
function find(words: Int32Array, first: number, second: number): number {
	const mask = words.length / 3 - 1;
	let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
	hash ^= hash >>> 15;
	const key = (first + 1) | 0;
	const other = (second + 1) | 0;
	for (let at = hash & mask; ; at = (at + 1) & mask) {
		const stored = words[at * 3];
		if (stored === 0 || (stored === key && words[at * 3 + 1] === other)) return at * 3;
	}
}
