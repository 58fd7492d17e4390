/**
 * A set of 64-bit hashes, each given as two unsigned 32-bit halves: open addressing in one typed array, eight bytes a place, at most
 * three quarters filled. A half that is 0 is stored as 1, so that no half of a hash looks like an empty place. Threads add to it without
 * waiting for each other: who writes the high half first owns the place.
 */
import { assert } from "./assert.ts";
import { type Area, Ground, type Table } from "./ground.ts";

/** What `add` says of a set that may hold no more. */
export const FULL = -1;

export class HashSet implements Table {
	private readonly ground: Ground;
	private readonly area: Area;
	private readonly place: number;
	/** How many hashes it may hold. */
	private readonly most: number;
	protected approached = 0;

	constructor(most: number, ground = new Ground(), start = 1 << 12) {
		this.most = most;
		this.ground = ground;
		this.area = ground.area(ground.places(start) * 2);
		this.place = ground.enter(this);
	}

	get size(): number {
		return this.ground.count(this.place);
	}

	get bytes(): number {
		return this.area.words.byteLength;
	}

	get crowded(): boolean {
		return (this.size + this.ground.spare) * 8 > this.area.words.length * 3;
	}

	/** 1: it is new, 0: it was there already, FULL: it is new and there is no room. */
	add(high: number, low: number): number {
		const { words } = this.area;
		const { ground, place } = this;
		const key = stored(high);
		const tail = stored(low);
		let counted = false;
		for (let at = (tail << 1) & (words.length - 1); ; ) {
			const found = words[at];
			if (found === key && this.tailAt(at) === tail) {
				if (counted) ground.countDown(place);
				return 0;
			}
			if (found !== 0) {
				at = (at + 2) & (words.length - 1);
				continue;
			}
			if (!counted && !ground.countUp(place, this.most)) return FULL;
			counted = true;
			// Where another thread was faster, the place is looked at once more.
			if (Atomics.compareExchange(words, at, 0, key) !== 0) continue;
			Atomics.store(words, at + 1, tail);
			if (this.crowded) ground.crowd(this);
			assert(this.size * 2 < this.area.words.length, "a set grows before it is full");
			return 1;
		}
	}

	/**
	 * Looks at where the first `count` of these hashes, given by their low halves, will be asked for: independent looks wait for memory together,
	 * where each question would wait by itself.
	 */
	approach(lows: Uint32Array, count: number): void {
		const { words } = this.area;
		let seen = 0;
		for (let i = 0; i < count; i++) seen ^= words[((lows[i] ?? 0) << 1) & (words.length - 1)] ?? 0;
		// Kept, so that the looks are not left out as being of no use.
		this.approached = seen;
	}

	has(high: number, low: number): boolean {
		const { words } = this.area;
		const key = stored(high);
		const tail = stored(low);
		for (let at = (tail << 1) & (words.length - 1); ; at = (at + 2) & (words.length - 1)) {
			if (words[at] === 0) return false;
			if (words[at] === key && this.tailAt(at) === tail) return true;
		}
	}

	grow(): void {
		const old = this.area.words;
		const words = this.ground.fresh(old.length * 2);
		for (let i = 0; i < old.length; i += 2) {
			if (old[i] === 0) continue;
			let at = ((old[i + 1] ?? 0) << 1) & (words.length - 1);
			while (words[at] !== 0) at = (at + 2) & (words.length - 1);
			words[at] = old[i] ?? 0;
			words[at + 1] = old[i + 1] ?? 0;
		}
		this.area.words = words;
	}

	/** The low half at a place, which follows the high one at once. */
	private tailAt(at: number): number {
		const { words } = this.area;
		for (;;) {
			const tail = words[at + 1] ?? 0;
			if (tail !== 0) return tail;
			Atomics.load(words, at + 1);
		}
	}
}

function stored(half: number): number {
	return half === 0 ? 1 : half | 0;
}
