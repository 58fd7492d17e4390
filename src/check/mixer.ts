/** Two 32-bit hashes of a sequence of numbers, each of them mixed in its own way. */
export class Mixer {
	/** Unsigned once the sequence is sealed. */
	high = 0;
	low = 0;

	protected start(): void {
		this.high = 0x9e3779b9;
		this.low = 0x7f4a7c15;
	}

	protected mix(value: number): void {
		let high = Math.imul(this.high ^ value, 0x85ebca6b);
		high ^= high >>> 13;
		this.high = Math.imul(high, 0xc2b2ae35) ^ (high >>> 16);
		let low = Math.imul((this.low << 5) | (this.low >>> 27), 0x9e3779b1) + value;
		low = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d);
		this.low = low ^ (low >>> 12);
	}

	protected seal(): void {
		this.high = (this.high ^ (this.high >>> 16)) >>> 0;
		this.low = (this.low ^ (this.low >>> 15)) >>> 0;
	}
}
