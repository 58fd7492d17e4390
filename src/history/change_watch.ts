/** Tells whether anything that can be observed of a machine changed, without keeping what. */
import type { Column } from "../base/column.ts";
import { Journal } from "../base/journal.ts";
import type { Machine } from "../sim/machine_state.ts";
import { Trace } from "../sim/trace.ts";

class Alarm extends Journal {
	rang = false;
	private readonly unseen: Column;

	/** `unseen`: what no observation shows. */
	constructor(unseen: Column) {
		super();
		this.unseen = unseen;
	}

	override note(column: Column): void {
		if (column !== this.unseen) this.rang = true;
	}

	override noteAct(): void {
		this.rang = true;
	}
}

const NOTHING = { changes: [], count: 0 };

/** No micro-steps are cut. */
export class ChangeWatch extends Trace {
	override readonly journal: Alarm;

	constructor(machine: Machine) {
		super(() => NOTHING);
		// What pages hold is not observed, only what maps them.
		this.journal = new Alarm(machine.frames.content);
		machine.attach(this);
	}

	/** Whether something changed since it was asked last. */
	take(): boolean {
		const { rang } = this.journal;
		this.journal.rang = false;
		return rang;
	}

	override begin(): void {}
	override beginRound(): void {}
	override endRound(): void {}
	override endLoop(): void {}
}
