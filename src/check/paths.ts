/** Paths of equal length, one byte a step, in one growing array: the frontier of a breadth-first search. */
export class Paths {
	readonly length: number;
	count = 0;
	private bytes: Uint8Array;

	constructor(length: number) {
		this.length = length;
		this.bytes = new Uint8Array(Math.max(1024, length * 64));
	}

	/** Adds the first `length - 1` steps of `prefix` and then `last`. */
	push(prefix: Uint8Array, last: number): void {
		const at = this.count * this.length;
		if (at + this.length > this.bytes.length) {
			const wider = new Uint8Array(this.bytes.length * 2);
			wider.set(this.bytes);
			this.bytes = wider;
		}
		for (let i = 0; i < this.length - 1; i++) this.bytes[at + i] = prefix[i] ?? 0;
		if (this.length > 0) this.bytes[at + this.length - 1] = last;
		this.count++;
	}

	/** A view of one path; valid until the next push. */
	at(index: number): Uint8Array {
		return this.bytes.subarray(index * this.length, (index + 1) * this.length);
	}

	get size(): number {
		return this.bytes.byteLength;
	}
}
