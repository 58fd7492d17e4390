/** Where a modelled kernel itself breaks: it stops there, in a way that the scenario sees, instead of guessing what memory holds then. */

import type { KernelEvent } from "./include/event.ts";
import type { Operation } from "./include/operation.ts";
import type { Process } from "./kernel/process.ts";
import type { Machine } from "./machine_state.ts";

/** Thrown at the line where the kernel named has its BUG(), or takes one thing for another. Never a bug of ours. */
export class KernelBug extends Error {
	override readonly name = "KernelBug";
	/** `mm/huge_memory.c: zap_huge_pmd`. */
	readonly at: string;

	constructor(at: string) {
		super(at);
		this.at = at;
	}
}

/** Runs `work` of a process. A process that meets a KernelBug stays where it is for ever, with the locks that it holds. */
export function untilOops<T>(m: Machine, process: Process, operation: Operation, events: KernelEvent[], work: () => T): T | null {
	try {
		return work();
	} catch (problem) {
		if (!(problem instanceof KernelBug)) throw problem;
		m.change(process, "blocked", { operation, on: "oops", context: 0, folio: -1, vpn: 0, end: 0 });
		events.push({ kind: "oops", process: process.id, at: problem.at });
		return null;
	}
}
