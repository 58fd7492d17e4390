/**
 * The door of the machine: boot it, give it steps, get transitions. Everything a kernel would refuse is a result with its errno;
 * an impossible state is a bug of ours and throws InvariantError.
 */
import { describeChanges } from "./describe.ts";
import type { KernelEvent } from "./include/event.ts";
import { type Geometry, PGD_LEVEL, X86_64_GEOMETRY } from "./include/geometry.ts";
import type { KernelRecord } from "./include/kernel_record.ts";
import type { OperationKind, Step } from "./include/operation.ts";
import type { Transition } from "./include/transition.ts";
import { type Blocked, isRunning } from "./kernel/process.ts";
import { untilOops } from "./kernel_bug.ts";
import { Machine } from "./machine_state.ts";
import { CPU_NODE, policyNode } from "./mm/mempolicy.ts";
import { PageSet } from "./mm/page_set.ts";
import { switchMm } from "./mm/tlb.ts";
import { perform } from "./perform.ts";
import { Trace } from "./trace.ts";
import { forgetUnregistered } from "./wp_truth.ts";
import { WpWatch } from "./wp_watch.ts";

/** A machine with one process, A, that has mapped nothing yet. */
export function boot(kernel: KernelRecord, geometry: Geometry = X86_64_GEOMETRY): Machine {
	const m = new Machine(kernel, geometry);
	m.processes.push({
		id: "A",
		index: 0,
		live: true,
		inReach: true,
		vmas: [],
		regions: [],
		pgd: m.tables.alloc({ level: PGD_LEVEL, owner: 0, base: 0 }),
		uffd: 0,
		blocked: null,
		cpu: null,
		node: null,
		tlb: null,
		stamp: 0,
		written: new PageSet(),
		dropped: new PageSet(),
		overtaken: new PageSet(),
		cleared: false,
		wpSync: WpWatch.NONE,
		wpAsync: WpWatch.NONE,
	});
	return m;
}

/** A transition with what is needed to stand inside it: the trace that can undo and redo it. */
export interface TracedTransition extends Transition {
	readonly trace: Trace;
}

/** Like `step`, with micro-steps; about ten times slower. */
export function stepTraced(m: Machine, what: Step): TracedTransition {
	const trace = new Trace((journal, start) => describeChanges(m, journal, start));
	m.attach(trace);
	try {
		const transition = step(m, what);
		trace.finish();
		return { ...transition, microSteps: trace.microSteps(), trace };
	} finally {
		m.attach(null);
	}
}

/** What happens to the whole machine, whoever's step it is. */
const GLOBAL: ReadonlySet<OperationKind> = new Set<OperationKind>(["split_all", "ksm_run", "prober_cpu"]);
/** What the manager does to a process from outside: it need not wait for one that is blocked. */
const FROM_OUTSIDE: ReadonlySet<OperationKind> = new Set<OperationKind>([
	...GLOBAL,
	"clear_refs",
	"migrate",
	"migrate_begin",
	"migrate_finish",
	"scan",
	"numa_hint",
	"swap_out",
	"exit",
	"uffd_register",
	"uffd_unregister",
	"uffd_protect",
	"uffd_unprotect",
	"uffd_copy",
	"uffd_zeropage",
	"uffd_wake",
]);

/** Calls that take mmap_lock for writing, or end the process: a fault that waits at a migration entry holds it for reading, and cannot be killed. */
const NEEDS_MMAP_LOCK: ReadonlySet<OperationKind> = new Set<OperationKind>(["clear_refs", "uffd_register", "uffd_unregister", "exit"]);

/** Whether the step has to wait for the blocked process. Nothing gets past one that the kernel broke under: it died with its locks. */
function keptOut(blocked: Blocked, kind: OperationKind): boolean {
	if (GLOBAL.has(kind) || kind === "migrate_finish") return false;
	if (blocked.on === "oops" || !FROM_OUTSIDE.has(kind)) return true;
	return blocked.on === "entry" && NEEDS_MMAP_LOCK.has(kind);
}

/** Carries one step out. Its addresses must name regions that exist (scenario/validate.ts sees to that). */
export function step(m: Machine, what: Step): Transition {
	const process = m.process(what.process);
	const { kind } = what.operation;
	// What was begun for a process that is dead by now has to end all the same.
	if (process === undefined || (!isRunning(process) && !GLOBAL.has(kind) && kind !== "migrate_finish")) return skipped(what, "dead");
	if (process.blocked !== null && keptOut(process.blocked, kind)) return skipped(what, "blocked");
	const outside = FROM_OUTSIDE.has(kind);
	m.frames.policyNode = outside ? CPU_NODE : policyNode(process);
	if (!outside) switchMm(m, process);
	const events: KernelEvent[] = [];
	const result = untilOops(m, process, what.operation, events, () => perform(m, process, what.operation, events));
	forgetUnregistered(m);
	// The checker steps a million times a second: no spread.
	return result === null ? { events, microSteps: [] } : { result, events, microSteps: [] };
}

function skipped(what: Step, why: "dead" | "blocked"): Transition {
	return { events: [{ kind: "skipped", process: what.process, why }], microSteps: [] };
}
