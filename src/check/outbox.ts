/** States on their way to the explorer that is in charge of them, packed so that a thread can hand them over without copying. */
import type { Explorer } from "./explorer.ts";

/** States of one depth, for one owner: two words of hash each, and a path of `length` bytes. */
export interface Parcel {
	readonly length: number;
	readonly count: number;
	readonly hashes: Uint32Array<ArrayBuffer>;
	readonly paths: Uint8Array<ArrayBuffer>;
}

/** Remembers that many hashes of what was sent lately, so that most states are sent once. */
const RECENT = 1 << 20;

/** What goes to one owner. */
class Box {
	count = 0;
	hashes = new Uint32Array(1 << 10);
	paths = new Uint8Array(1 << 12);

	put(high: number, low: number, path: Uint8Array, op: number): void {
		const length = path.length + 1;
		if (this.count * 2 >= this.hashes.length) this.hashes = widened(new Uint32Array(this.hashes.length * 2), this.hashes);
		while ((this.count + 1) * length > this.paths.length) this.paths = widened(new Uint8Array(this.paths.length * 2), this.paths);
		this.hashes[this.count * 2] = high;
		this.hashes[this.count * 2 + 1] = low;
		this.paths.set(path, this.count * length);
		this.paths[this.count * length + path.length] = op;
		this.count++;
	}

	take(length: number): Parcel {
		const { count } = this;
		this.count = 0;
		return { length, count, hashes: this.hashes.slice(0, count * 2), paths: this.paths.slice(0, count * length) };
	}
}

export class Outbox {
	private readonly boxes: readonly Box[];
	private readonly recent = new Uint32Array(RECENT * 2);
	private length = 0;

	constructor(owners: number) {
		this.boxes = Array.from({ length: owners }, () => new Box());
	}

	/** The state at the end of `path` and one more step, `op`. All paths between two calls of `take` are equally long. */
	put(owner: number, high: number, low: number, path: Uint8Array, op: number): void {
		const at = (low & (RECENT - 1)) * 2;
		if (this.recent[at] === high && this.recent[at + 1] === low) return;
		this.recent[at] = high;
		this.recent[at + 1] = low;
		this.length = path.length + 1;
		this.boxes[owner]?.put(high, low, path, op);
	}

	/** What is to be sent, by owner; the box is empty afterwards. */
	take(): Parcel[] {
		return this.boxes.map((box) => box.take(this.length));
	}
}

function widened<T extends Uint32Array | Uint8Array>(fresh: T, old: T): T {
	fresh.set(old);
	return fresh;
}

/** Gives the states of a parcel to the explorer that they belong to. */
export function deliver(explorer: Explorer, { length, count, hashes, paths }: Parcel): void {
	for (let i = 0; i < count; i++) {
		explorer.receive(hashes[i * 2] ?? 0, hashes[i * 2 + 1] ?? 0, paths.subarray(i * length, (i + 1) * length));
	}
}
