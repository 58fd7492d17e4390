/**
 * Steps by what was learnt of them. Most steps concern one process, and do the same whenever it looks the same from within: what the machine
 * did once is remembered for the look, and the machine is asked only for what is new. Where several processes are met on the way from a
 * page to its entries, it is asked every time.
 */
import { assert, present } from "../../base/assert.ts";
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import type { ProcessId, Step } from "../../sim/include/operation.ts";
import type { Process } from "../../sim/kernel/process.ts";
import type { Machine } from "../../sim/machine_state.ts";
import type { Found } from "../found.ts";
import type { Promises } from "../promise.ts";
import type { Property } from "../properties.ts";
import { enabled, type Scope, scopeNames, speakable } from "../scope.ts";
import { IMPOSSIBLE, STEPPED, STOPPED, type Successors, takeInto, UNCHANGED } from "../successors.ts";
import { Walker } from "../walker.ts";
import { Account } from "./account.ts";
import { Census } from "./census.ts";
import { type Composite, CompositeHash, copyInto, emptyComposite, sameComposite } from "./composite.ts";
import { type Draft, Sequences } from "./intern.ts";
import { type Kind, kindsOf } from "./kinds.ts";
import { Hearsay, Lessons, NOTHING_MET } from "./lessons.ts";
import { ASK, IDLE, isPlain, LESSON, Looks, lessonCode, lessonNumber, MEETS, plain, plainLook, UNSPEAKABLE } from "./looks.ts";
import { MovesBook } from "./moves.ts";
import { type Shared, Ties } from "./ties.ts";

export class ByProcess implements Successors {
	broken = 0;
	brokenAfter = 0;
	miscounted = false;
	message = "";
	private readonly walker: Walker;
	private readonly names: readonly ProcessId[];
	private readonly kinds: readonly Kind[];
	/** The kinds' positions and numbers once more, close together. */
	private readonly positions: Int8Array;
	private readonly owns: Uint8Array;
	private readonly looks: Looks;
	private readonly ties: Ties;
	private readonly lessons: Lessons;
	private readonly hearsay = new Hearsay();
	private readonly moves: MovesBook;
	private readonly outers = new Sequences();
	private readonly hash: CompositeHash;
	private readonly before: Census;
	private readonly after: Census;
	private readonly account: Account;
	/** Moves of shared things in the step, by position. */
	private readonly moved: Int32Array;
	/** Numbers of others' entries, by position. */
	private readonly around: Int32Array;
	/** What surrounds each process here, -1 where that was not asked yet. */
	private readonly surroundings: Int32Array;
	/** The states along the path, and the steps between them. */
	private readonly stand: Composite[];
	private readonly path: number[] = [];
	private here: Composite;
	private readonly next: Composite;
	/** Whether `before` tells of the state stood on. */
	private taken = false;
	/** The process that makes the step, and whether a walk met another one. */
	private actor: Process | undefined;
	private met = false;
	/** Counts were wrong once: they tell no more of what is shared, and nothing is believed. */
	private distrust = false;

	constructor(kernel: KernelRecord, scope: Scope, properties: readonly Property[]) {
		this.walker = new Walker(kernel, scope);
		this.names = scopeNames(scope);
		this.ties = new Ties(this.names.length);
		this.lessons = new Lessons(this.ties);
		this.moves = new MovesBook(this.ties);
		const { kinds, own } = kindsOf(this.walker.steps, this.names);
		this.kinds = kinds;
		this.positions = Int8Array.from(kinds, ({ position }) => position);
		this.owns = Uint8Array.from(kinds, ({ own }) => own);
		this.looks = new Looks(own);
		this.hash = new CompositeHash(this.looks, this.ties);
		this.before = new Census(this.names, this.looks, this.ties, properties);
		this.after = new Census(this.names, this.looks, this.ties, properties);
		this.account = new Account(this.before, this.after);
		this.moved = new Int32Array(this.names.length);
		this.around = new Int32Array(this.names.length);
		this.surroundings = new Int32Array(this.names.length).fill(-1);
		this.here = emptyComposite(this.names.length);
		this.next = emptyComposite(this.names.length);
		this.stand = [this.here];
		const { machine } = this.walker;
		machine.onMapping = (process) => {
			if (process !== this.actor) this.met = true;
		};
		this.before.take(machine, this.here);
		copyInto(this.here, this.next);
		this.hash.take(this.next);
	}

