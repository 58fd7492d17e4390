/**
 * Breadth-first search over everything that a scope allows. The frontier is kept as paths, with what describes the state at
 * the end of each to those who find successors. What was seen is known by its hash alone.
 */
import { FULL, HashSet } from "../base/hash_set.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import { ByMachine } from "./by_machine.ts";
import { ByProcess } from "./by_process/by_process.ts";
import { separable } from "./by_process/separable.ts";
import { Dealt } from "./dealt.ts";
import { type Cause, causeKey, type Finding, findCause, stopped } from "./finding.ts";
import { Found } from "./found.ts";
import { Paths } from "./paths.ts";
import { COUNTS, type Property } from "./properties.ts";
import { alphabet, type Scope } from "./scope.ts";
import { MOST_PACKED, type Successors } from "./successors.ts";

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

/** Which part of all states is this explorer's: those whose share falls to `index` of `count`. */
export interface Part {
	readonly index: number;
	readonly count: number;
	/** Looks at where `send` will look for these hashes. */
	approach(lows: Uint32Array, count: number): void;
	/**
	 * Takes what belongs to others: the hash of a state, the way there, which is `path` and then the step `last`, and the first `many` of the
	 * numbers, which describe it. Of states of the last depth, only the hash counts.
	 */
	send(owner: number, high: number, low: number, path: Uint8Array, last: number, numbers: Int32Array, many: number): void;
}

const ALONE: Part = { index: 0, count: 1, send: () => undefined, approach: () => undefined };

/** What an explorer had met: the depth it stands at, and the hashes of all states until there. */
export interface Met {
	readonly depth: number;
	readonly places: Uint32Array<ArrayBuffer>;
	readonly used: number;
}

const NOTHING_MET: Met = { depth: 0, places: new Uint32Array(0), used: 0 };
const NO_PATH = new Uint8Array(0);

/** Ways that are looked into for each property, step and depth: what is new at a depth is not lost among what was known before. */
const MOST_TRACED = 256;

export class Explorer {
	readonly steps: readonly Step[];
	/** Steps tried while exploring, whether the machine carried them out or what they do was known, and those too that led nowhere new. */
	transitions = 0;
	/** Why it stopped before the end; null while it goes on, and when everything was seen. */
	limit: "depth" | "states" | null = null;
	private readonly plan: Plan;
	private part: Part;
	private readonly successors: Successors;
	private readonly found: Found;
	private readonly packed = new Int32Array(MOST_PACKED);
	private readonly unpacked: Int32Array;
	private readonly seen: HashSet;
	/** States that another explorer had counted before this one joined it. */
	private readonly inherited: number;
	private readonly ways = new Map<string, Finding>();
	private readonly traced = new Map<string, number>();
	private frontier: Paths;
	private next: Paths;
	private at = 0;
	private readonly dealt = new Dealt();

	/** `before`: what an explorer had met when this one began to share the work (`divide`); it begins with what it is sent. */
	constructor(plan: Plan, part: Part = ALONE, before: Met | null = null) {
		this.plan = plan;
		this.part = part;
		this.steps = alphabet(plan.scope);
		const { kernel, scope, properties } = plan;
		const successors = separable(scope) ? new ByProcess(kernel, scope, properties) : new ByMachine(kernel, scope, properties);
		const { high, low, width } = successors;
		this.successors = successors;
		this.found = new Found(width);
		this.unpacked = new Int32Array(width);
		const { depth, places, used } = before ?? NOTHING_MET;
		this.inherited = used;
		this.seen = before === null ? new HashSet(plan.limits.states) : HashSet.of(places, used, used + plan.limits.states);
		this.frontier = new Paths(depth, width);
		this.next = this.pathsOf(depth + 1);
		if (before !== null || successors.share % part.count !== part.index) return;
		this.seen.add(high, low);
		successors.describe(this.unpacked, 0);
		this.frontier.push(new Uint8Array(0), 0, this.unpacked);
	}

	get states(): number {
		return this.seen.size - this.inherited;
	}

	/** Steps that every path of the frontier has. */
	get depth(): number {
		return this.frontier.length;
	}

