/**
 * What processes share. A tie is the set of all frames and swap slots that more than one process reaches, each under the number that
 * each of these processes gave it; it is known by a number, 0 for nothing shared.
 */
import { Sequences } from "./intern.ts";

/** A thing by position of the process: its number there, or -1 where that process does not reach it. */
export type Shared = readonly number[];

/** The number of a thing, from that of a frame or of a swap slot. */
export const frameThing = (frame: number): number => frame * 2;
export const slotThing = (slot: number): number => slot * 2 + 1;
export const isFrame = (thing: number): boolean => (thing & 1) === 0;

export class Ties {
	private readonly lists: (readonly Shared[])[] = [[]];
	private readonly byText = new Map<string, number>([["", 0]]);
	private readonly drafts = new Sequences();
	private readonly byDraft: number[] = [0];
	private readonly members: number[] = [0];
	private readonly names: number;

	/** `names`: how many processes there may be. */
	constructor(names: number) {
		this.names = names;
	}

	/** Everything of the tie. */
	shared(tie: number): readonly Shared[] {
		return this.lists[tie] ?? [];
	}

	/** Whether the process at a position shares anything. */
	touches(tie: number, position: number): boolean {
		return ((this.members[tie] ?? 0) & (1 << position)) !== 0;
	}

	/** The number of a tie; what only one process reaches is left out. */
	of(things: readonly Shared[]): number {
		const list = things.filter((thing) => thing.filter((number) => number >= 0).length > 1).toSorted(compare);
		const text = list.join(";");
		const tie = this.byText.get(text) ?? this.add(list);
		this.byText.set(text, tie);
		return tie;
	}

	/** The number of the tie whose things' numbers, the first `length` of these, stand one after the other, in any order of things. */
	ofNumbers(numbers: Int32Array, length: number): number {
		const draft = this.drafts.of(numbers, length);
		const known = this.byDraft[draft];
		if (known !== undefined) return known;
		const { names } = this;
		const things = Array.from({ length: length / names }, (_, i) => [...numbers.subarray(i * names, (i + 1) * names)]);
		const tie = this.of(things);
		this.byDraft[draft] = tie;
		return tie;
	}

	private add(list: readonly Shared[]): number {
		this.lists.push(list);
		let members = 0;
		for (const thing of list) for (let at = 0; at < thing.length; at++) if ((thing[at] ?? -1) >= 0) members |= 1 << at;
		this.members.push(members);
		return this.lists.length - 1;
	}
}

function compare(a: Shared, b: Shared): number {
	for (let at = 0; at < a.length; at++) {
		const difference = (a[at] ?? 0) - (b[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
