/** The machine at the end of a path of steps, undoing and redoing only what differs from the path before. */
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import type { Transition } from "../sim/include/transition.ts";
import { boot } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { afterStep, NO_PROMISES, type Promises } from "./promise.ts";
import { alphabet, geometryOf, type Scope } from "./scope.ts";
import { UndoableMachine } from "./undo.ts";

export class Walker {
	readonly steps: readonly Step[];
	private readonly undoable: UndoableMachine;
	/** The steps behind the machine, as indices into `steps`, and what was promised after each. */
	private readonly stand: number[] = [];
	private readonly promised: Promises[] = [NO_PROMISES];

	constructor(kernel: KernelRecord, scope: Scope) {
		this.steps = alphabet(scope);
		this.undoable = new UndoableMachine(boot(kernel, geometryOf(scope)));
	}

	get machine(): Machine {
		return this.undoable.machine;
	}

	/** What was promised where the path ends. */
	get promises(): Promises {
		return this.promised[this.promised.length - 1] ?? NO_PROMISES;
	}

	/** Whether the last step changed anything at all. */
	get changed(): boolean {
		return this.undoable.changed;
	}

	/** Walks to the end of the first `length` steps of a path. False: it stood there already. */
	moveTo(path: ArrayLike<number>, length: number): boolean {
		const { stand, undoable, promised } = this;
		let common = 0;
		while (common < stand.length && common < length && stand[common] === path[common]) common++;
		if (common === length && stand.length === length) return false;
		while (stand.length > common) {
			undoable.back();
			stand.pop();
			promised.pop();
		}
		for (let i = common; i < length; i++) {
			const op = path[i] ?? 0;
			const step = this.steps[op];
			if (step === undefined) continue;
			const before = this.promises;
			const transition = undoable.forward(step);
			stand.push(op);
			promised.push(afterStep(undoable.machine, before, step, transition).promises);
		}
		return true;
	}

	/** One step beyond the path; `back` has to follow, even when the machine throws. */
	forward(what: Step): Transition {
		return this.undoable.forward(what);
	}

	back(): void {
		this.undoable.back();
	}

	/** Lends the machine out to somebody who leaves it as it was. */
	lend<T>(use: (machine: Machine) => T): T {
		return this.undoable.lend(use);
	}
}
