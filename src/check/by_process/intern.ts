/** Small numbers for what is met again and again. */
import { PairMap } from "../../base/pair_map.ts";
import { widened } from "../../base/widened.ts";

/** Numbers for sequences of 32-bit numbers, from 1 in the order met; the empty sequence is 0. */
export class Sequences {
	count = 0;
	private readonly ends = new Numbers();
	private readonly pool = new Numbers();
	private places = new Int32Array(256);

	/** The number of the first `length` of these. */
	of(numbers: Int32Array, length: number): number {
		if (length === 0) return 0;
		if (this.count === 0) this.ends.push(0);
		const mask = this.places.length - 1;
		for (let at = hashOf(numbers, length) & mask; ; at = (at + 1) & mask) {
			const number = this.places[at] ?? 0;
			if (number === 0) return this.add(at, numbers, length);
			if (this.is(number, numbers, length)) return number;
		}
	}

	/** The sequence of a number. */
	at(number: number): number[] {
		const start = this.ends.at(number - 1);
		return number === 0 ? [] : Array.from({ length: this.ends.at(number) - start }, (_, i) => this.pool.at(start + i));
	}

	private is(number: number, numbers: Int32Array, length: number): boolean {
		const start = this.ends.at(number - 1);
		if (this.ends.at(number) - start !== length) return false;
		for (let i = 0; i < length; i++) if (this.pool.at(start + i) !== numbers[i]) return false;
		return true;
	}

	private add(at: number, numbers: Int32Array, length: number): number {
		for (let i = 0; i < length; i++) this.pool.push(numbers[i] ?? 0);
		this.ends.push(this.pool.length);
		this.places[at] = ++this.count;
		if (this.count * 2 > this.places.length) this.rehash();
		return this.count;
	}

	private rehash(): void {
		this.places = new Int32Array(this.places.length * 2);
		const mask = this.places.length - 1;
		for (let number = 1; number <= this.count; number++) {
			const numbers = Int32Array.from(this.at(number));
			let at = hashOf(numbers, numbers.length) & mask;
			while (this.places[at] !== 0) at = (at + 1) & mask;
			this.places[at] = number;
		}
	}
}

function hashOf(numbers: Int32Array, length: number): number {
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
	private readonly numbers = new PairMap();

	of(first: number, second: number): number {
		const known = this.numbers.get(first, second);
		if (known >= 0) return known;
		const number = this.numbers.size + 1;
		this.numbers.set(first, second, number);
		return number;
	}
}

/** A list of 32-bit numbers that grows. */
export class Numbers {
	length = 0;
	private list = new Int32Array(1024);

	push(value: number): void {
		if (this.length >= this.list.length) {
			this.list = widened(new Int32Array(this.list.length * 2), this.list);
		}
		this.list[this.length++] = value;
	}

	at(index: number): number {
		return this.list[index] ?? 0;
	}
}
