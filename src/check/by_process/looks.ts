/**
 * What processes look like from within (`Fingerprint.takeProcess`), each look known by its 64 bits and numbered from 1; 0 stands for no
 * process. With each look goes what was learnt of every step of such a process.
 */
import { widened } from "../../base/widened.ts";

/**
 * What is known of a step: nothing; it cannot be said; it changes nothing; only the machine can tell; it depends on others' entries as well; or
 * from LESSON on, twice the number of the look that it leads to when nobody else is concerned, or twice that of a lesson, and 1.
 */
export const UNKNOWN = 0;
export const UNSPEAKABLE = 1;
export const IDLE = 2;
export const ASK = 3;
export const MEETS = 4;
export const LESSON = 5;

export const isPlain = (code: number): boolean => code >= LESSON && ((code - LESSON) & 1) === 0;
export const plain = (look: number): number => LESSON + look * 2;
export const plainLook = (code: number): number => (code - LESSON) >> 1;
export const lessonCode = (number: number): number => LESSON + number * 2 + 1;
export const lessonNumber = (code: number): number => (code - LESSON) >> 1;

const PAGE_BITS = 16;
const PAGE = 1 << PAGE_BITS;

export class Looks {
	count = 1;
	high = new Uint32Array(1024);
	low = new Uint32Array(1024);
	/** A bit for each property that is broken in the process. */
	broken = new Int32Array(1024);
	/** A number for the entries that lead to what the process shares, 0 where that is not known. */
	outer = new Int32Array(1024);
	/** How much there is to a look: of two processes, the weightier one is the rarer sight. */
	weight = new Int32Array(1024);
	/** By look and step of a process, in pages, so that growing moves nothing. */
	private readonly known: Int32Array[] = [];
	/** How many different steps a process has. */
	readonly steps: number;
	private places = new Int32Array(4096);

	constructor(steps: number) {
		this.steps = steps;
	}

	/** What is known at a place, which is a look times `steps` plus the number of a step. */
	at(place: number): number {
		return this.known[place >>> PAGE_BITS]?.[place & (PAGE - 1)] ?? UNKNOWN;
	}

	learn(place: number, code: number): void {
		for (let page = this.known.length; page <= place >>> PAGE_BITS; page++) this.known.push(new Int32Array(PAGE));
		const page = this.known[place >>> PAGE_BITS];
		if (page !== undefined) page[place & (PAGE - 1)] = code;
	}

	/** The number of a look; one more than there were when it is new. */
	of(high: number, low: number): number {
		const mask = this.places.length - 1;
		for (let at = low & mask; ; at = (at + 1) & mask) {
			const look = this.places[at] ?? 0;
			if (look === 0) return this.add(at, high, low);
			if (this.high[look] === high && this.low[look] === low) return look;
		}
	}

	/** Whether a look counts more than another; never both do. */
	outweighs(look: number, other: number): boolean {
		const difference = (this.weight[look] ?? 0) - (this.weight[other] ?? 0);
		return difference !== 0 ? difference > 0 : (this.high[look] ?? 0) > (this.high[other] ?? 0);
	}

	private add(at: number, high: number, low: number): number {
		const look = this.count++;
		if (look >= this.high.length) this.grow();
		this.high[look] = high;
		this.low[look] = low;
		this.places[at] = look;
		if (this.count * 2 > this.places.length) this.rehash();
		return look;
	}

	private grow(): void {
		const size = this.high.length * 2;
		this.high = widened(new Uint32Array(size), this.high);
		this.low = widened(new Uint32Array(size), this.low);
		this.weight = widened(new Int32Array(size), this.weight);
		this.broken = widened(new Int32Array(size), this.broken);
		this.outer = widened(new Int32Array(size), this.outer);
	}

	private rehash(): void {
		this.places = new Int32Array(this.places.length * 2);
		const mask = this.places.length - 1;
		for (let look = 1; look < this.count; look++) {
			let at = (this.low[look] ?? 0) & mask;
			while (this.places[at] !== 0) at = (at + 1) & mask;
			this.places[at] = look;
		}
	}
}
