/**
 * The memory that tables stand on: one thread's own, or such as several threads work on at once. In shared memory a word is zero until it is
 * written, and zero says in every table that there is nothing. So reading needs no leave: what has not arrived yet is not there, and is
 * looked for once more by who adds it, for which one has to hold the pen. Tables grow while nobody works on them.
 */
import { assert } from "./assert.ts";

export interface Table {
	/** Whether it is to grow before much is added to it. */
	readonly crowded: boolean;
	/** Gives it twice the room. */
	grow(): void;
}

/** One array of a table, which another one takes the place of when the table grows. */
export interface Area {
	words: Int32Array;
}

/** What another thread needs to stand on the same ground. */
export interface Shares {
	readonly notes: ArrayBufferLike;
	readonly areas: readonly ArrayBufferLike[];
}

const PEN = 0;
const CROWDED = 1;
const DOUBT = 2;
const COUNTS = 3;
/** Words for the pen, the flags, and how much each table holds. */
const NOTES = 64;

/** Who holds the pen writes a few words; nobody waits so often unless a thread has died. */
const MOST_TRIES = 1e9;

/** What one thread may add to a table until it looks at `crowded` again. */
const SPARE = 1 << 12;

export class Ground {
	readonly threads: number;
	/** How much room has to be left in a table while several work. */
	readonly spare: number;
	private readonly notes: Int32Array;
	private readonly areas: Area[] = [];
	private readonly tables: Table[] = [];
	private readonly given: readonly ArrayBufferLike[];

	/** `shares`: of another thread, on whose ground the same tables are to be set up here, in the same order. */
	constructor(threads = 1, shares: Shares | null = null) {
		this.threads = threads;
		this.spare = threads === 1 ? 0 : SPARE * threads;
		this.notes = shares === null ? this.fresh(NOTES) : new Int32Array(shares.notes);
		this.given = shares?.areas ?? [];
	}

	/** Whether some table is to grow: who works on this ground stops where it can be waited for. */
	get crowded(): boolean {
		return this.notes[CROWDED] !== 0;
	}

	/** Something has shown that what is written here is not to be relied on. */
	get doubted(): boolean {
		return this.notes[DOUBT] !== 0;
	}

	doubt(): void {
		this.notes[DOUBT] = 1;
	}

	/** Enters a table, and returns the place of its count. */
	enter(table: Table): number {
		assert(COUNTS + this.tables.length < NOTES, "there is a note for each table");
		return COUNTS + this.tables.push(table) - 1;
	}

	/** The next array of the table being set up: so many words, at first zero. */
	area(words: number): Area {
		const given = this.given[this.areas.length];
		const area = { words: given === undefined ? this.fresh(words) : new Int32Array(given) };
		this.areas.push(area);
		return area;
	}

	/** Places that a table of hashes begins with: a power of two, at least `start`. */
	places(start: number): number {
		let places = start;
		while (places < this.spare * 4) places *= 2;
		return places;
	}

	/** An array of zeros. */
	fresh(words: number): Int32Array {
		return this.threads === 1 ? new Int32Array(words) : new Int32Array(new SharedArrayBuffer(words * 4));
	}

	count(place: number): number {
		return this.notes[place] ?? 0;
	}

	setCount(place: number, count: number): void {
		this.notes[place] = count;
	}

	/** Counts one more, when there are fewer than `most`; needs no pen. */
	countUp(place: number, most: number): boolean {
		if (Atomics.add(this.notes, place, 1) < most) return true;
		this.countDown(place);
		return false;
	}

	countDown(place: number): void {
		Atomics.sub(this.notes, place, 1);
	}

	takePen(): void {
		if (this.threads === 1) return;
		for (let tries = 0; Atomics.compareExchange(this.notes, PEN, 0, 1) !== 0; tries++) assert(tries < MOST_TRIES, "the pen comes back");
	}

	layPen(): void {
		if (this.threads > 1) Atomics.store(this.notes, PEN, 0);
	}

	/** A table has come to the end of its room: it grows at once where nobody else works on it. */
	crowd(table: Table): void {
		if (this.threads === 1) table.grow();
		else this.notes[CROWDED] = 1;
	}

	/** Lets all tables grow that need it; nobody else may be at work. */
	grow(): void {
		for (const table of this.tables) while (table.crowded) table.grow();
		this.notes[CROWDED] = 0;
	}

	/** What another thread is given, at first and after tables have grown. */
	shares(): Shares {
		return { notes: this.notes.buffer, areas: this.areas.map(({ words }) => words.buffer) };
	}

	/** Takes over what has grown on another thread. */
	adopt({ areas }: Shares): void {
		this.areas.forEach((area, i) => {
			const buffer = areas[i];
			if (buffer !== undefined && buffer.byteLength !== area.words.byteLength) area.words = new Int32Array(buffer);
		});
	}
}
