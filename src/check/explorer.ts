/**
 * Breadth-first search over everything that a scope allows. The frontier is kept as paths, with what describes the state at
 * the end of each to those who find successors. What was seen is known by its hash alone.
 */
import { Ground } from "../base/ground.ts";
import { FULL, HashSet } from "../base/hash_set.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import { ByMachine } from "./by_machine.ts";
import { ByProcess } from "./by_process/by_process.ts";
import { separable } from "./by_process/separable.ts";
import { type Cause, causeKey, type Finding, findCause, stopped } from "./finding.ts";
import { Found } from "./found.ts";
import { Frontier } from "./frontier.ts";
import { Paths } from "./paths.ts";
import { COUNTS, type Property } from "./properties.ts";
import { alphabet, type Scope } from "./scope.ts";
import type { Successors } from "./successors.ts";

export interface Limits {
	/** Steps of the longest path. */
	readonly depth: number;
	/** Distinct states. */
	readonly states: number;
}

export interface Plan {
	readonly kernel: KernelRecord;
	readonly scope: Scope;
	readonly properties: readonly Property[];
	/** Whether counts are checked too. */
	readonly counts: boolean;
	readonly limits: Limits;
}

/** How an explorer works with others on one exploration: on the same ground, and as which of them. The one of index 0 begins. */
export interface Part {
	readonly ground: Ground;
	readonly index: number;
}

/** Ways that are looked into for each property, step and depth: what is new at a depth is not lost among what was known before. */
const MOST_TRACED = 256;

export class Explorer {
	readonly steps: readonly Step[];
	/** Steps tried while exploring, whether the machine carried them out or what they do was known, and those too that led nowhere new. */
	transitions = 0;
	/** Why it stopped before the end; null while it goes on, and when everything was seen. */
	limit: "depth" | "states" | null = null;
	private readonly plan: Plan;
	private readonly ground: Ground;
	private readonly index: number;
	private readonly successors: Successors;
	private readonly found: Found;
	private readonly seen: HashSet;
	private readonly ways = new Map<string, Finding>();
	private readonly traced = new Map<string, number>();
	private frontier: Frontier;
	private next: Paths;

	constructor(plan: Plan, { ground, index }: Part = { ground: new Ground(), index: 0 }) {
		this.plan = plan;
		this.ground = ground;
		this.index = index;
		this.steps = alphabet(plan.scope);
		const { kernel, scope, properties } = plan;
		this.seen = new HashSet(plan.limits.states, ground);
		const successors = separable(scope) ? new ByProcess(kernel, scope, properties, ground) : new ByMachine(kernel, scope, properties);
		const { high, low, width } = successors;
		this.successors = successors;
		this.found = new Found(width);
		this.frontier = new Frontier(0);
		this.next = this.pathsOf(0);
		if (index > 0) return;
		this.seen.add(high, low);
		successors.describe(this.found.numbers, 0);
		this.next.push(new Uint8Array(0), 0, this.found.numbers);
	}

	/** Distinct states met, by all who work together. */
	get states(): number {
		return this.seen.size;
	}

	/** Steps that every path of the frontier has. */
	get depth(): number {
		return this.frontier.length;
	}

	/** States of the frontier, and how many of them are still to be expanded. */
	get waiting(): { readonly of: number; readonly left: number } {
		return { of: this.frontier.count, left: this.frontier.left };
	}

	/** States found so far that are one step further on. */
	get ahead(): Paths {
		return this.next;
	}

	get findings(): readonly Finding[] {
		return [...this.ways.values()];
	}

	/** Bytes of what grows with the number of states. */
	get bytes(): number {
		return this.seen.bytes + this.frontier.size + this.next.size;
	}

	/** Expands at most `count` states of this depth; true while some are left. With others it stops as well when the ground is crowded. */
	expand(count: number): boolean {
		const { frontier, ground } = this;
		for (let i = 0; i < count && !ground.crowded && frontier.more(); i++) {
			if (this.limit !== null) return false;
			this.expandState(frontier.list, frontier.at++);
		}
		return this.limit === null && frontier.left > 0;
	}

	/**
	 * Goes on to the next depth, when this one is done; false when there is nothing left there, or nothing to be expanded any more. `lists`: what
	 * all have found, by their index; `taken`: as many zeros, which they have in common.
	 */
	deepen(lists: readonly Paths[] = [this.next], taken: Int32Array = new Int32Array(lists.length)): boolean {
		if (this.limit !== null) return false;
		const { length } = lists[0] ?? this.next;
		this.frontier = new Frontier(length, lists, taken, this.index);
		this.next = this.pathsOf(length + 1);
		if (this.frontier.count > 0 && length >= this.plan.limits.depth) this.limit = "depth";
		return this.limit === null && this.frontier.count > 0;
	}

	/** Nobody goes on from paths that have all the steps they may have. */
	private pathsOf(length: number): Paths {
		return new Paths(length, this.successors.width, length < this.plan.limits.depth, this.ground);
	}

	private expandState(list: Paths, index: number): void {
		const { successors, found, seen } = this;
		const path = list.at(index);
		successors.moveTo(path, list.numbers, index * list.width);
		successors.takeAll(found);
		this.transitions += found.tried;
		if (this.plan.counts) for (const { op, message } of found.stopped) this.report(COUNTS, path, op, stopped(message));
		seen.approach(found.low, found.count);
		for (let i = 0; i < found.count; i++) this.file(path, i);
	}

	/** Files one of the states that were found. */
	private file(path: Uint8Array, i: number): void {
		const { found } = this;
		const op = found.op[i] ?? 0;
		const added = this.seen.add(found.high[i] ?? 0, found.low[i] ?? 0);
		if (added === 1) this.next.push(path, op, found.numbers, i * found.width);
		else if (added === FULL) this.limit = "states";
		const newly = found.newly[i] ?? 0;
		if (newly !== 0) this.trace(newly, path, op);
		if (found.miscounted[i] === 1 && this.plan.counts)
			this.report(COUNTS, path, op, stopped("After this step, counts and entries of some page do not agree."));
	}

	private trace(newly: number, path: Uint8Array, op: number): void {
		const step = this.steps[op];
		if (step === undefined) return;
		this.plan.properties.forEach((property, i) => {
			if ((newly & (1 << i)) === 0) return;
			const key = `${property.id} ${op} ${path.length}`;
			const traced = this.traced.get(key) ?? 0;
			this.traced.set(key, traced + 1);
			if (traced >= MOST_TRACED) return;
			const cause = this.successors.lend((machine, promises) => findCause(machine, step, promises, property));
			if (cause !== null) this.report(property.id, path, op, cause);
		});
	}

	private report(property: string, path: Uint8Array, op: number, cause: Cause): void {
		const key = causeKey(property, cause);
		const known = this.ways.get(key);
		if (known !== undefined) {
			this.ways.set(key, { ...known, times: known.times + 1 });
			return;
		}
		const steps = [...path, op].flatMap((index) => this.steps[index] ?? []);
		this.ways.set(key, { property, path: steps, cause, times: 1 });
	}
}
