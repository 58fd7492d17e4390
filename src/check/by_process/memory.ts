/** All that an exploration has learnt, and what follows from it without asking the machine. */
import type { Ground } from "../../base/ground.ts";
import { type Composite, copyInto } from "./composite.ts";
import { Sequences } from "./intern.ts";
import type { Kind } from "./kinds.ts";
import { Hearsay, Lessons } from "./lessons.ts";
import { Looks } from "./looks.ts";
import { MovesBook } from "./moves.ts";
import { Ties } from "./ties.ts";

export class Memory {
	readonly ground: Ground;
	readonly looks: Looks;
	readonly ties: Ties;
	readonly lessons: Lessons;
	readonly hearsay: Hearsay;
	readonly moves: MovesBook;
	/** Numbers for the entries by which processes lead to what they share (`Looks.outer`). */
	readonly outers: Sequences;
	/** Moves of shared things in the step looked at last, by position. */
	readonly moved: Int32Array;
	/** Numbers of others' entries, by position. */
	private readonly around: Int32Array;
	/** What surrounds each process of the state stood on, -1 where that was not asked yet. */
	private readonly surroundings: Int32Array;

	/** `names`: how many processes there may be; `steps`: how many different steps each has; `ground`: on which it is learnt. */
	constructor(names: number, steps: number, ground: Ground) {
		this.ground = ground;
		this.looks = new Looks(steps, ground);
		this.ties = new Ties(names, ground);
		this.lessons = new Lessons(this.ties, ground);
		this.hearsay = new Hearsay(ground);
		this.moves = new MovesBook(this.ties, ground);
		this.outers = new Sequences(ground);
		this.moved = new Int32Array(names);
		this.around = new Int32Array(names);
		this.surroundings = new Int32Array(names).fill(-1);
	}

	/** Another state is stood on. */
	leave(): void {
		this.surroundings.fill(-1);
	}

	/** A bit for each property that is broken in the state. */
	brokenIn({ looks }: Composite): number {
		let broken = 0;
		for (let at = 0; at < looks.length; at++) {
			const look = looks[at] ?? 0;
			if (look !== 0) broken |= this.looks.broken(look);
		}
		return broken;
	}

	/** A number for others' entries for what the process shares, -1 when they are not known. */
	surrounding(here: Composite, position: number): number {
		const { around, ties, looks } = this;
		if ((this.surroundings[position] ?? -1) >= 0) return this.surroundings[position] ?? -1;
		for (let at = 0; at < around.length; at++) {
			const touches = ties.touches(here.tie, at);
			const outer = touches ? looks.outer(here.looks[at] ?? 0) : 0;
			if (touches && outer === 0) return -1;
			around[at] = outer;
		}
		const surrounding = this.lessons.surrounding(here.tie, position, around);
		this.surroundings[position] = surrounding;
		return surrounding;
	}

	/** Where the step leads by a lesson; false when something about it has yet to be learnt. `meeting`: which, or -1 for none. */
	recall(here: Composite, next: Composite, number: number, kind: Kind, meeting: number): boolean {
		const { lessons } = this;
		return this.lead(
			here,
			next,
			kind,
			lessons.look(number),
			lessons.child(number),
			lessons.moves(number),
			lessons.changes(number),
			meeting,
		);
	}

	/** The same, given what a lesson says: looks of the process and of its child, moves and changes. */
	lead(
		here: Composite,
		next: Composite,
		{ position, child }: Kind,
		look: number,
		born: number,
		moves: number,
		changes: number,
		meeting: number,
	): boolean {
		const { lessons, hearsay, moved } = this;
		copyInto(here, next);
		next.looks[position] = look;
		if (child >= 0) next.looks[child] = born;
		if (here.tie === 0 && child < 0) return true;
		for (let at = 0; at < moved.length; at++) {
			moved[at] = 0;
			const other = here.looks[at] ?? 0;
			if (at === position || other === 0) continue;
			const news = meeting < 0 ? lessons.newsOf(here.tie, changes, position, at) : lessons.newsAt(meeting, at);
			if (news === 0) continue;
			const place = hearsay.at(other, news);
			if (place < 0) return false;
			next.looks[at] = hearsay.look(place);
			moved[at] = hearsay.movesAt(place);
		}
		moved[position] = moves;
		next.tie = this.moves.tieAfter(here.tie, moved, position, child);
		return true;
	}
}
