/** States on their way to the explorer that is in charge of them, packed so that a thread can hand them over without copying. */
import type { Explorer, Foreign } from "./explorer.ts";

/** States of one depth, for one owner: two words of hash each, and a path of `length` bytes. */
export interface Parcel {
	readonly length: number;
	readonly count: number;
	readonly hashes: Uint32Array<ArrayBuffer>;
	readonly paths: Uint8Array<ArrayBuffer>;
}

/** Remembers that many hashes of what was sent lately, so that most states are sent once. */
const RECENT = 1 << 16;

export class Outbox {
	private readonly hashes: number[][];
	private readonly paths: number[][];
	private readonly recent = new Uint32Array(RECENT * 2);
	private length = 0;

	constructor(owners: number) {
		this.hashes = Array.from({ length: owners }, () => []);
		this.paths = Array.from({ length: owners }, () => []);
	}

	put(owner: number, { high, low, path }: Foreign): void {
		const at = (low & (RECENT - 1)) * 2;
		if (this.recent[at] === high && this.recent[at + 1] === low) return;
		this.recent[at] = high;
		this.recent[at + 1] = low;
		this.length = path.length;
		this.hashes[owner]?.push(high, low);
		this.paths[owner]?.push(...path);
	}

	/** What is to be sent, by owner; the box is empty afterwards. */
	take(): Parcel[] {
		return this.hashes.map((hashes, owner) => {
			const parcel = {
				length: this.length,
				count: hashes.length / 2,
				hashes: Uint32Array.from(hashes),
				paths: Uint8Array.from(this.paths[owner] ?? []),
			};
			hashes.length = 0;
			this.paths[owner]?.splice(0);
			return parcel;
		});
	}
}

/** Gives the states of a parcel to the explorer that they belong to. */
export function deliver(explorer: Explorer, { length, count, hashes, paths }: Parcel): void {
	for (let i = 0; i < count; i++) {
		explorer.receive({ high: hashes[i * 2] ?? 0, low: hashes[i * 2 + 1] ?? 0, path: paths.subarray(i * length, (i + 1) * length) });
	}
}