	/** States of the frontier, and how many of them are still to be expanded. */
	get waiting(): { readonly of: number; readonly left: number } {
		return { of: this.frontier.count, left: this.frontier.count - this.at };
	}

	get findings(): readonly Finding[] {
		return [...this.ways.values()];
	}

	/** Bytes of what grows with the number of states. */
	get bytes(): number {
		return this.seen.bytes + this.frontier.size + this.next.size;
	}

	/**
	 * From now on this is one of several explorers: what it finds is dealt out among them, and it meets at most `states` more. The others begin
	 * with what it returns.
	 */
	divide(part: Part, states: number): Met {
		this.part = part;
		this.seen.most = this.seen.size + states;
		return { depth: this.depth, ...this.seen.copy() };
	}

	/** Expands at most `count` states of this depth; true while some are left. */
	expand(count: number): boolean {
		for (let i = 0; i < count && this.at < this.frontier.count; i++) {
			if (this.limit !== null) return false;
			this.expandState(this.at++);
		}
		return this.at < this.frontier.count && this.limit === null;
	}

	/** Goes on to the next depth, when this one is done; false when there is nothing left there, or nothing to be expanded any more. */
	deepen(): boolean {
		if (this.limit !== null) return false;
		this.frontier = this.next;
		this.next = this.pathsOf(this.frontier.length + 1);
		this.at = 0;
		if (this.frontier.count > 0 && this.frontier.length >= this.plan.limits.depth) this.limit = "depth";
		return this.limit === null && this.frontier.count > 0;
	}

	/** Looks at where `receive` will look for these hashes (`HashSet.approach`). */
	approach(lows: Uint32Array, count: number): void {
		this.seen.approach(lows, count);
	}

	/** Takes a state that another explorer came upon, packed by it; it belongs to the next depth. */
	receive(high: number, low: number, path: Uint8Array, packed: Int32Array): void {
		const added = this.seen.add(high, low);
		if (added === FULL) this.limit = "states";
		if (added !== 1) return;
		if (packed.length > 0) this.successors.unpack(packed, this.unpacked);
		this.next.push(path, path[path.length - 1] ?? 0, this.unpacked);
	}

	/** Nobody goes on from paths that have all the steps they may have. */
	private pathsOf(length: number): Paths {
		return new Paths(length, this.successors.width, length < this.plan.limits.depth);
	}

	private expandState(index: number): void {
		const { successors, found, frontier } = this;
		const path = frontier.at(index);
		successors.moveTo(path, frontier.numbers, index * frontier.width);
		successors.takeAll(found);
		this.transitions += found.tried;
		if (this.plan.counts) for (const { op, message } of found.stopped) this.report(COUNTS, path, op, stopped(message));
		this.deal();
		for (let i = 0; i < found.count; i++) this.file(path, i);
	}

	/** Deals the states that were found out among the explorers, and looks at where each will be looked for. */
	private deal(): void {
		const { found, part, dealt, seen } = this;
		if (part.count === 1) {
			seen.approach(found.low, found.count);
			return;
		}
		dealt.take(found, part);
		seen.approach(dealt.own, dealt.owns);
		part.approach(dealt.others, dealt.sent);
	}

	/** Files one of the states that were found. */
	private file(path: Uint8Array, i: number): void {
		const { found, part, plan } = this;
		const op = found.op[i] ?? 0;
		const high = found.high[i] ?? 0;
		const low = found.low[i] ?? 0;
		const owner = part.count === 1 ? 0 : (this.dealt.owner[i] ?? 0);
		if (owner === part.index) {
			const added = this.seen.add(high, low);
			if (added === 1) this.next.push(path, op, found.numbers, i * found.width);
			else if (added === FULL) this.limit = "states";
		} else if (this.next.length < plan.limits.depth) {
			part.send(owner, high, low, path, op, this.packed, this.successors.pack(found.numbers, i * found.width, this.packed));
		} else part.send(owner, high, low, NO_PATH, op, this.packed, 0);
		const newly = found.newly[i] ?? 0;
		if (newly !== 0) this.trace(newly, path, op);
		if (found.miscounted[i] === 1 && plan.counts)
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
