/** A set of numbers 0 … length−1 with one bit each, 32 to a word. */
export class Bits {
	readonly length: number;
	readonly words: Uint32Array;

	constructor(length: number) {
		this.length = length;
		this.words = new Uint32Array(Math.ceil(length / 32));
	}

	has(index: number): boolean {
		return (((this.words[index >>> 5] ?? 0) >>> (index & 31)) & 1) !== 0;
	}

	add(index: number): void {
		const word = index >>> 5;
		this.words[word] = (this.words[word] ?? 0) | (1 << (index & 31));
	}

	delete(index: number): void {
		const word = index >>> 5;
		this.words[word] = (this.words[word] ?? 0) & ~(1 << (index & 31));
	}

	addRange(start: number, end: number): void {
		if (start >= end) return;
		const { words } = this;
		const first = start >>> 5;
		const last = (end - 1) >>> 5;
		const head = headMask(start);
		const tail = tailMask(end);
		if (first === last) words[first] = (words[first] ?? 0) | (head & tail);
		else {
			words[first] = (words[first] ?? 0) | head;
			words.fill(FULL, first + 1, last);
			words[last] = (words[last] ?? 0) | tail;
		}
	}

	deleteRange(start: number, end: number): void {
		if (start >= end) return;
		const { words } = this;
		const first = start >>> 5;
		const last = (end - 1) >>> 5;
		const head = headMask(start);
		const tail = tailMask(end);
		if (first === last) words[first] = (words[first] ?? 0) & ~(head & tail);
		else {
			words[first] = (words[first] ?? 0) & ~head;
			words.fill(0, first + 1, last);
			words[last] = (words[last] ?? 0) & ~tail;
		}
	}

	count(): number {
		let count = 0;
		for (const word of this.words) count += popcount(word);
		return count;
	}

	clear(): void {
		this.words.fill(0);
	}

	/** Takes over the content of a set of the same length. */
	copyFrom(other: Bits): void {
		this.words.set(other.words);
	}

	/** Adds what `other`, of the same length, holds. */
	addAll(other: Bits): void {
		const { words } = this;
		for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) | (other.words[i] ?? 0);
	}

	/** Keeps only what `other`, of the same length, holds too. */
	keepOnly(other: Bits): void {
		const { words } = this;
		for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) & (other.words[i] ?? 0);
	}

	/** Takes over what `other`, of the same length, holds within `start … end` (end exclusive). */
	copyRange(other: Bits, start: number, end: number): void {
		if (start >= end) return;
		const { words } = this;
		const first = start >>> 5;
		const last = (end - 1) >>> 5;
		const head = headMask(start);
		const tail = tailMask(end);
		const mix = (word: number, mask: number) => {
			words[word] = ((words[word] ?? 0) & ~mask) | ((other.words[word] ?? 0) & mask);
		};
		if (first === last) mix(first, head & tail);
		else {
			mix(first, head);
			words.set(other.words.subarray(first + 1, last), first + 1);
			mix(last, tail);
		}
	}

	/** Takes out what `other`, of the same length, holds. */
	deleteAll(other: Bits): void {
		const { words } = this;
		for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) & ~(other.words[i] ?? 0);
	}

	/** Calls `visit` for each maximal run of members, `start … end` (end exclusive), ascending. */
	runs(visit: (start: number, end: number) => void): void {
		const { words } = this;
		let start = -1;
		for (let i = 0; i < words.length; i++) {
			const word = words[i] ?? 0;
			if (word === 0) {
				if (start >= 0) visit(start, i * 32);
				start = -1;
				continue;
			}
			if (word === FULL && start >= 0) continue;
			for (let bit = 0; bit < 32; bit++) {
				const member = ((word >>> bit) & 1) !== 0;
				if (member && start < 0) start = i * 32 + bit;
				else if (!member && start >= 0) {
					visit(start, i * 32 + bit);
					start = -1;
				}
			}
		}
		if (start >= 0) visit(start, this.length);
	}

	get bytes(): number {
		return this.words.byteLength;
	}
}

const FULL = 0xffffffff;

/** Bits that are set in a 32-bit word. */
export function popcount(word: number): number {
	let x = word - ((word >>> 1) & 0x55555555);
	x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
	return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** The bits of a range's first word that are not before `start`. */
function headMask(start: number): number {
	return FULL << (start & 31);
}

/** The bits of a range's last word that are before `end`. */
function tailMask(end: number): number {
	return FULL >>> (31 - ((end - 1) & 31));
}
