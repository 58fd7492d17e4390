/**
 * Steps by what was learnt of them. Most steps concern one process, and do the same whenever it looks the same from within: what the machine
 * did once is remembered for the look, and the machine is asked only for what is new. Where a step goes from a page to all entries that
 * map it, what it did is remembered for these entries as well.
 */
import { present } from "../../base/assert.ts";
import type { Ground } from "../../base/ground.ts";
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import type { Machine } from "../../sim/machine_state.ts";
import type { Found } from "../found.ts";
import type { Promises } from "../promise.ts";
import type { Property } from "../properties.ts";
import { type Scope, scopeNames } from "../scope.ts";
import { IMPOSSIBLE, STEPPED, STOPPED, type Successors, takeInto, UNCHANGED } from "../successors.ts";
import { Walker } from "../walker.ts";
import { type Composite, CompositeHash, copyInto, emptyComposite } from "./composite.ts";
import { type Kind, kindsOf } from "./kinds.ts";
import { IDLE, isPlain, LESSON, lessonNumber, MEETS, plainLook, UNSPEAKABLE } from "./known.ts";
import { NOTHING_MET } from "./lessons.ts";
import { Memory } from "./memory.ts";
import { Teacher } from "./teacher.ts";

export class ByProcess implements Successors {
	broken = 0;
	brokenAfter = 0;
	miscounted = false;
	private readonly walker: Walker;
	private readonly kinds: readonly Kind[];
	/** The kinds' positions and numbers once more, close together. */
	private readonly positions: Int8Array;
	private readonly owns: Uint8Array;
	private readonly memory: Memory;
	private readonly teacher: Teacher;
	private readonly hash: CompositeHash;
	/** The steps to the state stood on. */
	private path: Uint8Array = new Uint8Array(0);
	private readonly here: Composite;
	private readonly next: Composite;

	/** `ground`: on which it is learnt, alone or with others. */
	constructor(kernel: KernelRecord, scope: Scope, properties: readonly Property[], ground: Ground) {
		this.walker = new Walker(kernel, scope);
		const names = scopeNames(scope);
		const { kinds, own } = kindsOf(this.walker.steps, names);
		this.kinds = kinds;
		this.positions = Int8Array.from(kinds, ({ position }) => position);
		this.owns = Uint8Array.from(kinds, (kind) => kind.own);
		this.memory = new Memory(names.length, own, ground);
		this.hash = new CompositeHash(this.memory.looks, this.memory.ties);
		this.here = emptyComposite(names.length);
		this.next = emptyComposite(names.length);
		this.teacher = new Teacher(this.walker, names, this.memory, properties, this.here, this.next);
		copyInto(this.here, this.next);
		this.arrive();
	}

	get high(): number {
		return this.hash.high;
	}

	get low(): number {
		return this.hash.low;
	}

	get message(): string {
		return this.teacher.message;
	}

	get width(): number {
		return this.next.looks.length + 2;
	}

	describe(into: Int32Array, at: number): void {
		const { looks, tie, region } = this.next;
		for (let i = 0; i < looks.length; i++) into[at + i] = looks[i] ?? 0;
		into[at + looks.length] = tie;
		into[at + looks.length + 1] = region;
	}

	moveTo(path: Uint8Array, numbers: Int32Array, at: number): void {
		const { here } = this;
		const names = here.looks.length;
		for (let i = 0; i < names; i++) here.looks[i] = numbers[at + i] ?? 0;
		here.tie = numbers[at + names] ?? 0;
		here.region = numbers[at + names + 1] ?? 0;
		this.path = path;
		this.memory.leave();
		this.teacher.leave();
		this.broken = this.memory.brokenIn(here);
	}

	take(op: number): number {
		const { here, next, memory, kinds, teacher } = this;
		const kind = kinds[op];
		if (kind === undefined) return IMPOSSIBLE;
		const { position, own, child } = kind;
		if (position < 0) return this.takeEverywhere(op, own);
		const look = here.looks[position] ?? 0;
		if (look === 0 || (child >= 0 && here.looks[child] !== 0)) return IMPOSSIBLE;
		const place = look * memory.looks.steps + own;
		const known = teacher.distrust ? 0 : memory.looks.at(place);
		if (known === IDLE) return UNCHANGED;
		if (known === UNSPEAKABLE) return IMPOSSIBLE;
		if (isPlain(known)) {
			copyInto(here, next);
			next.looks[position] = plainLook(known);
			return this.arrive();
		}
		if (known >= LESSON && memory.recall(here, next, lessonNumber(known), kind, -1)) return this.arrive();
		if (known === MEETS) {
			const surrounding = memory.surrounding(here, position);
			const meeting = surrounding < 0 ? -1 : memory.lessons.meeting(place, surrounding);
			if (meeting === NOTHING_MET) return UNCHANGED;
			if (meeting > 0 && memory.recall(here, next, memory.lessons.lessonOf(meeting), kind, meeting)) return this.arrive();
		}
		this.approach();
		return this.told(teacher.ask(present(this.walker.steps[op], STEP), kind));
	}

	takeAll(found: Found): void {
		const { kinds, here, memory, positions, owns, teacher } = this;
		const { looks } = memory;
		const { distrust } = teacher;
		found.clear();
		for (let op = 0; op < kinds.length; op++) {
			const position = positions[op] ?? -1;
			// Most steps are known to lead nowhere: no more than a glance for those.
			if (position >= 0 && !distrust) {
				const look = here.looks[position] ?? 0;
				const known = look === 0 ? UNSPEAKABLE : looks.at(look * looks.steps + (owns[op] ?? 0));
				if (known === UNSPEAKABLE) continue;
				if (known === IDLE) {
					found.tried++;
					continue;
				}
			}
			takeInto(this, op, found);
		}
	}

	lend<T>(use: (machine: Machine, promises: Promises) => T): T {
		this.approach();
		return this.walker.lend((machine) => use(machine, this.walker.promises));
	}

	/** Walks the machine to where this stands. */
	private approach(): void {
		this.walker.moveTo(this.path, this.path.length);
	}

	/** The step leads to `next`. */
	private arrive(): number {
		this.miscounted = false;
		this.brokenAfter = this.memory.brokenIn(this.next);
		this.hash.take(this.next);
		return STEPPED;
	}

	/** The same, when it was the machine that told so. */
	private told(outcome: number): number {
		if (outcome !== STEPPED) return outcome;
		this.arrive();
		this.miscounted = this.teacher.miscounted;
		return STEPPED;
	}

	/** A step that is done to all processes: to each by itself where nothing is shared. */
	private takeEverywhere(op: number, own: number): number {
		const { here, next, teacher } = this;
		const { looks } = this.memory;
		copyInto(here, next);
		let outcome = teacher.distrust ? STOPPED : UNCHANGED;
		for (let at = 0; at < here.looks.length && outcome !== STOPPED; at++) {
			const look = here.looks[at] ?? 0;
			const known = looks.at(look * looks.steps + own);
			if (look === 0 || known === IDLE) continue;
			next.looks[at] = plainLook(known);
			outcome = isPlain(known) && here.tie === 0 ? STEPPED : STOPPED;
		}
		if (outcome === STEPPED) return this.arrive();
		if (outcome === UNCHANGED) return UNCHANGED;
		this.approach();
		return this.told(teacher.askEverywhere(present(this.walker.steps[op], STEP), own));
	}
}

const STEP = "a step of the alphabet";
