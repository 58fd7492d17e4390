/**
 * All states of one depth, in lists: one for each explorer that found some. Explorers take them by the chunk, first those that they found
 * themselves, and then what others have not come to yet.
 */
import { Paths } from "./paths.ts";

/** States that are taken at once: so many that their paths mostly differ by a few last steps. */
const CHUNK = 64;

export class Frontier {
	/** Steps that each path has. */
	readonly length: number;
	/** States of this depth. */
	readonly count: number;
	/** The chunk being worked on: its states are those of `list` from `at` up to `end`. */
	list: Paths;
	at = 0;
	private end = 0;
	private readonly lists: readonly Paths[];
	/** Chunks taken of each list. */
	private readonly taken: Int32Array;
	/** Which list is one's own. */
	private readonly own: number;

	/** `taken`: zeros, one for each list, which those who share the frontier have in common. */
	constructor(length: number, lists: readonly Paths[] = [new Paths(length)], taken: Int32Array = new Int32Array(lists.length), own = 0) {
		this.length = length;
		this.lists = lists;
		this.taken = taken;
		this.own = own;
		this.list = lists[own] ?? new Paths(length);
		this.count = lists.reduce((sum, { count }) => sum + count, 0);
	}

	/** States that nobody has begun with, and the rest of one's own chunk. */
	get left(): number {
		let left = this.end - this.at;
		this.lists.forEach(({ count }, i) => {
			left += Math.max(0, count - (this.taken[i] ?? 0) * CHUNK);
		});
		return left;
	}

	get size(): number {
		return this.lists.reduce((sum, { size }) => sum + size, 0);
	}

	/** Whether there is a state to go on with, at `at` of `list`. */
	more(): boolean {
		return this.at < this.end || this.take();
	}

	private take(): boolean {
		const { lists, taken } = this;
		for (let i = 0; i < lists.length; i++) {
			const which = (this.own + i) % lists.length;
			const list = lists[which];
			if (list === undefined || (taken[which] ?? 0) * CHUNK >= list.count) continue;
			const from = Atomics.add(taken, which, 1) * CHUNK;
			if (from >= list.count) continue;
			this.list = list;
			this.at = from;
			this.end = Math.min(list.count, from + CHUNK);
			return true;
		}
		return false;
	}
}
