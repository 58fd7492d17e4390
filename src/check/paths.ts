/**
 * States of one depth as paths of equal length, one byte a step, in one growing array; and beside each, `width` numbers by which whoever walks
 * the paths knows the state at the end again.
 */
import { Ground } from "../base/ground.ts";
import { widened } from "../base/widened.ts";

/** What another thread needs to read the same paths. */
export interface PathsShares {
	readonly length: number;
	readonly width: number;
	readonly count: number;
	readonly bytes: ArrayBufferLike;
	readonly numbers: ArrayBufferLike;
}

export class Paths {
	readonly length: number;
	readonly width: number;
	count = 0;
	/** The numbers of all paths, one after the other. */
	numbers: Int32Array;
	private bytes: Uint8Array;
	private readonly kept: boolean;
	private readonly ground: Ground;

	/** Where paths are not `kept`, they are only counted: nobody goes on from the last ones. */
	constructor(length: number, width = 0, kept = true, ground = new Ground()) {
		this.length = length;
		this.width = width;
		this.kept = kept;
		this.ground = ground;
		this.bytes = this.freshBytes(kept ? Math.max(1024, length * 64) : 0);
		this.numbers = ground.fresh(kept ? width * 64 : 0);
	}

	/** The paths of another thread, to be read. */
	static of({ length, width, count, bytes, numbers }: PathsShares): Paths {
		const paths = new Paths(length, width, false);
		paths.count = count;
		paths.bytes = new Uint8Array(bytes);
		paths.numbers = new Int32Array(numbers);
		return paths;
	}

	shares(): PathsShares {
		const { length, width, count, bytes, numbers } = this;
		return { length, width, count, bytes: bytes.buffer, numbers: numbers.buffer };
	}

	/** Adds the first `length - 1` steps of `prefix` and then `last`; its numbers stand in `numbers` from `at` on. */
	push(prefix: Uint8Array, last: number, numbers?: Int32Array, at = 0): void {
		if (!this.kept) {
			this.count++;
			return;
		}
		const start = this.count * this.length;
		if (start + this.length > this.bytes.length) this.bytes = widened(this.freshBytes(this.bytes.length * 2), this.bytes);
		for (let i = 0; i < this.length - 1; i++) this.bytes[start + i] = prefix[i] ?? 0;
		if (this.length > 0) this.bytes[start + this.length - 1] = last;
		const { width } = this;
		if (numbers !== undefined && width > 0) {
			const place = this.count * width;
			if (place + width > this.numbers.length) this.numbers = widened(this.ground.fresh(this.numbers.length * 2), this.numbers);
			for (let i = 0; i < width; i++) this.numbers[place + i] = numbers[at + i] ?? 0;
		}
		this.count++;
	}

	/** A view of one path; valid until the next push. */
	at(index: number): Uint8Array {
		return this.bytes.subarray(index * this.length, (index + 1) * this.length);
	}

	get size(): number {
		return this.bytes.byteLength + this.numbers.byteLength;
	}

	private freshBytes(length: number): Uint8Array {
		return new Uint8Array(this.ground.fresh(Math.ceil(length / 4)).buffer);
	}
}
