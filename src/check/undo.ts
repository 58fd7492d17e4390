/**
 * Going into a state and back out of it: every step is undone by the machine's own journal, so that no state need be copied. No
 * micro-steps are cut meanwhile, which costs ten times the step itself.
 */
import type { Column } from "../base/column.ts";
import { Journal } from "../base/journal.ts";
import type { Step } from "../sim/include/operation.ts";
import type { Transition } from "../sim/include/transition.ts";
import { step } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { Trace } from "../sim/trace.ts";

const NOTHING = { changes: [], count: 0 };

/** A journal that can only be read backwards, in parallel arrays: a million steps a second leave no objects behind for each cell. */
class UndoJournal extends Journal {
	length = 0;
	private readonly columns: (Column | null)[] = [];
	private readonly undos: (() => void)[] = [];
	private cells = new Float64Array(512);

	override note(column: Column, index: number, before: number): void {
		const at = this.length++;
		if (at * 2 + 1 >= this.cells.length) this.grow();
		this.columns[at] = column;
		this.cells[at * 2] = index;
		this.cells[at * 2 + 1] = before;
	}

	override noteAct(_what: unknown, undo: () => void): void {
		const at = this.length++;
		this.columns[at] = null;
		this.undos[at] = undo;
	}

	override undoTo(from: number): void {
		for (let at = this.length - 1; at >= from; at--) {
			const column = this.columns[at];
			if (column) column.restore(this.cells[at * 2] ?? 0, this.cells[at * 2 + 1] ?? 0);
			else this.undos[at]?.();
		}
		this.length = from;
	}

	private grow(): void {
		const wider = new Float64Array(this.length * 4);
		wider.set(this.cells);
		this.cells = wider;
	}
}

/** A trace for its journal alone. */
class UndoTrace extends Trace {
	override readonly journal = new UndoJournal();
	constructor() {
		super(() => NOTHING);
	}
	override begin(): void {}
	override beginRound(): void {}
	override endRound(): void {}
	override endLoop(): void {}
}

export class UndoableMachine {
	readonly machine: Machine;
	private readonly trace = new UndoTrace();
	private readonly marks: number[] = [];

	constructor(machine: Machine) {
		this.machine = machine;
		machine.attach(this.trace);
	}

	/** Steps that can be undone. */
	get depth(): number {
		return this.marks.length;
	}

	/** Whether the last step changed anything at all. */
	get changed(): boolean {
		return this.journal.length > (this.marks[this.marks.length - 1] ?? 0);
	}

	/** Carries a step out. When the machine stops in it, what it did so far can be undone all the same. */
	forward(what: Step): Transition {
		this.marks.push(this.journal.length);
		return step(this.machine, what);
	}

	/** Takes the last step back. */
	back(): void {
		this.journal.undoTo(this.marks.pop() ?? 0);
		// Undo moves tables without saying so.
		this.machine.tables.generation++;
	}

	/** Lends the machine out to somebody who attaches a trace of their own and leaves the machine as it was. */
	lend<T>(use: (machine: Machine) => T): T {
		try {
			return use(this.machine);
		} finally {
			this.machine.attach(this.trace);
		}
	}

	private get journal(): UndoJournal {
		return this.trace.journal;
	}
}
