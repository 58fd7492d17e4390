/** A small seeded source of randomness (mulberry32): the same text gives the same walk on every machine and Node version. */
export class Random {
	#state;

	/** @param {string} seed any text; hashed with FNV-1a to 32 bits. */
	constructor(seed) {
		let hash = 0x811c9dc5;
		for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
		this.#state = hash >>> 0;
	}

	/** A number in [0, 1). */
	next() {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	/** A whole number in [0, limit). */
	below(limit) {
		return Math.floor(this.next() * limit);
	}

	chance(probability) {
		return this.next() < probability;
	}

	pick(list) {
		return list[this.below(list.length)];
	}

	/** A key of `weights` (key → weight), as often as its weight says. */
	weighted(weights) {
		const entries = Object.entries(weights);
		let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [key, weight] of entries) {
			left -= weight;
			if (left < 0) return key;
		}
		return entries[entries.length - 1][0];
	}
}
