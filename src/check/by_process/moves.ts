/**
 * What becomes of shared things in a step, as one process numbers them. Each such account is known by a number; 0: everything keeps its
 * number, and nothing is shared anew.
 */
import type { Ground } from "../../base/ground.ts";
import { PairMap } from "../../base/pair_map.ts";
import { Draft, Pairs, Sequences } from "./intern.ts";
import type { Shared, Ties } from "./ties.ts";

export interface Moves {
	/** By number before the step: the number afterwards, or -1 when the process does not reach the thing any more. */
	readonly to: readonly number[];
	/** Things that are shared since: the process's numbers of them, in the order in which the process that made the step numbers them. */
	readonly fresh: readonly number[];
	/** What a child born in the step shares with it: numbers in the parent and in the child. */
	readonly inherited: readonly (readonly [number, number])[];
}

export class MovesBook {
	private readonly ties: Ties;
	/** Of moves: how many numbers of each kind, and then all of them. */
	private readonly book: Sequences;
	/** What has been read of it. */
	private readonly list: (Moves | null)[] = [null];
	private readonly draft = new Draft();
	private readonly pairs = new Pairs();
	private readonly after = new PairMap();

	constructor(ties: Ties, ground: Ground) {
		this.ties = ties;
		this.book = new Sequences(ground);
	}

	/** The number of moves; null stands for those that are none. */
	of(moves: Moves | null): number {
		if (moves === null) return 0;
		const { to, fresh, inherited } = moves;
		const { draft } = this;
		draft.length = 0;
		for (const list of [[to.length, fresh.length], to, fresh, ...inherited]) for (const number of list) draft.push(number);
		return this.book.of(draft.numbers, draft.length);
	}

	private read(number: number): Moves {
		const [tos = 0, freshes = 0, ...rest] = this.book.at(number);
		const pairs = rest.slice(tos + freshes);
		const moves: Moves = {
			to: rest.slice(0, tos),
			fresh: rest.slice(tos, tos + freshes),
			inherited: Array.from({ length: pairs.length / 2 }, (_, i): [number, number] => [pairs[i * 2] ?? 0, pairs[i * 2 + 1] ?? 0]),
		};
		this.list[number] = moves;
		return moves;
	}

	/** The tie after a step of the process at `position`; `all` are the moves by position, and `child` the place of a new process, or -1. */
	tieAfter(tie: number, all: ArrayLike<number>, position: number, child: number): number {
		let key = 0;
		for (let at = 0; at < all.length; at++) {
			const moves = all[at] ?? 0;
			if (moves !== 0) key = this.pairs.of(key * 4 + at, moves);
		}
		if (key === 0) return tie;
		const place = (tie * 4 + position) * 4 + child + 1;
		const known = this.after.get(key, place);
		if (known >= 0) return known;
		const found = this.ties.of(this.moved(this.ties.shared(tie), all, position, child));
		this.after.set(key, place, found);
		return found;
	}

	private moved(before: readonly Shared[], all: ArrayLike<number>, position: number, child: number): Shared[] {
		const moves = Array.from(all, (number) => (number === 0 ? null : (this.list[number] ?? this.read(number))));
		const things = before.map((shared) => shared.map((thing, at) => (thing < 0 ? -1 : (moves[at]?.to[thing] ?? (moves[at] ? -1 : thing)))));
		const own = moves[position];
		for (let i = 0; own && i < own.fresh.length; i++) things.push(moves.map((each) => each?.fresh[i] ?? -1));
		for (const [parent, inherited] of own?.inherited ?? []) {
			let thing = things.find((shared) => shared[position] === parent);
			if (thing === undefined) {
				thing = moves.map((_, at) => (at === position ? parent : -1));
				things.push(thing);
			}
			thing[child] = inherited;
		}
		return things;
	}
}
