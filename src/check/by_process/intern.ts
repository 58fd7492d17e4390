/** Small numbers for what is met again and again. */
import { PairMap } from "../../base/pair_map.ts";

/** Numbers for texts, from 0 in the order met; the empty text is 0. */
export class Texts {
	private readonly numbers = new Map<string, number>([["", 0]]);

	get count(): number {
		return this.numbers.size;
	}

	of(text: string): number {
		const known = this.numbers.get(text);
		if (known !== undefined) return known;
		const number = this.numbers.size;
		this.numbers.set(text, number);
		return number;
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
			const wider = new Int32Array(this.list.length * 2);
			wider.set(this.list);
			this.list = wider;
		}
		this.list[this.length++] = value;
	}

	at(index: number): number {
		return this.list[index] ?? 0;
	}
}
