/** Every step is carried out by the machine, and the whole state behind it is read. */
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Transition } from "../sim/include/transition.ts";
import type { Machine } from "../sim/machine_state.ts";
import { Fingerprint } from "./fingerprint.ts";
import type { Found } from "./found.ts";
import { afterStep, NO_PROMISES, type Promises } from "./promise.ts";
import type { Property } from "./properties.ts";
import { enabled, type Scope } from "./scope.ts";
import { brokenBits, IMPOSSIBLE, STEPPED, STOPPED, type Successors, takeInto, UNCHANGED } from "./successors.ts";
import { StateView } from "./view.ts";
import { Walker } from "./walker.ts";

export class ByMachine implements Successors {
	readonly width = 0;
	broken = 0;
	brokenAfter = 0;
	message = "";
	private readonly walker: Walker;
	private readonly properties: readonly Property[];
	private readonly view = new StateView();
	private readonly fingerprint: Fingerprint;

	constructor(kernel: KernelRecord, scope: Scope, properties: readonly Property[]) {
		this.walker = new Walker(kernel, scope);
		this.properties = properties;
		this.fingerprint = new Fingerprint(scope.moves.includes("ksm_run"));
		this.view.read(this.walker.machine, NO_PROMISES);
		this.fingerprint.take(this.walker.machine, this.view);
	}

	get high(): number {
		return this.fingerprint.high;
	}

	get low(): number {
		return this.fingerprint.low;
	}

	get miscounted(): boolean {
		return this.fingerprint.miscounted;
	}

	describe(): void {}

	moveTo(path: Uint8Array): void {
		const { walker, view } = this;
		walker.moveTo(path, path.length);
		view.read(walker.machine, walker.promises);
		this.broken = brokenBits(this.properties, view);
	}

	take(op: number): number {
		const { walker, view, fingerprint } = this;
		const step = walker.steps[op];
		if (step === undefined || !enabled(walker.machine, step)) return IMPOSSIBLE;
		const { promises } = walker;
		let transition: Transition;
		try {
			transition = walker.forward(step);
		} catch (error) {
			walker.back();
			this.message = error instanceof Error ? error.message : String(error);
			return STOPPED;
		}
		const kept = afterStep(walker.machine, promises, step, transition);
		if (!walker.changed && kept.promises === promises) {
			walker.back();
			return UNCHANGED;
		}
		view.read(walker.machine, kept.promises);
		for (const { process, vpn } of kept.silent) view.markSilent(view.find(process, vpn));
		fingerprint.take(walker.machine, view);
		this.brokenAfter = brokenBits(this.properties, view);
		walker.back();
		return STEPPED;
	}

	takeAll(found: Found): void {
		found.clear();
		for (let op = 0; op < this.walker.steps.length; op++) takeInto(this, op, found);
	}

	lend<T>(use: (machine: Machine, promises: Promises) => T): T {
		return this.walker.lend((machine) => use(machine, this.walker.promises));
	}
}
