/** A seeded generator of 32-bit numbers (splitmix32): the same seed gives the same numbers on every machine. */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed | 0;
	}

	/** An integer from 0 to `bound - 1`. */
	below(bound: number): number {
		this.state = (this.state + 0x9e3779b9) | 0;
		let mixed = this.state ^ (this.state >>> 16);
		mixed = Math.imul(mixed, 0x21f0aaad);
		mixed ^= mixed >>> 15;
		mixed = Math.imul(mixed, 0x735a2d97);
		return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * bound);
	}
}
