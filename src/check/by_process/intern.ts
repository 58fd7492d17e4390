/** Small numbers for what is met again and again. */
import { Ground } from "../../base/ground.ts";
import { IndexTable } from "../../base/index_table.ts";
import { Numbers } from "../../base/numbers.ts";
import { PairMap } from "../../base/pair_map.ts";
import { widened } from "../../base/widened.ts";

/** The words of a sequence, where others are a word or two. */
const LONG = 64;

/** Numbers for sequences of 32-bit numbers, from 1 in the order met; the empty sequence is 0. */
export class Sequences {
	private readonly ground: Ground;
	private readonly ends: Numbers;
	private readonly pool: Numbers;
	private readonly index: IndexTable;

	constructor(ground = new Ground()) {
		this.ground = ground;
		this.ends = new Numbers(ground);
		this.pool = new Numbers(ground, LONG);
		this.index = new IndexTable(ground, (number) => hashOf(Int32Array.from(this.at(number))), 256);
	}

	/** The number of the first `length` of these. */
	of(numbers: Int32Array, length: number): number {
		if (length === 0) return 0;
		const known = this.index.at(this.find(numbers, length));
		if (known !== 0) return known;
		this.ground.takePen();
		const number = this.add(numbers, length);
		this.ground.layPen();
		return number;
	}

	/** The sequence of a number. */
	at(number: number): number[] {
		const start = this.startOf(number);
		return number === 0 ? [] : Array.from({ length: this.startOf(number + 1) - start }, (_, i) => this.pool.at(start + i));
	}

	/** The place of a sequence, or the empty one that it could have. */
	private find(numbers: Int32Array, length: number): number {
		const { index } = this;
		for (let at = index.first(hashOf(numbers, length)); ; at = index.after(at)) {
			const number = index.at(at);
			if (number === 0 || this.is(number, numbers, length)) return at;
		}
	}

	private is(number: number, numbers: Int32Array, length: number): boolean {
		const start = this.startOf(number);
		if (this.startOf(number + 1) - start !== length) return false;
		for (let i = 0; i < length; i++) if (this.pool.at(start + i) !== numbers[i]) return false;
		return true;
	}

	private startOf(number: number): number {
		return number < 2 ? 0 : this.ends.at(number - 2);
	}

	private add(numbers: Int32Array, length: number): number {
		const at = this.find(numbers, length);
		const known = this.index.at(at);
		// Another thread may have been faster.
		if (known !== 0) return known;
		for (let i = 0; i < length; i++) this.pool.push(numbers[i] ?? 0);
		this.ends.push(this.pool.length);
		return this.index.enter(at);
	}
}

function hashOf(numbers: Int32Array, length = numbers.length): number {
	let hash = length;
	for (let i = 0; i < length; i++) {
		hash = Math.imul(hash ^ (numbers[i] ?? 0), 0x85ebca6b);
		hash ^= hash >>> 15;
	}
	return hash;
}

/** A sequence under way. */
export class Draft {
	length = 0;
	numbers = new Int32Array(64);

	push(value: number): void {
		if (this.length >= this.numbers.length) {
			this.numbers = widened(new Int32Array(this.numbers.length * 2), this.numbers);
		}
		this.numbers[this.length++] = value;
	}
}

/** Numbers for pairs of numbers, from 1 in the order met. */
export class Pairs {
	private readonly ground: Ground;
	private readonly numbers: PairMap;

	constructor(ground = new Ground()) {
		this.ground = ground;
		this.numbers = new PairMap(ground);
	}

	of(first: number, second: number): number {
		const known = this.numbers.get(first, second);
		if (known >= 0) return known;
		this.ground.takePen();
		const found = this.numbers.get(first, second);
		const number = found >= 0 ? found : this.numbers.size + 1;
		if (found < 0) this.numbers.put(first, second, number);
		this.ground.layPen();
		return number;
	}
}
