/**
 * A seeded generator of random numbers (sfc32 by Chris Doty-Humphrey): the same seed and stream give the same numbers on every machine.
 * Not for secrets.
 */
export class Rng {
	private a: number;
	private b: number;
	private c: number;
	private counter = 1;

	/** `stream` tells apart sequences of one seed that must not depend on each other's length. */
	constructor(seed: number, stream = 0) {
		this.a = seed | 0;
		this.b = stream | 0;
		this.c = 0x9e3779b9 | 0;
		// The first numbers still show the seed.
		for (let i = 0; i < 15; i++) this.u32();
	}

	/** An integer of 0 … 2³²−1. */
	u32(): number {
		const sum = (this.a + this.b + this.counter) | 0;
		this.counter = (this.counter + 1) | 0;
		this.a = this.b ^ (this.b >>> 9);
		this.b = (this.c + (this.c << 3)) | 0;
		this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
		return sum >>> 0;
	}

	/** A number of 0 (included) … 1 (excluded), in steps of 2⁻³². */
	unit(): number {
		return this.u32() / 2 ** 32;
	}

	/** An integer of 0 … n−1, for n up to 2²⁸; no value is likelier than another by more than n/2³². */
	below(n: number): number {
		return Math.floor(this.unit() * n);
	}
}
