/**
 * What was learnt of steps: what the process looks like afterwards, and what that means for those that share something with it. What a step
 * does depends on nothing but its process's look, so a lesson holds wherever the look is met; where the step goes from a page to all
 * entries that map it, also on those entries, which are then part of what the lesson is kept under.
 */
import type { Ground } from "../../base/ground.ts";
import { Numbers } from "../../base/numbers.ts";
import { PairMap } from "../../base/pair_map.ts";
import { Draft, Pairs, Sequences } from "./intern.ts";
import type { Ties } from "./ties.ts";

/** Numbers that tell all that can be seen of a thing. */
export const FACTS = 10;

export interface Change {
	/** The thing's number in the process before the step. */
	readonly thing: number;
	/** All that others see of it afterwards: FACTS numbers. */
	readonly seen: readonly number[];
}

/** The step met others' entries, and changed nothing. */
export const NOTHING_MET = 0;

/** Words of a lesson: number of the look afterwards, 0 when the process is dead; of a child's, 0 without; of moves; of a list of changes. */
const ROW = 4;
const CHILD = 1;
const MOVES = 2;
const CHANGES = 3;

/** Numbers that a change takes in a sequence, that of the thing included. */
const CHANGE = FACTS + 1;

export class Lessons {
	private readonly ground: Ground;
	private readonly ties: Ties;
	private readonly rows: Numbers;
	private readonly changeBook: Sequences;
	/** What has been read of it. */
	private readonly changeLists: (readonly Change[])[] = [[]];
	private readonly newsBook: Sequences;
	private readonly draft = new Draft();
	private readonly newsBy = new PairMap();
	private readonly surroundings: Pairs;
	private readonly meetings: PairMap;
	/** By meeting: the lesson, and then what each process hears of it, by position. */
	private readonly met: Numbers;

	constructor(ties: Ties, ground: Ground) {
		this.ground = ground;
		this.ties = ties;
		this.rows = new Numbers(ground, ROW);
		this.changeBook = new Sequences(ground);
		this.newsBook = new Sequences(ground);
		this.surroundings = new Pairs(ground);
		this.meetings = new PairMap(ground);
		this.met = new Numbers(ground, ROW);
	}

	look(lesson: number): number {
		return this.rows.at(lesson * ROW);
	}

	child(lesson: number): number {
		return this.rows.at(lesson * ROW + CHILD);
	}

	/** Number of what became of shared things, in the `MovesBook`. */
	moves(lesson: number): number {
		return this.rows.at(lesson * ROW + MOVES);
	}

	/** Number of a list of changes, 0 for none. */
	changes(lesson: number): number {
		return this.rows.at(lesson * ROW + CHANGES);
	}

	add(look: number, child: number, moves: number, changes: number): number {
		const { ground, rows } = this;
		ground.takePen();
		const lesson = rows.length / ROW;
		rows.push(look);
		rows.push(child);
		rows.push(moves);
		rows.push(changes);
		ground.layPen();
		return lesson;
	}

	/** Whether this is what a lesson says. */
	is(lesson: number, look: number, moves: number, changes: number): boolean {
		return this.look(lesson) === look && this.moves(lesson) === moves && this.changes(lesson) === changes;
	}

	changesOf(list: readonly Change[]): number {
		const { draft } = this;
		draft.length = 0;
		for (const { thing, seen } of list) {
			draft.push(thing);
			for (const fact of seen) draft.push(fact);
		}
		return this.changeBook.of(draft.numbers, draft.length);
	}

	news({ numbers, length }: Draft): number {
		return this.newsBook.of(numbers, length);
	}

	/** What the process at `other` hears of changes that the one at `position` made to what they share: a number, 0 for nothing. */
	newsOf(tie: number, changes: number, position: number, other: number): number {
		if (changes === 0) return 0;
		const key = (tie * 4 + position) * 4 + other;
		const known = this.newsBy.get(key, changes);
		if (known >= 0) return known;
		const heard: (readonly number[])[] = [];
		for (const { thing, seen } of this.changeLists[changes] ?? this.readChanges(changes)) {
			for (const shared of this.ties.shared(tie)) {
				const called = shared[other] ?? -1;
				if (shared[position] === thing && called >= 0) heard.push([called, ...seen]);
			}
		}
		const all = Int32Array.from(heard.sort(([a = 0], [b = 0]) => a - b).flat());
		const news = this.newsBook.of(all, all.length);
		this.newsBy.set(key, changes, news);
		return news;
	}

	/** A number for what surrounds a process: what is shared, and others' entries for that (`Looks.outer`, by position). */
	surrounding(tie: number, position: number, outers: ArrayLike<number>): number {
		let key = this.surroundings.of(tie, position);
		for (let at = 0; at < outers.length; at++) if (at !== position) key = this.surroundings.of(key, outers[at] ?? 0);
		return key;
	}

	/** What the step of a look, known by its place, did in these surroundings: a meeting, NOTHING_MET, or -1 when that was not learnt. */
	meeting(place: number, surrounding: number): number {
		return this.meetings.get(place, surrounding);
	}

	lessonOf(meeting: number): number {
		return this.met.at(meeting);
	}

	newsAt(meeting: number, position: number): number {
		return this.met.at(meeting + 1 + position);
	}

	learnMeeting(place: number, surrounding: number, lesson: number, news: readonly number[]): void {
		const { ground, met, meetings } = this;
		ground.takePen();
		// No meeting has the number that stands for none.
		if (met.length === NOTHING_MET) met.push(-1);
		const meeting = met.length;
		if (lesson >= 0) {
			met.push(lesson);
			for (const each of news) met.push(each);
		}
		meetings.put(place, surrounding, lesson < 0 ? NOTHING_MET : meeting);
		ground.layPen();
	}

	private readChanges(changes: number): readonly Change[] {
		const numbers = this.changeBook.at(changes);
		const list = Array.from({ length: numbers.length / CHANGE }, (_, i) => {
			const [thing = -1, ...seen] = numbers.slice(i * CHANGE, (i + 1) * CHANGE);
			return { thing, seen };
		});
		this.changeLists[changes] = list;
		return list;
	}
}

/** What becomes of a look when a process that looks so hears news. */
export class Hearsay {
	private readonly ground: Ground;
	private readonly places: PairMap;
	/** By place: the look, and the number of its moves. */
	private readonly rows: Numbers;

	constructor(ground: Ground) {
		this.ground = ground;
		this.places = new PairMap(ground);
		this.rows = new Numbers(ground, 2);
	}

	/** A place to ask for look and moves; -1 when it was not learnt. */
	at(look: number, news: number): number {
		return this.places.get(look, news);
	}

	look(place: number): number {
		return this.rows.at(place);
	}

	movesAt(place: number): number {
		return this.rows.at(place + 1);
	}

	learn(look: number, news: number, after: number, moves: number): void {
		const { ground, rows } = this;
		ground.takePen();
		const place = rows.length;
		rows.push(after);
		rows.push(moves);
		this.places.put(look, news, place);
		ground.layPen();
	}
}
