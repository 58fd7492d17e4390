/**
 * Breadth-first search over everything that a scope allows. The frontier is kept as paths; a state is made again by walking the
 * machine to it, undoing and redoing only what differs from the path before. States are known by their hashes alone.
 */
import { FULL, HashSet } from "../base/hash_set.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import type { Transition } from "../sim/include/transition.ts";
import { boot } from "../sim/machine.ts";
import { type Cause, causeKey, type Finding, findCause, stopped } from "./finding.ts";
import { Fingerprint } from "./fingerprint.ts";
import { Paths } from "./paths.ts";
import { afterStep, type Kept, NO_PROMISES, type Promises } from "./promise.ts";
import { COUNTS, type Property } from "./properties.ts";
import { alphabet, enabled, geometryOf, type Scope } from "./scope.ts";
import { UndoableMachine } from "./undo.ts";
import { StateView } from "./view.ts";

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

/** Which part of all states is this explorer's: those whose hash falls to `index` of `count`. */
export interface Part {
	readonly index: number;
	readonly count: number;
	/** Takes what belongs to others: the hash of a state, and the way there, which is `path` and then the step `op`. */
	send(owner: number, high: number, low: number, path: Uint8Array, op: number): void;
}

const ALONE: Part = { index: 0, count: 1, send: () => undefined };

/** Ways that are looked into for each property and step; beyond, only one in so many brings another cause. */
const MOST_TRACED = 48;

export class Explorer {
	readonly steps: readonly Step[];
	/** Steps carried out while exploring, with those that only led back to where the frontier is. */
	transitions = 0;
	/** Why it stopped before the end; null while it goes on, and when everything was seen. */
	limit: "depth" | "states" | null = null;
	private readonly plan: Plan;
	private readonly part: Part;
	private readonly walker: UndoableMachine;
	private readonly view = new StateView();
	private readonly fingerprint: Fingerprint;
	private readonly seen: HashSet;
	private readonly ways = new Map<string, Finding>();
	private readonly traced = new Map<string, number>();
	private frontier = new Paths(0);
	private next = new Paths(1);
	private at = 0;
	/** The steps that `walker` has behind it, and what was promised after each. */
	private readonly stand: number[] = [];
	private readonly promises: Promises[] = [NO_PROMISES];

	constructor(plan: Plan, part: Part = ALONE) {
		this.plan = plan;
		this.part = part;
		this.steps = alphabet(plan.scope);
		this.walker = new UndoableMachine(boot(plan.kernel, geometryOf(plan.scope)));
		this.fingerprint = new Fingerprint(plan.scope.moves.includes("ksm_run"));
		this.seen = new HashSet(plan.limits.states);
		this.view.read(this.walker.machine, NO_PROMISES);
		this.fingerprint.take(this.walker.machine, this.view);
		if (this.owner() === part.index) {
			this.seen.add(this.fingerprint.high, this.fingerprint.low);
			this.frontier.push(new Uint8Array(0), 0);
		}
	}

	get states(): number {
		return this.seen.size;
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

	/** Expands at most `count` states of this depth; true while some are left. */
	expand(count: number): boolean {
		for (let i = 0; i < count && this.at < this.frontier.count; i++) {
			if (this.limit === "states") return false;
			this.expandState(this.frontier.at(this.at++));
		}
		return this.at < this.frontier.count && this.limit !== "states";
	}

	/** Goes on to the next depth, when this one is done; false when there is nothing left there, or nothing to be expanded any more. */
	deepen(): boolean {
		if (this.limit !== null) return false;
		this.frontier = this.next;
		this.next = new Paths(this.frontier.length + 1);
		this.at = 0;
		if (this.frontier.count > 0 && this.frontier.length >= this.plan.limits.depth) this.limit = "depth";
		return this.limit === null && this.frontier.count > 0;
	}

	/** Takes a state that another explorer came upon; it belongs to the next depth. */
	receive(high: number, low: number, path: Uint8Array): void {
		this.keep(high, low, path, path[path.length - 1] ?? 0);
	}

	private owner(): number {
		return this.part.count === 1 ? 0 : this.fingerprint.high % this.part.count;
	}

	private keep(high: number, low: number, prefix: Uint8Array, last: number): void {
		const added = this.seen.add(high, low);
		if (added === 1) this.next.push(prefix, last);
		else if (added === FULL) this.limit = "states";
	}

	private expandState(path: Uint8Array): void {
		this.moveTo(path);
		const { machine } = this.walker;
		const promises = this.promises[this.promises.length - 1] ?? NO_PROMISES;
		this.view.read(machine, promises);
		const broken = this.brokenNow();
		for (let op = 0; op < this.steps.length; op++) {
			const step = this.steps[op];
			if (step === undefined || !enabled(machine, step)) continue;
			this.transitions++;
			this.tryStep(path, op, step, promises, broken);
		}
	}

	private tryStep(path: Uint8Array, op: number, step: Step, promises: Promises, broken: number): void {
		const { walker, view, fingerprint } = this;
		let transition: Transition;
		try {
			transition = walker.forward(step);
		} catch (error) {
			walker.back();
			if (this.plan.counts) this.report(COUNTS, path, op, stopped(error instanceof Error ? error.message : String(error)));
			return;
		}
		const kept = afterStep(walker.machine, promises, step, transition);
		if (!walker.changed && kept.promises === promises) {
			walker.back();
			return;
		}
		this.readAfter(kept);
		fingerprint.take(walker.machine, view);
		const { miscounted } = fingerprint;
		const owner = this.owner();
		if (owner === this.part.index) this.keep(fingerprint.high, fingerprint.low, path, op);
		else this.part.send(owner, fingerprint.high, fingerprint.low, path, op);
		const newly = this.brokenNow() & ~broken;
		walker.back();
		if (newly !== 0) this.trace(newly, path, op, step, promises);
		if (miscounted && this.plan.counts)
			this.report(COUNTS, path, op, stopped("After this step, counts and entries of some page do not agree."));
	}

	/** A bit for each property that the state in the view breaks. */
	private brokenNow(): number {
		const { properties } = this.plan;
		let broken = 0;
		for (let i = 0; i < properties.length; i++) if ((properties[i]?.broken(this.view) ?? -1) >= 0) broken |= 1 << i;
		return broken;
	}

	private readAfter(kept: Kept): void {
		this.view.read(this.walker.machine, kept.promises);
		for (const { process, vpn } of kept.silent) this.view.markSilent(this.view.find(process, vpn));
	}

	private trace(newly: number, path: Uint8Array, op: number, step: Step, promises: Promises): void {
		this.plan.properties.forEach((property, i) => {
			if ((newly & (1 << i)) === 0) return;
			const key = `${property.id} ${op}`;
			const traced = this.traced.get(key) ?? 0;
			this.traced.set(key, traced + 1);
			if (traced >= MOST_TRACED) return;
			const cause = this.walker.lend((machine) => findCause(machine, step, promises, property));
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

	/** Walks the machine to the end of a path. */
	private moveTo(path: Uint8Array): void {
		const { stand, walker, promises } = this;
		let common = 0;
		while (common < stand.length && common < path.length && stand[common] === path[common]) common++;
		while (stand.length > common) {
			walker.back();
			stand.pop();
			promises.pop();
		}
		for (let i = common; i < path.length; i++) {
			const op = path[i] ?? 0;
			const step = this.steps[op];
			if (step === undefined) continue;
			const before = promises[promises.length - 1] ?? NO_PROMISES;
			const transition = walker.forward(step);
			stand.push(op);
			promises.push(afterStep(walker.machine, before, step, transition).promises);
		}
	}
}