	get high(): number {
		return this.hash.high;
	}

	get low(): number {
		return this.hash.low;
	}

	/** That of the weightiest process: an explorer that is dealt all states with such a process learns its steps for all. */
	get share(): number {
		const { looks } = this;
		let leader = 0;
		for (let at = 0; at < this.next.looks.length; at++) {
			const look = this.next.looks[at] ?? 0;
			if (look !== 0 && (leader === 0 || looks.outweighs(look, leader))) leader = look;
		}
		return looks.high[leader] ?? 0;
	}

	moveTo(path: Uint8Array): void {
		const { stand } = this;
		let common = 0;
		while (common < this.path.length && common < path.length && this.path[common] === path[common]) common++;
		this.path.length = common;
		this.leave(present(stand[common], "the state behind these steps"));
		for (let i = common; i < path.length; i++) {
			const op = path[i] ?? 0;
			this.take(op);
			stand[i + 1] ??= emptyComposite(this.names.length);
			const reached = present(stand[i + 1], "a place for the state");
			copyInto(this.next, reached);
			this.path.push(op);
			this.leave(reached);
		}
		this.broken = this.brokenIn(this.here);
	}

	take(op: number): number {
		const kind = this.kinds[op];
		if (kind === undefined) return IMPOSSIBLE;
		const { position, own, child } = kind;
		if (position < 0) return this.takeEverywhere(op, own);
		const look = this.here.looks[position] ?? 0;
		if (look === 0 || (child >= 0 && this.here.looks[child] !== 0)) return IMPOSSIBLE;
		if (this.distrust) return this.ask(op, kind, look);
		const known = this.looks.at(look * this.looks.steps + own);
		if (known === IDLE) return UNCHANGED;
		if (known === UNSPEAKABLE) return IMPOSSIBLE;
		if (isPlain(known)) return this.goOn(position, plainLook(known));
		if (known >= LESSON && this.recall(lessonNumber(known), kind, -1)) return STEPPED;
		if (known === MEETS) {
			const meeting = this.meeting(look * this.looks.steps + own, position);
			if (meeting === NOTHING_MET) return UNCHANGED;
			if (meeting > 0 && this.recall(this.lessons.lessonOf(meeting), kind, meeting)) return STEPPED;
		}
		return this.ask(op, kind, look);
	}

