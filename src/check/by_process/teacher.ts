/**
 * Has the machine carry out what nobody has learnt yet, and learns from it. What was learnt is held to what the machine does wherever both are
 * at hand: where pages are shared, and where a lesson is learnt a second time.
 */
import { assert, present } from "../../base/assert.ts";
import type { ProcessId, Step } from "../../sim/include/operation.ts";
import type { Process } from "../../sim/kernel/process.ts";
import type { Machine } from "../../sim/machine_state.ts";
import type { Property } from "../properties.ts";
import { enabled, speakable } from "../scope.ts";
import { IMPOSSIBLE, STEPPED, STOPPED, UNCHANGED } from "../successors.ts";
import type { Walker } from "../walker.ts";
import { Account } from "./account.ts";
import { Census } from "./census.ts";
import { type Composite, copyInto, sameComposite } from "./composite.ts";
import type { Kind } from "./kinds.ts";
import { ASK, IDLE, isPlain, LESSON, lessonCode, lessonNumber, MEETS, plain, UNSPEAKABLE } from "./known.ts";
import type { Memory } from "./memory.ts";
import type { Shared } from "./ties.ts";

const SAME = "a step does the same to processes that look the same";

export class Teacher {
	/** What the machine said when it stopped. */
	message = "";
	/** Whether counts and entries disagree behind the step. */
	miscounted = false;
	private readonly walker: Walker;
	private readonly memory: Memory;
	private readonly names: readonly ProcessId[];
	private readonly before: Census;
	private readonly after: Census;
	private readonly account: Account;
	/** The state stood on, and the one behind the step. */
	private readonly here: Composite;
	private readonly next: Composite;
	/** Whether `before` tells of the state stood on. */
	private taken = false;
	/** The process that makes the step, and whether a walk from a page met another one. */
	private actor: Process | undefined;
	private met = false;

	/** `here` is filled with what the machine holds; `next` is where steps lead. */
	constructor(
		walker: Walker,
		names: readonly ProcessId[],
		memory: Memory,
		properties: readonly Property[],
		here: Composite,
		next: Composite,
	) {
		this.walker = walker;
		this.names = names;
		this.memory = memory;
		this.before = new Census(names, memory.looks, memory.ties, properties);
		this.after = new Census(names, memory.looks, memory.ties, properties);
		this.account = new Account(this.before, this.after);
		this.here = here;
		this.next = next;
		walker.machine.onMapping = (process) => {
			if (process !== this.actor) this.met = true;
		};
		this.before.take(walker.machine, here);
	}

	/** Counts were wrong once: they tell no more of what is shared, and nothing is believed. */
	get distrust(): boolean {
		return this.memory.ground.doubted;
	}

	/** Another state is stood on. */
	leave(): void {
		this.taken = false;
	}

	/** A step of one process; the machine stands where it is made. */
	ask(step: Step, kind: Kind): number {
		const { walker, here } = this;
		const { machine } = walker;
		const { looks, ties } = this.memory;
		const place = (here.looks[kind.position] ?? 0) * looks.steps + kind.own;
		if (!enabled(machine, step)) {
			// Whether there is room for another region is no matter of the process.
			if (!speakable(machine, step)) looks.learn(place, UNSPEAKABLE);
			return IMPOSSIBLE;
		}
		const tied = ties.touches(here.tie, kind.position);
		if (tied || kind.child >= 0) this.takeBefore(machine);
		this.actor = machine.process(step.process);
		const outcome = this.forward(step);
		if (outcome === STEPPED) {
			if (!tied && kind.child < 0 && !kind.placed) this.learnAlone(machine, kind, place);
			else if (!this.learnFromWithin(machine, kind, place)) this.learnTied(machine, kind, place);
		} else if (outcome === STOPPED || !this.lasts(kind)) looks.learn(place, ASK);
		else if (this.met || looks.at(place) === MEETS) this.learnMeeting(place, kind.position, -1, []);
		else looks.learn(place, IDLE);
		walker.back();
		return outcome;
	}

	/** A step that is done to all processes. */
	askEverywhere(step: Step, own: number): number {
		const { machine } = this.walker;
		const { here, next, after } = this;
		this.actor = undefined;
		const outcome = this.forward(step);
		if (outcome === STEPPED) {
			after.take(machine, next);
			this.believe(!after.miscounted);
		}
		// Where pages are shared, a walk to their entries concerns several processes at once.
		if ((here.tie === 0 || !this.met) && !this.distrust && outcome !== STOPPED) {
			for (let at = 0; at < here.looks.length; at++)
				this.learnEverywhere(here.looks[at] ?? 0, outcome === STEPPED ? (next.looks[at] ?? 0) : 0, own);
		}
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
		const { here, next, before, account } = this;
		const { looks, ties, outers } = this.memory;
		this.taken = true;
		before.take(machine, next);
		assert(this.distrust || sameComposite(next, here), "what was learnt leads to the state to which the machine leads");
		account.open(machine, ties.shared(here.tie));
		for (let at = 0; at < here.looks.length; at++) {
			const look = here.looks[at] ?? 0;
			if (!ties.touches(here.tie, at) || looks.outer(look) !== 0) continue;
			const { numbers, length } = account.entries(at, this.row(before, at));
			looks.setOuter(look, outers.of(numbers, length));
		}
	}

