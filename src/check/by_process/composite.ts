/** A state as its processes: what each looks like from within, and what they share. */
import type { Looks } from "./looks.ts";
import type { Ties } from "./ties.ts";

export interface Composite {
	/** By name of the process; 0 where there is none. */
	readonly looks: Int32Array;
	tie: number;
	/** Where the next region is placed. */
	region: number;
}

export function emptyComposite(names: number): Composite {
	return { looks: new Int32Array(names), tie: 0, region: 0 };
}

export function copyInto(from: Composite, to: Composite): void {
	for (let at = 0; at < from.looks.length; at++) to.looks[at] = from.looks[at] ?? 0;
	to.tie = from.tie;
	to.region = from.region;
}

export function sameComposite(a: Composite, b: Composite): boolean {
	return a.tie === b.tie && a.region === b.region && a.looks.every((look, at) => look === b.looks[at]);
}

/**
 * Hashes composites, equal for those that differ only by the names of processes: looks go into a sum, and so does each shared thing, as the sum
 * of what its processes look like and call it.
 */
export class CompositeHash {
	high = 0;
	low = 0;
	private readonly looks: Looks;
	private readonly ties: Ties;

	constructor(looks: Looks, ties: Ties) {
		this.looks = looks;
		this.ties = ties;
	}

	take({ looks, tie, region }: Composite): void {
		const known = this.looks;
		let highs = Math.imul(region, 0x9e3779b1);
		let lows = Math.imul(region, 0x85ebca6b);
		for (let at = 0; at < looks.length; at++) {
			const look = looks[at] ?? 0;
			highs = (highs + known.high(look)) | 0;
			lows = (lows + known.low(look)) | 0;
		}
		if (tie !== 0) {
			for (const thing of this.ties.shared(tie)) {
				let callsHigh = 0;
				let callsLow = 0;
				for (let at = 0; at < looks.length; at++) {
					const number = thing[at] ?? -1;
					if (number < 0) continue;
					const look = looks[at] ?? 0;
					callsHigh = (callsHigh + scrambled(known.high(look) + Math.imul(number + 1, 0xc2b2ae35))) | 0;
					callsLow = (callsLow + scrambled(known.low(look) ^ Math.imul(number + 1, 0x27d4eb2f))) | 0;
				}
				highs = (highs + scrambled(callsHigh)) | 0;
				lows = (lows + scrambled(callsLow + 1)) | 0;
			}
		}
		this.high = scrambled(highs ^ Math.imul(lows, 0x2c1b3c6d)) >>> 0;
		this.low = scrambled(lows) >>> 0;
	}
}

/** Every bit of it depends on every bit of the value. Source: the finalizer of MurmurHash3. */
function scrambled(value: number): number {
	let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return mixed ^ (mixed >>> 16);
}
