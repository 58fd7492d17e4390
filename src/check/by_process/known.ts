/** What was learnt of steps, by the look of their process: one word for each step of each look. */
import { assert, present } from "../../base/assert.ts";
import type { Area, Ground, Table } from "../../base/ground.ts";

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

/** Places of the first page; each page has twice as many as the one before, so that growing moves nothing. */
const PAGE_BITS = 16;
/** As many as have places that 31 bits can say. */
const MOST_PAGES = 15;

/** What is known of steps, by place: a look times the number of different steps, and the number of a step. */
export class Known implements Table {
	private readonly ground: Ground;
	private readonly needed: () => number;
	private readonly steps: number;
	private readonly pages: readonly Area[];

	/** `needed`: how many places there are to be with the next look; each look brings `steps` of them. */
	constructor(ground: Ground, needed: () => number, steps: number) {
		this.ground = ground;
		this.needed = needed;
		this.steps = steps;
		this.pages = Array.from({ length: MOST_PAGES }, () => ground.area(0));
		ground.enter(this);
		while (this.crowded) this.grow();
	}

	get crowded(): boolean {
		return this.needed() + (this.ground.spare + 1) * this.steps > this.room;
	}

	at(place: number): number {
		const page = pageOf(place);
		return this.pages[page]?.words[place - startOf(page)] ?? UNKNOWN;
	}

	makeRoom(): void {
		if (this.crowded) this.ground.crowd(this);
		assert(this.needed() <= this.room, "what is known grows before it is full");
	}

	/** That a step meets others is never unlearnt. */
	learn(place: number, code: number): void {
		const page = pageOf(place);
		const { words } = present(this.pages[page], "a page");
		const at = place - startOf(page);
		for (;;) {
			const before = Atomics.load(words, at);
			if (before === MEETS || Atomics.compareExchange(words, at, before, code) === before) return;
		}
	}

	grow(): void {
		const page = this.filled;
		present(this.pages[page], "a page to come").words = this.ground.fresh(1 << (PAGE_BITS + page));
	}

	private get filled(): number {
		let filled = 0;
		while ((this.pages[filled]?.words.length ?? 0) > 0) filled++;
		return filled;
	}

	private get room(): number {
		return startOf(this.filled);
	}
}

function pageOf(place: number): number {
	return 31 - Math.clz32((place >>> PAGE_BITS) + 1);
}

/** The first place of a page, which is also how many there are in all pages before. */
function startOf(page: number): number {
	return ((1 << page) - 1) << PAGE_BITS;
}
