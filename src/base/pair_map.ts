/**
 * A map from pairs of numbers from 0 to 2³¹ − 1 to such numbers, in flat memory: a lookup costs no object, which a `Map` keyed by numbers
 * beyond 2³¹ does.
 */
export class PairMap {
	private count = 0;
	private places: Int32Array;

	/** `start`: places at first, a power of two. */
	constructor(start = 1 << 10) {
		this.places = new Int32Array(start * 3).fill(-1);
	}

	get size(): number {
		return this.count;
	}

	/** What was put there, or -1. */
	get(first: number, second: number): number {
		const { places } = this;
		const at = this.find(first, second);
		return places[at] === -1 ? -1 : (places[at + 2] ?? -1);
	}

	set(first: number, second: number, value: number): void {
		const at = this.find(first, second);
		if (this.places[at] === -1) this.count++;
		this.places[at] = first;
		this.places[at + 1] = second;
		this.places[at + 2] = value;
		if (this.count * 6 > this.places.length) this.grow();
	}

	/** Where the pair stands, or could. */
	private find(first: number, second: number): number {
		const { places } = this;
		const mask = places.length / 3 - 1;
		let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
		hash ^= hash >>> 15;
		for (let at = hash & mask; ; at = (at + 1) & mask) {
			const stored = places[at * 3];
			if (stored === -1 || (stored === first && places[at * 3 + 1] === second)) return at * 3;
		}
	}

	private grow(): void {
		const old = this.places;
		this.places = new Int32Array(old.length * 2).fill(-1);
		for (let i = 0; i < old.length; i += 3) {
			if (old[i] === -1) continue;
			const at = this.find(old[i] ?? 0, old[i + 1] ?? 0);
			this.places[at] = old[i] ?? 0;
			this.places[at + 1] = old[i + 1] ?? 0;
			this.places[at + 2] = old[i + 2] ?? 0;
		}
	}
}
