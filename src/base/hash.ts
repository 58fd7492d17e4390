/**
 * A 64-bit hash of a stream of numbers and texts, for telling states apart; not for secrets. Two lanes of 32 bits, each mixed as in
 * MurmurHash3 with constants of its own and joined at the end: JavaScript multiplies 32-bit integers fast and 64-bit ones not.
 */
export class Hash {
	private a: number;
	private b: number;
	private count = 0;

	/** A stream that starts where `from` stands, or anew. */
	constructor(from?: Hash) {
		this.a = from?.a ?? 0x9747b28c;
		this.b = from?.b ?? 0x3c6ef372;
		this.count = from?.count ?? 0;
	}

	/** Takes the low 32 bits of an integer. */
	word(value: number): this {
		let k = Math.imul(value, 0xcc9e2d51);
		k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
		const a = this.a ^ k;
		this.a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
		k = Math.imul(value ^ this.a, 0x239b961b);
		k = Math.imul((k << 17) | (k >>> 15), 0xab0e9789);
		const b = this.b ^ k;
		this.b = (Math.imul((b << 16) | (b >>> 16), 5) + 0x561ccd1b) | 0;
		this.count++;
		return this;
	}

	/** Takes a safe integer, also a negative one. */
	number(value: number): this {
		return this.word(value | 0).word(Math.floor(value / 2 ** 32) | 0);
	}

	/** Takes an unsigned 64-bit integer. */
	big(value: bigint): this {
		return this.word(Number(BigInt.asIntN(32, value))).word(Number(BigInt.asIntN(32, value >> 32n)));
	}

	/** Takes a text, its length included, so that neighbouring texts do not run together. */
	text(value: string): this {
		this.word(value.length);
		for (let i = 0; i < value.length; i += 2) this.word(value.charCodeAt(i) | (i + 1 < value.length ? value.charCodeAt(i + 1) << 16 : 0));
		return this;
	}

	/** The hash of everything taken so far, as two unsigned words. The stream may go on. */
	words(): readonly [number, number] {
		const a = finish(this.a ^ this.count);
		const b = finish(this.b ^ this.count ^ a);
		return [(a + b) >>> 0, (a + Math.imul(b, 2)) >>> 0];
	}

	/** The same, as 16 hexadecimal digits. */
	hex(): string {
		return this.words()
			.map((word) => word.toString(16).padStart(8, "0"))
			.join("");
	}
}

function finish(value: number): number {
	let h = value;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}
