/**
 * What processes look like from within (`Fingerprint.takeProcess`), each look known by its 64 bits and numbered from 1; 0 stands for no
 * process. With each look goes what was learnt of every step of such a process.
 */
import type { Ground } from "../../base/ground.ts";
import { IndexTable } from "../../base/index_table.ts";
import { Numbers } from "../../base/numbers.ts";
import { Known } from "./known.ts";

/** Words for each look: both halves of its hash; one more than a bit for each broken property; a number for its entries; 0 where not known. */
const ROW = 4;
const LOW = 1;
const BROKEN = 2;
const OUTER = 3;

export class Looks {
	/** How many different steps a process has. */
	readonly steps: number;
	private readonly ground: Ground;
	private readonly rows: Numbers;
	/** By look and step of a process. */
	private readonly known: Known;
	private readonly index: IndexTable;

	constructor(steps: number, ground: Ground) {
		this.steps = steps;
		this.ground = ground;
		this.rows = new Numbers(ground, ROW);
		this.index = new IndexTable(ground, (look) => this.low(look), 4096);
		this.known = new Known(ground, () => (this.count + 2) * steps, steps);
	}

	/** Looks met. */
	get count(): number {
		return this.index.count;
	}

	high(look: number): number {
		return this.rows.at(look * ROW);
	}

	low(look: number): number {
		return this.rows.at(look * ROW + LOW);
	}

	/** A bit for each property that is broken in the process; -1 when nobody has looked yet. */
	broken(look: number): number {
		return this.rows.at(look * ROW + BROKEN) - 1;
	}

	setBroken(look: number, broken: number): void {
		this.rows.set(look * ROW + BROKEN, broken + 1);
	}

	/** A number for the entries that lead to what the process shares, 0 where that is not known. */
	outer(look: number): number {
		return this.rows.at(look * ROW + OUTER);
	}

	setOuter(look: number, outer: number): void {
		this.rows.set(look * ROW + OUTER, outer);
	}

	/** What is known at a place, which is a look times `steps` plus the number of a step. */
	at(place: number): number {
		return this.known.at(place);
	}

	learn(place: number, code: number): void {
		this.known.learn(place, code);
	}

	/** The number of a look. */
	of(high: number, low: number): number {
		const known = this.index.at(this.find(high | 0, low | 0));
		if (known !== 0) return known;
		this.ground.takePen();
		const look = this.add(high | 0, low | 0);
		this.ground.layPen();
		return look;
	}

	private find(high: number, low: number): number {
		const { index } = this;
		for (let at = index.first(low); ; at = index.after(at)) {
			const look = index.at(at);
			if (look === 0 || (this.high(look) === high && this.low(look) === low)) return at;
		}
	}

	private add(high: number, low: number): number {
		const at = this.find(high, low);
		const known = this.index.at(at);
		// Another thread may have been faster.
		if (known !== 0) return known;
		const look = this.count + 1;
		while (this.rows.length < look * ROW) this.rows.push(0);
		for (const word of [high, low, 0, 0]) this.rows.push(word);
		this.known.makeRoom();
		return this.index.enter(at);
	}
}