	takeAll(found: Found): void {
		const { kinds, here, looks } = this;
		const { steps } = looks;
		found.clear();
		for (let op = 0; op < kinds.length; op++) {
			// Most steps are known to lead nowhere: no more than a glance for those.
			const place = (here.looks[this.positions[op] ?? 0] ?? 0) * steps + (this.owns[op] ?? 0);
			if ((this.positions[op] ?? 0) >= 0 && !this.distrust) {
				const known = place < steps ? UNSPEAKABLE : looks.at(place);
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
		this.walker.moveTo(this.path, this.path.length);
		return this.walker.lend((machine) => use(machine, this.walker.promises));
	}

	private leave(to: Composite): void {
		this.here = to;
		this.taken = false;
		this.surroundings.fill(-1);
	}

	private brokenIn({ looks }: Composite): number {
		let broken = 0;
		for (let at = 0; at < looks.length; at++) broken |= this.looks.broken[looks[at] ?? 0] ?? 0;
		return broken;
	}

	/** The step concerns nobody else: the process looks so afterwards. */
	private goOn(position: number, look: number): number {
		copyInto(this.here, this.next);
		this.next.looks[position] = look;
		this.miscounted = false;
		this.arrive();
		return STEPPED;
	}

	/** What the step of a place in `Looks` did among such entries of others; -1 when that was not learnt. */
	private meeting(place: number, position: number): number {
		const surrounding = this.surrounding(position);
		return surrounding < 0 ? -1 : this.lessons.meeting(place, surrounding);
	}

	/** A number for others' entries for what the process shares, -1 when they are not known. */
	private surrounding(position: number): number {
		const { here, around, ties, looks } = this;
		if ((this.surroundings[position] ?? -1) >= 0) return this.surroundings[position] ?? -1;
		for (let at = 0; at < around.length; at++) {
			const touches = ties.touches(here.tie, at);
			const outer = touches ? (looks.outer[here.looks[at] ?? 0] ?? 0) : 0;
			if (touches && outer === 0) return -1;
			around[at] = outer;
		}
		const surrounding = this.lessons.surrounding(here.tie, position, around);
		this.surroundings[position] = surrounding;
		return surrounding;
	}

	/** What the step does by a lesson; false when something about it has yet to be learnt. `meeting`: which, or -1 for none. */
	private recall(number: number, { position, child }: Kind, meeting: number): boolean {
		const { here, next, lessons, hearsay, moved } = this;
		copyInto(here, next);
		next.looks[position] = lessons.looks.at(number);
		if (child >= 0) next.looks[child] = lessons.children.at(number);
		if (here.tie !== 0 || child >= 0) {
			const changes = lessons.changes.at(number);
			for (let at = 0; at < moved.length; at++) {
				moved[at] = 0;
				const look = here.looks[at] ?? 0;
				if (at === position || look === 0) continue;
				const news = meeting < 0 ? lessons.newsOf(here.tie, changes, position, at) : lessons.newsAt(meeting, at);
				if (news === 0) continue;
				const place = hearsay.at(look, news);
				if (place < 0) return false;
				next.looks[at] = hearsay.look(place);
				moved[at] = hearsay.movesAt(place);
			}
			moved[position] = lessons.moves.at(number);
			next.tie = this.moves.tieAfter(here.tie, moved, position, child);
		}
		this.miscounted = false;
		this.arrive();
		return true;
	}

	private arrive(): void {
		this.brokenAfter = this.brokenIn(this.next);
		this.hash.take(this.next);
	}

	/** Walks the machine to where this stands. */
	private approach(): Machine {
		this.walker.moveTo(this.path, this.path.length);
		return this.walker.machine;
	}

	/** Has the machine carry out a step of one process, and learns from it. */
	private ask(op: number, kind: Kind, look: number): number {
		const machine = this.approach();
		const step = present(this.walker.steps[op], "a step of the alphabet");
		const place = look * this.looks.steps + kind.own;
		if (!enabled(machine, step)) {
			// Whether there is room for another region is no matter of the process.
			if (!speakable(machine, step)) this.looks.learn(place, UNSPEAKABLE);
			return IMPOSSIBLE;
		}
		const tied = this.ties.touches(this.here.tie, kind.position);
		if (tied || kind.child >= 0) this.takeBefore(machine);
		this.actor = machine.process(step.process);
		const outcome = this.forward(step);
		if (outcome === STEPPED) {
			if (!tied && kind.child < 0 && !kind.placed) this.learnAlone(machine, kind, place);
			else if (!this.learnFromWithin(machine, kind, place)) this.learnTied(machine, kind, place);
			this.arrive();
		} else if (outcome === STOPPED || !this.lasts(kind)) this.looks.learn(place, ASK);
		else if (this.met || this.looks.at(place) === MEETS) this.learnMeeting(place, kind.position, -1, []);
		else this.looks.learn(place, IDLE);
		this.walker.back();
		return outcome;
	}

	/** Whether what the step did depends on its process, and on others' entries, alone. */
	private lasts({ placed }: Kind): boolean {
		return !placed && !this.distrust;
	}

	private forward(step: Step): number {
		this.met = false;
		try {
			this.walker.forward(step);
			return this.walker.changed ? STEPPED : UNCHANGED;
		} catch (error) {
			this.message = error instanceof Error ? error.message : String(error);
			return STOPPED;
		}
	}

	/** Reads off the machine what is shared here, and holds what was learnt to it. */
	private takeBefore(machine: Machine): void {
		if (this.taken) return;
		const { here, next, before, account, looks, ties } = this;
		this.taken = true;
		before.take(machine, next);
		assert(this.distrust || sameComposite(next, here), "what was learnt leads to the state to which the machine leads");
		account.open(machine, ties.shared(here.tie));
		for (let at = 0; at < here.looks.length; at++) {
			const look = here.looks[at] ?? 0;
			if (!ties.touches(here.tie, at) || looks.outer[look] !== 0) continue;
			looks.outer[look] = this.outerOf(account.entries(at, this.row(before, at)));
		}
	}

	private outerOf({ numbers, length }: Draft): number {
		return this.outers.of(numbers, length);
	}

	/** Where a census has the process of a name. */
	private row(census: Census, position: number): number {
		return census.view.processes.findIndex(({ id }) => id === this.names[position]);
	}

	/** The process shares nothing: only itself has changed. */
	private learnAlone(machine: Machine, kind: Kind, place: number): void {
		const { here, next, after, looks } = this;
		const { position } = kind;
		copyInto(here, next);
		const look = after.takeOne(machine, present(this.actor, "the process that made the step"), position);
		next.looks[position] = look;
		if (after.miscounted || !this.lasts(kind)) {
			after.take(machine, next);
			this.believe(!after.miscounted);
			looks.learn(place, ASK);
		} else if (look === here.looks[position]) looks.learn(place, IDLE);
		else looks.learn(place, plain(look));
	}

	/** Others are concerned only by what they share with the process; false when more has happened than what they are known to hear of. */
	private learnFromWithin(machine: Machine, kind: Kind, place: number): boolean {
		const { after, before, looks, lessons, account } = this;
		const { position } = kind;
		const known = looks.at(place);
		if (kind.child >= 0 || kind.placed || this.met || known === MEETS || !this.lasts(kind)) return false;
		const look = after.takeOne(machine, present(this.actor, "the process that made the step"), position);
		if (look === 0 || after.prints[position]?.recount(machine, before.others(position))) return false;
		const moves = this.moves.of(account.moves(position, true, [], -1));
		const changes = lessons.changesOf(account.changes(machine, position));
		if (moves === 0 && changes === 0) {
			this.goOn(position, look);
			looks.learn(place, look === this.here.looks[position] ? IDLE : plain(look));
			return true;
		}
		const number = known >= LESSON ? lessonNumber(known) : lessons.add(look, 0, moves, changes);
		if (!this.recall(number, kind, -1)) return false;
		looks.learn(place, lessonCode(number));
		return true;
	}

	/** Others are concerned as well: by what they share with the process, or as its children. */
	private learnTied(machine: Machine, kind: Kind, place: number): void {
		const { here, next, after, looks, lessons, ties, account } = this;
		const { position, child } = kind;
		after.take(machine, next);
		this.believe(!after.miscounted);
		const known = looks.at(place);
		if (!this.lasts(kind)) {
			looks.learn(place, ASK);
			return;
		}
		const fresh = child >= 0 ? [] : account.fresh(ties.shared(next.tie), position);
		if (fresh === null) return;
		const meets = this.met || known === MEETS || fresh.length > 0 || (child < 0 && this.reachChanged(position));
		assert(!(meets && known >= LESSON) && !isPlain(known), "whether others are met is to be seen from within");
		const look = next.looks[position] ?? 0;
		const moves = this.moves.of(account.moves(position, look !== 0, fresh, child));
		const changes = meets ? 0 : lessons.changesOf(account.changes(machine, position));
		const born = child < 0 ? 0 : (next.looks[child] ?? 0);
		const number = known >= LESSON ? lessonNumber(known) : lessons.add(look, born, moves, changes);
		assert(lessons.looks.at(number) === look && lessons.moves.at(number) === moves, "a step does the same to processes that look the same");
		const news = this.hearsOf(machine, kind, meets ? fresh : null, changes);
		this.moved[position] = moves;
		if (news === null || this.moves.tieAfter(here.tie, this.moved, position, child) !== next.tie) return;
		if (meets) this.learnMeeting(place, position, number, news);
		else looks.learn(place, lessonCode(number));
	}

	/** Whether others reach something else than before, through what they share. */
	private reachChanged(position: number): boolean {
		const { here, ties, account } = this;
		for (let at = 0; at < here.looks.length; at++) if (at !== position && ties.touches(here.tie, at) && !account.sameReach(at)) return true;
		return false;
	}

	/** `lesson`: what it did, -1 for nothing. */
	private learnMeeting(place: number, position: number, lesson: number, news: readonly number[]): void {
		this.looks.learn(place, MEETS);
		const surrounding = this.surrounding(position);
		if (surrounding >= 0) this.lessons.learnMeeting(place, surrounding, lesson, news);
	}

	/**
	 * Learns what others look like once they hear of the step; `fresh` is what is shared since, where it met their entries. Returns the news by
	 * position, and leaves their moves in `moved`; null when the news do not tell everything.
	 */
	private hearsOf(machine: Machine, { position, child }: Kind, fresh: readonly Shared[] | null, changes: number): number[] | null {
		const { here, next, lessons, hearsay, account, before, after, moved } = this;
		const all: number[] = [];
		for (let at = 0; at < next.looks.length; at++) {
			moved[at] = 0;
			all[at] = 0;
			const look = here.looks[at] ?? 0;
			const now = next.looks[at] ?? 0;
			if (at === position || at === child || look === 0) continue;
			let news = 0;
			if (fresh === null) news = lessons.newsOf(here.tie, changes, position, at);
			else if (this.ties.touches(here.tie, at)) {
				news = lessons.news(account.news(machine, at, this.row(before, at), this.row(after, at), fresh));
			}
			if (news === 0 && look === now) continue;
			if (news === 0 || (fresh === null && !account.sameReach(at))) return null;
			const moves = fresh === null ? 0 : this.moves.of(account.moves(at, true, fresh, -1));
			const place = hearsay.at(look, news);
			if (place < 0) hearsay.learn(look, news, now, moves);
			else assert(hearsay.look(place) === now && hearsay.movesAt(place) === moves, "the same news change what looks the same alike");
			all[at] = news;
			moved[at] = moves;
		}
		return all;
	}

	/** A step that is done to all processes: to each by itself where nothing is shared. */
	private takeEverywhere(op: number, own: number): number {
		const { here, next, looks } = this;
		copyInto(here, next);
		let outcome = this.distrust ? STOPPED : UNCHANGED;
		for (let at = 0; at < here.looks.length && outcome !== STOPPED; at++) {
			const look = here.looks[at] ?? 0;
			const known = looks.at(look * looks.steps + own);
			if (look === 0 || known === IDLE) continue;
			next.looks[at] = plainLook(known);
			outcome = isPlain(known) && here.tie === 0 ? STEPPED : STOPPED;
		}
		if (outcome === STOPPED) return this.askEverywhere(op, own);
		this.miscounted = false;
		if (outcome === STEPPED) this.arrive();
		return outcome;
	}

	private askEverywhere(op: number, own: number): number {
		const machine = this.approach();
		const { here, next, after } = this;
		this.actor = undefined;
		const outcome = this.forward(present(this.walker.steps[op], "a step of the alphabet"));
		if (outcome === STEPPED) {
			after.take(machine, next);
			this.believe(!after.miscounted);
			this.arrive();
		}
		// Where pages are shared, a walk to their entries concerns several processes at once.
		if ((here.tie === 0 || !this.met) && !this.distrust && outcome !== STOPPED) {
			for (let at = 0; at < here.looks.length; at++)
				this.learnEverywhere(here.looks[at] ?? 0, outcome === STEPPED ? (next.looks[at] ?? 0) : 0, own);
		}
		this.walker.back();
		return outcome;
	}

	/** `now` is 0 when nothing has changed. */
	private learnEverywhere(look: number, now: number, own: number): void {
		if (look === 0) return;
		this.looks.learn(look * this.looks.steps + own, now === 0 || now === look ? IDLE : plain(now));
	}

	private believe(counted: boolean): void {
		this.miscounted = !counted;
		if (!counted) this.distrust = true;
	}
}
