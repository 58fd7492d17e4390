import { approach } from "./approach.ts";

/** What `add` says of a set that may grow no more. */
export const FULL = -1;

/**
 * A set of 64-bit hashes, each given as two unsigned 32-bit halves: open addressing in one typed array, eight bytes a place, at most
 * three quarters filled. The hash 0:0 cannot be told from an empty place, so it is stored as 1:0.
 */
export class HashSet {
	private places: Uint32Array<ArrayBuffer>;
	private mask: number;
	private used = 0;
	/** How many hashes it may hold. */
	most: number;
	protected approached = 0;

	constructor(most: number, start = 1 << 12) {
		this.most = most;
		this.places = new Uint32Array(start * 2);
		this.mask = start - 1;
	}

	get size(): number {
		return this.used;
	}

	get bytes(): number {
		return this.places.byteLength;
	}

	/** A set that holds what another one held (`places`), up to `most` in all. */
	static of(places: Uint32Array<ArrayBuffer>, used: number, most: number): HashSet {
		const set = new HashSet(most, places.length / 2);
		set.places = places;
		set.used = used;
		return set;
	}

	/** All that it holds, for a set elsewhere. */
	copy(): { readonly places: Uint32Array<ArrayBuffer>; readonly used: number } {
		return { places: this.places.slice(), used: this.used };
	}

	/** 1: it is new, 0: it was there already, FULL: it is new and there is no room. */
	add(high: number, low: number): number {
		const key = high === 0 && low === 0 ? 1 : high;
		let at = (low & this.mask) * 2;
		for (;;) {
			const stored = this.places[at];
			if (stored === 0 && this.places[at + 1] === 0) break;
			if (stored === key && this.places[at + 1] === low) return 0;
			at = (at + 2) & (this.mask * 2 + 1);
		}
		if (this.used >= this.most) return FULL;
		this.places[at] = key;
		this.places[at + 1] = low;
		this.used++;
		if (this.used * 4 > (this.mask + 1) * 3) this.grow();
		return 1;
	}

	/** Looks at where the first `count` of these hashes will be asked for. */
	approach(lows: Uint32Array, count: number): void {
		this.approached = approach(this.places, this.mask, lows, count);
	}

	has(high: number, low: number): boolean {
		const key = high === 0 && low === 0 ? 1 : high;
		for (let at = (low & this.mask) * 2; ; at = (at + 2) & (this.mask * 2 + 1)) {
			const stored = this.places[at];
			if (stored === 0 && this.places[at + 1] === 0) return false;
			if (stored === key && this.places[at + 1] === low) return true;
		}
	}

	private grow(): void {
		const old = this.places;
		const size = (this.mask + 1) * 2;
		this.places = new Uint32Array(size * 2);
		this.mask = size - 1;
		for (let i = 0; i < old.length; i += 2) {
			const high = old[i] ?? 0;
			const low = old[i + 1] ?? 0;
			if (high === 0 && low === 0) continue;
			let at = (low & this.mask) * 2;
			while (this.places[at] !== 0 || this.places[at + 1] !== 0) at = (at + 2) & (this.mask * 2 + 1);
			this.places[at] = high;
			this.places[at + 1] = low;
		}
	}
}
