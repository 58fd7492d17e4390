/**
 * What was learnt of steps: what the process looks like afterwards, and what that means for those that share something with it. What a step
 * does depends on nothing but its process's look, so a lesson holds wherever the look is met; where the step goes from a page to all
 * entries that map it, also on those entries, which are then part of what the lesson is kept under.
 */
import { PairMap } from "../../base/pair_map.ts";
import { Draft, Numbers, Pairs, Sequences } from "./intern.ts";
import type { Ties } from "./ties.ts";

export interface Change {
	/** The thing's number in the process before the step. */
	readonly thing: number;
	/** All that others see of it afterwards. */
	readonly seen: readonly number[];
}

/** The step met others' entries, and changed nothing. */
export const NOTHING_MET = 0;

export class Lessons {
	/** Numbers of looks: of the process after the step, 0 when it is dead, and of a child born in it, 0 without. */
	readonly looks = new Numbers();
	readonly children = new Numbers();
	/** Number of what became of shared things, in the `MovesBook`. */
	readonly moves = new Numbers();
	/** Number of a list of changes, 0 for none. */
	readonly changes = new Numbers();
	private readonly ties: Ties;
	private readonly changeBook = new Sequences();
	private readonly changeLists: (readonly Change[])[] = [[]];
	private readonly newsBook = new Sequences();
	private readonly draft = new Draft();
	private readonly newsBy = new PairMap();
	private readonly meetings = new PairMap();
	/** By meeting: the lesson, and then what each process hears of it, by position. */
	private readonly met = new Numbers();
	private readonly surroundings = new Pairs();

	constructor(ties: Ties) {
		this.ties = ties;
	}

	add(look: number, child: number, moves: number, changes: number): number {
		this.looks.push(look);
		this.children.push(child);
		this.moves.push(moves);
		this.changes.push(changes);
		return this.looks.length - 1;
	}

	/** Whether this is what a lesson says. */
	is(number: number, look: number, moves: number, changes: number): boolean {
		return this.looks.at(number) === look && this.moves.at(number) === moves && this.changes.at(number) === changes;
	}

	changesOf(list: readonly Change[]): number {
		const { draft } = this;
		draft.length = 0;
		for (const { thing, seen } of list) {
			draft.push(thing);
			for (const fact of seen) draft.push(fact);
		}
		const number = this.changeBook.of(draft.numbers, draft.length);
		this.changeLists[number] ??= list;
		return number;
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
		for (const { thing, seen } of this.changeLists[changes] ?? []) {
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
		if (this.met.length === 0) this.met.push(-1);
		this.meetings.set(place, surrounding, lesson < 0 ? NOTHING_MET : this.met.length);
		if (lesson < 0) return;
		this.met.push(lesson);
		for (const each of news) this.met.push(each);
	}
}

/** What becomes of a look when a process that looks so hears news. */
export class Hearsay {
	private readonly places = new PairMap();
	private readonly looks = new Numbers();
	private readonly moves = new Numbers();

	/** A place to ask for look and moves; -1 when it was not learnt. */
	at(look: number, news: number): number {
		return this.places.get(look, news);
	}

	look(place: number): number {
		return this.looks.at(place);
	}

	movesAt(place: number): number {
		return this.moves.at(place);
	}

	learn(look: number, news: number, after: number, moves: number): void {
		this.places.set(look, news, this.looks.length);
		this.looks.push(after);
		this.moves.push(moves);
	}
}
