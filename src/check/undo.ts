/**
 * Going into a state and back out of it: every step is undone by the machine's own journal, so that no state need be copied. No
 * micro-steps are cut meanwhile, which costs ten times the step itself.
 */
import type { Journal } from "../base/journal.ts";
import type { Step } from "../sim/include/operation.ts";
import type { Transition } from "../sim/include/transition.ts";
import { step } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { Trace } from "../sim/trace.ts";

const NOTHING = { changes: [], count: 0 };

/** A trace for its journal alone. */
class UndoTrace extends Trace {
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
		return this.journal.entries.length > (this.marks.at(-1) ?? 0);
	}

	/** Carries a step out. When the machine stops in it, what it did so far can be undone all the same. */
	forward(what: Step): Transition {
		this.marks.push(this.journal.entries.length);
		return step(this.machine, what);
	}

	/** Takes the last step back. */
	back(): void {
		const mark = this.marks.pop() ?? 0;
		this.journal.undoTo(mark);
		this.journal.entries.length = mark;
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

	private get journal(): Journal {
		return this.trace.journal;
	}
}
