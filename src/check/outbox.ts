/** States on their way to other explorers, packed so that a thread can hand them over without copying. */
import { approach } from "../base/approach.ts";
import { widened } from "../base/widened.ts";
import type { Explorer } from "./explorer.ts";

/**
 * States of one depth for one explorer: two words of hash each, a path of `length` bytes, and numbers that describe the state, each list
 * behind its own length.
 */
export interface Parcel {
	readonly length: number;
	readonly count: number;
	readonly hashes: Uint32Array<ArrayBuffer>;
	readonly paths: Uint8Array<ArrayBuffer>;
	readonly numbers: Int32Array<ArrayBuffer>;
}

/** Remembers that many hashes of what was sent lately, so that most states are sent once. */
const RECENT = 1 << 20;

/** What goes to one explorer. */
class Box {
	private count = 0;
	private hashes = new Uint32Array(1 << 10);
	private paths = new Uint8Array(1 << 12);
	private numbers = new Int32Array(1 << 12);
	private used = 0;

	put(high: number, low: number, path: Uint8Array, last: number, numbers: Int32Array, many: number): void {
		const length = path.length + 1;
		const { count } = this;
		if (count * 2 >= this.hashes.length) {
			this.hashes = widened(new Uint32Array(this.hashes.length * 2), this.hashes);
		}
		while ((count + 1) * length > this.paths.length) this.paths = widened(new Uint8Array(this.paths.length * 2), this.paths);
		while (this.used + many + 1 > this.numbers.length) this.numbers = widened(new Int32Array(this.numbers.length * 2), this.numbers);
		this.hashes[count * 2] = high;
		this.hashes[count * 2 + 1] = low;
		const start = count * length;
		for (let i = 0; i < path.length; i++) this.paths[start + i] = path[i] ?? 0;
		this.paths[start + path.length] = last;
		this.numbers[this.used++] = many;
		for (let i = 0; i < many; i++) this.numbers[this.used++] = numbers[i] ?? 0;
		this.count++;
	}

	take(length: number): Parcel {
		const { count, used } = this;
		this.count = 0;
		this.used = 0;
		return {
			length,
			count,
			hashes: this.hashes.slice(0, count * 2),
			paths: this.paths.slice(0, count * length),
			numbers: this.numbers.slice(0, used),
		};
	}
}

export class Outbox {
	private readonly boxes: readonly Box[];
	private readonly recent = new Uint32Array(RECENT * 2);
	private length = 0;
	protected approached = 0;

	constructor(explorers: number) {
		this.boxes = Array.from({ length: explorers }, () => new Box());
	}

	/**
	 * The state at the end of `path` and one more step, for the explorer that is in charge of it; `many` of the numbers describe it. All paths
	 * between two calls of `take` are equally long.
	 */
	put(to: number, high: number, low: number, path: Uint8Array, last: number, numbers: Int32Array, many: number): void {
		const at = (low & (RECENT - 1)) * 2;
		if (this.recent[at] === high && this.recent[at + 1] === low) return;
		this.recent[at] = high;
		this.recent[at + 1] = low;
		this.length = path.length + 1;
		this.boxes[to]?.put(high, low, path, last, numbers, many);
	}

	/** Looks at where `put` will look for these hashes (`HashSet.approach`). */
	approach(lows: Uint32Array, count: number): void {
		this.approached = approach(this.recent, RECENT - 1, lows, count);
	}

	/** What is to be sent, by explorer; the box is empty afterwards. */
	take(): Parcel[] {
		return this.boxes.map((box) => box.take(this.length));
	}
}

/** States that are looked for together. */
const BATCH = 256;

/** Gives the states of a parcel to the explorer that they belong to. */
export function deliver(explorer: Explorer, { length, count, hashes, paths, numbers }: Parcel): void {
	const lows = new Uint32Array(BATCH);
	for (let i = 0, at = 0; i < count; i++) {
		if (i % BATCH === 0) {
			const many = Math.min(BATCH, count - i);
			for (let j = 0; j < many; j++) lows[j] = hashes[(i + j) * 2 + 1] ?? 0;
			explorer.approach(lows, many);
		}
		const many = numbers[at] ?? 0;
		const packed = numbers.subarray(at + 1, at + 1 + many);
		at += many + 1;
		explorer.receive(hashes[i * 2] ?? 0, hashes[i * 2 + 1] ?? 0, paths.subarray(i * length, (i + 1) * length), packed);
	}
}
