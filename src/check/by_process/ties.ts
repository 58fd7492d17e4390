/**
 * What processes share. A tie is the set of all frames and swap slots that more than one process reaches, each under the number that
 * each of these processes gave it; it is known by a number, 0 for nothing shared.
 */
import type { Ground } from "../../base/ground.ts";
import { Sequences } from "./intern.ts";

/** A thing by position of the process: its number there, or -1 where that process does not reach it. */
export type Shared = readonly number[];

/** The number of a thing, from that of a frame or of a swap slot. */
export const frameThing = (frame: number): number => frame * 2;
export const slotThing = (slot: number): number => slot * 2 + 1;
export const isFrame = (thing: number): boolean => (thing & 1) === 0;

export class Ties {
	/** The things of a tie, one after the other. */
	private readonly book: Sequences;
	/** What has been read of it: by tie, the things, and a bit for each process that has part in some. */
	private readonly lists: (readonly Shared[])[] = [[]];
	private readonly members: number[] = [0];
	private readonly drafts = new Sequences();
	private readonly byDraft: number[] = [0];
	private readonly names: number;

	/** `names`: how many processes there may be. */
	constructor(names: number, ground: Ground) {
		this.names = names;
		this.book = new Sequences(ground);
	}

	/** Everything of the tie. */
	shared(tie: number): readonly Shared[] {
		return this.lists[tie] ?? this.read(tie);
	}

	/** Whether the process at a position shares anything. */
	touches(tie: number, position: number): boolean {
		if (this.members[tie] === undefined) this.read(tie);
		return ((this.members[tie] ?? 0) & (1 << position)) !== 0;
	}

	/** The number of a tie; what only one process reaches is left out. */
	of(things: readonly Shared[]): number {
		const list = things.filter((thing) => thing.filter((number) => number >= 0).length > 1).toSorted(compare);
		const numbers = Int32Array.from(list.flat());
		return this.book.of(numbers, numbers.length);
	}

	/** The number of the tie whose things' numbers, the first `length` of these, stand one after the other, in any order of things. */
	ofNumbers(numbers: Int32Array, length: number): number {
		const draft = this.drafts.of(numbers, length);
		const known = this.byDraft[draft];
		if (known !== undefined) return known;
		const tie = this.of(this.things([...numbers.subarray(0, length)]));
		this.byDraft[draft] = tie;
		return tie;
	}

	/** Reads a tie that this thread has not come upon before. */
	private read(tie: number): readonly Shared[] {
		const list = this.things(this.book.at(tie));
		let members = 0;
		for (const thing of list) for (let at = 0; at < thing.length; at++) if ((thing[at] ?? -1) >= 0) members |= 1 << at;
		this.lists[tie] = list;
		this.members[tie] = members;
		return list;
	}

	private things(numbers: readonly number[]): number[][] {
		const { names } = this;
		return Array.from({ length: numbers.length / names }, (_, i) => numbers.slice(i * names, (i + 1) * names));
	}
}

function compare(a: Shared, b: Shared): number {
	for (let at = 0; at < a.length; at++) {
		const difference = (a[at] ?? 0) - (b[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