	/** Where a census has the process of a name. */
	private row(census: Census, position: number): number {
		return census.view.processes.findIndex(({ id }) => id === this.names[position]);
	}

	/** The process shares nothing: only itself has changed. */
	private learnAlone(machine: Machine, kind: Kind, place: number): void {
		const { here, next, after } = this;
		const { looks } = this.memory;
		const { position } = kind;
		copyInto(here, next);
		this.miscounted = false;
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
		const { after, before, here, next, memory, account } = this;
		const { looks, lessons } = memory;
		const { position } = kind;
		this.miscounted = false;
		const known = looks.at(place);
		if (kind.child >= 0 || kind.placed || this.met || known === MEETS || !this.lasts(kind)) return false;
		const look = after.takeOne(machine, present(this.actor, "the process that made the step"), position);
		if (look === 0 || after.prints[position]?.recount(machine, before.others(position))) return false;
		const moves = memory.moves.of(account.moves(position, true, [], -1));
		const changes = lessons.changesOf(account.changes(machine, position));
		if (moves === 0 && changes === 0) {
			assert(known < LESSON || known === plain(look), SAME);
			copyInto(here, next);
			next.looks[position] = look;
			looks.learn(place, look === here.looks[position] ? IDLE : plain(look));
			return true;
		}
		// Where somebody has yet to hear of it, the whole state has to be read.
		if (!memory.lead(here, next, kind, look, 0, moves, changes, -1)) return false;
		if (known < LESSON) looks.learn(place, lessonCode(lessons.add(look, 0, moves, changes)));
		else assert(!isPlain(known) && lessons.is(lessonNumber(known), look, moves, changes), SAME);
		return true;
	}

	/** Others are concerned as well: by what they share with the process, or as its children. */
	private learnTied(machine: Machine, kind: Kind, place: number): void {
		const { here, next, after, memory, account } = this;
		const { looks, lessons, ties, moved } = memory;
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
		const moves = memory.moves.of(account.moves(position, look !== 0, fresh, child));
		const changes = meets ? 0 : lessons.changesOf(account.changes(machine, position));
		assert(known < LESSON || lessons.is(lessonNumber(known), look, moves, changes), SAME);
		const news = this.hearsOf(machine, kind, meets ? fresh : null, changes);
		moved[position] = moves;
		if (news === null || memory.moves.tieAfter(here.tie, moved, position, child) !== next.tie || known >= LESSON) return;
		const number = lessons.add(look, child < 0 ? 0 : (next.looks[child] ?? 0), moves, changes);
		if (meets) this.learnMeeting(place, position, number, news);
		else looks.learn(place, lessonCode(number));
	}

	/** Whether others reach something else than before, through what they share. */
	private reachChanged(position: number): boolean {
		const { here, account } = this;
		for (let at = 0; at < here.looks.length; at++)
			if (at !== position && this.memory.ties.touches(here.tie, at) && !account.sameReach(at)) return true;
		return false;
	}

	/** `lesson`: what it did, -1 for nothing. */
	private learnMeeting(place: number, position: number, lesson: number, news: readonly number[]): void {
		this.memory.looks.learn(place, MEETS);
		const surrounding = this.memory.surrounding(this.here, position);
		if (surrounding >= 0) this.memory.lessons.learnMeeting(place, surrounding, lesson, news);
	}

	/**
	 * Learns what others look like once they hear of the step; `fresh` is what is shared since, where it met their entries. Returns the news by
	 * position, and leaves their moves in `moved`; null when the news do not tell everything.
	 */
	private hearsOf(machine: Machine, { position, child }: Kind, fresh: readonly Shared[] | null, changes: number): number[] | null {
		const { here, next, account, before, after } = this;
		const { lessons, hearsay, moved, moves: book, ties } = this.memory;
		const all: number[] = [];
		for (let at = 0; at < next.looks.length; at++) {
			moved[at] = 0;
			all[at] = 0;
			const look = here.looks[at] ?? 0;
			const now = next.looks[at] ?? 0;
			if (at === position || at === child || look === 0) continue;
			let news = 0;
			if (fresh === null) news = lessons.newsOf(here.tie, changes, position, at);
			else if (ties.touches(here.tie, at)) {
				news = lessons.news(account.news(machine, at, this.row(before, at), this.row(after, at), fresh));
			}
			if (news === 0 && look === now) continue;
			if (news === 0 || (fresh === null && !account.sameReach(at))) return null;
			const moves = fresh === null ? 0 : book.of(account.moves(at, true, fresh, -1));
			const place = hearsay.at(look, news);
			if (place < 0) hearsay.learn(look, news, now, moves);
			else assert(hearsay.look(place) === now && hearsay.movesAt(place) === moves, "the same news change what looks the same alike");
			all[at] = news;
			moved[at] = moves;
		}
		return all;
	}

	/** `now` is 0 when nothing has changed. */
	private learnEverywhere(look: number, now: number, own: number): void {
		const { looks } = this.memory;
		if (look === 0) return;
		looks.learn(look * looks.steps + own, now === 0 || now === look ? IDLE : plain(now));
	}

	private believe(counted: boolean): void {
		this.miscounted = !counted;
		if (!counted) this.memory.ground.doubt();
	}
}
