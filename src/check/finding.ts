/** A way to break a property, and the place in the kernel that breaks it. */
import { PMD_LEVEL } from "../sim/include/geometry.ts";
import type { Step } from "../sim/include/operation.ts";
import type { MicroStep } from "../sim/include/transition.ts";
import { stepTraced, type TracedTransition } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { entryAt } from "../sim/mm/walk.ts";
import { afterStep, type Kept, type Promises } from "./promise.ts";
import type { Property } from "./properties.ts";
import { StateView } from "./view.ts";

/** A micro-step, as people call it. */
export interface Cause {
	/** Kernel source file and function. */
	readonly file: string;
	readonly fn: string;
	readonly label: string;
	readonly say: string;
	/** Number of the micro-step within the last step, from 0. */
	readonly micro: number;
}

/** What breaks, where, and the shortest way there. */
export interface Finding {
	readonly property: string;
	/** Steps of the small geometry; the last one breaks it. */
	readonly path: readonly Step[];
	readonly cause: Cause;
	/** Ways to the same cause that were met, this one included. */
	readonly times: number;
}

/** Findings of the same property that are broken at the same place are one. */
export function causeKey(property: string, { file, fn, label }: Cause): string {
	return `${property} ${file} ${fn} ${label}`;
}

/** Where no micro-step can be named: the machine itself found the contradiction. */
export function stopped(message: string): Cause {
	return { file: "the machine", fn: "stopped", label: "stopped", say: message, micro: 0 };
}

/**
 * The micro-step by which a step breaks the property: the last one that wrote the entry at fault, or, where the entry was not written,
 * the one behind which the property is broken for good. Null when the step does not break it. The machine stands before the step,
 * and stands there again afterwards.
 */
export function findCause(m: Machine, what: Step, promises: Promises, property: Property): Cause | null {
	const view = new StateView();
	const transition = stepTraced(m, what);
	const kept = afterStep(m, promises, what, transition);
	view.read(m, kept.promises);
	for (const { process, vpn } of kept.silent) view.markSilent(view.find(process, vpn));
	const row = property.broken(view);
	const cause = row < 0 ? null : causeOf(transition.microSteps, breaking(m, view, row, transition, kept, property));
	transition.trace.journal.undoTo(0);
	return cause;
}

/** Number of the micro-step at fault. Leaves the machine behind the step. */
function breaking(m: Machine, view: StateView, row: number, transition: TracedTransition, kept: Kept, property: Property): number {
	const { trace, microSteps } = transition;
	const last = microSteps.length - 1;
	// A write that nobody heard of is no matter of the page tables: the write itself is the place.
	if (kept.silent.length > 0) return last;
	const entry = entryOf(m, view, row);
	const bounds = trace.bounds();
	const { entries } = trace.journal;
	const end = bounds[flip(m, view, transition, kept, property) + 1] ?? entries.length;
	for (let i = end - 1; i >= 0; i--) {
		const change = entries[i];
		if (change?.column === m.tables.flags && change.index === entry) return microAt(bounds, i);
	}
	return microAt(bounds, end - 1);
}

/** The micro-step behind which the property is broken until the end of the step. */
function flip(m: Machine, view: StateView, { trace, microSteps }: TracedTransition, { promises }: Kept, property: Property): number {
	const { journal } = trace;
	const bounds = trace.bounds();
	const end = journal.entries.length;
	let micro = microSteps.length - 1;
	for (; micro > 0; micro--) {
		const start = bounds[micro] ?? 0;
		journal.undoTo(start, bounds[micro + 1] ?? end);
		view.read(m, promises);
		if (property.broken(view) < 0) break;
	}
	journal.redo(bounds[Math.max(micro, 1)] ?? end, end);
	return micro;
}

function microAt(bounds: readonly number[], position: number): number {
	let micro = 0;
	while (micro + 2 < bounds.length && (bounds[micro + 1] ?? 0) <= position) micro++;
	return micro;
}

function entryOf(m: Machine, view: StateView, row: number): number {
	const process = view.processes[view.process[row] ?? 0];
	if (process === undefined) return -1;
	const vpn = view.vpn[row] ?? 0;
	return entryAt(m, process, vpn, view.level[row] ?? 0) ?? entryAt(m, process, vpn, PMD_LEVEL) ?? -1;
}

function causeOf(microSteps: readonly MicroStep[], micro: number): Cause {
	const at = microSteps[micro];
	if (at === undefined) return { file: "hardware", fn: "MMU", label: "write passes", say: "The entry permits the write.", micro: 0 };
	return { file: at.file, fn: at.fn, label: at.label, say: at.say, micro };
}
