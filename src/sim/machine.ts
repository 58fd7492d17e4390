/**
 * The door of the machine: boot it, give it steps, get transitions. Everything a kernel would refuse is a result with its errno;
 * an impossible state is a bug of ours and throws InvariantError.
 */
import { assertNever } from "../base/assert.ts";
import { describeChanges } from "./describe.ts";
import { clearRefsWrite } from "./fs/proc/clear_refs.ts";
import { EEXIST, EINVAL } from "./include/errno.ts";
import { type KernelEvent, NO_EXIT_CODE } from "./include/event.ts";
import { type Geometry, PGD_LEVEL, X86_64_GEOMETRY } from "./include/geometry.ts";
import type { KernelRecord } from "./include/kernel_record.ts";
import type { Address, Operation, Range, Step } from "./include/operation.ts";
import type { CallResult, Transition } from "./include/transition.ts";
import { exitMmap } from "./kernel/exit.ts";
import { forkProcess } from "./kernel/fork.ts";
import type { Process } from "./kernel/process.ts";
import { Machine } from "./machine_state.ts";
import { accessRange, type Store } from "./mm/access.ts";
import { splitAll } from "./mm/folio_split.ts";
import { doMadvise } from "./mm/madvise.ts";
import { doMunmap, insertVma } from "./mm/mmap.ts";
import { movePages } from "./mm/move_pages.ts";
import { doMprotect } from "./mm/mprotect.ts";
import { doMremap } from "./mm/mremap.ts";
import { PageSet } from "./mm/page_set.ts";
import { calcVmProtBits, VM_ACCOUNT, VM_SOFTDIRTY, VM_WRITE } from "./mm/vma.ts";
import { Trace } from "./trace.ts";

const PAGE_SIZE = 4096;

/** A machine with one process, A, that has mapped nothing yet. */
export function boot(kernel: KernelRecord, geometry: Geometry = X86_64_GEOMETRY): Machine {
	const m = new Machine(kernel, geometry);
	m.processes.push({
		id: "A",
		index: 0,
		live: true,
		vmas: [],
		regions: [],
		pgd: m.tables.alloc({ level: PGD_LEVEL, owner: 0, base: 0 }),
		stamp: 0,
		written: new PageSet(),
		dropped: new PageSet(),
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

/** Carries one step out. Its addresses must name regions that exist (scenario/validate.ts sees to that). */
export function step(m: Machine, what: Step): Transition {
	const process = m.process(what.process);
	const global = what.operation.kind === "split_all";
	if (process === undefined || (!process.live && !global)) {
		return { events: [{ kind: "skipped", process: what.process, why: "dead" }], microSteps: [] };
	}
	const events: KernelEvent[] = [];
	const result = perform(m, process, what.operation, events);
	return { ...(result === null ? {} : { result }), events, microSteps: [] };
}

const OK: CallResult = { ret: 0, errno: 0 };

/** null: the process did not come back from the call; the events say why. */
function perform(m: Machine, process: Process, operation: Operation, events: KernelEvent[]): CallResult | null {
	switch (operation.kind) {
		case "map":
			return map(m, process, operation);
		case "unmap":
			return onRange(process, operation.range, (start, end) => {
				if (start === end) return EINVAL;
				doMunmap(m, process, start, end);
				return 0;
			});
		case "protect":
			return onRange(process, operation.range, (start, end) => doMprotect(m, process, start, end, calcVmProtBits(operation.prot)));
		case "advise":
			return onRange(process, operation.range, (start, end) => doMadvise(m, process, start, end, operation.advice));
		case "read":
			return access(m, process, operation.range, null, events);
		case "write":
			return access(m, process, operation.range, writeStore(m, process), events);
		case "store":
			return access(m, process, operation.range, (before) => (before & 0xff00) | STORED_BYTE, events);
		case "fill":
			return access(m, process, operation.range, () => (operation.byte << 8) | operation.byte, events);
		case "clear_refs":
			clearRefsWrite(m, process);
			return OK;
		case "fork":
			forkProcess(m, process, operation.child);
			return OK;
		case "exit":
			exitMmap(m, process);
			return OK;
		case "migrate": {
			const result = onRange(process, operation.range, (start, end) => {
				events.push(movePages(m, process, start, end, operation.node));
				return 0;
			});
			return result;
		}
		case "split_all":
			splitAll(m);
			return OK;
		case "remap": {
			const { range, to } = operation;
			const target = addRegion(m, process, to, Math.ceil(range.length / PAGE_SIZE));
			return onRange(process, range, (start, end) => doMremap(m, process, start, end, target));
		}
		case "uffd_open":
		case "uffd_register":
		case "uffd_unregister":
		case "uffd_protect":
		case "uffd_unprotect":
		case "uffd_zeropage":
		case "uffd_wake":
		case "uffd_copy":
		case "scan":
		case "ksm_run":
		case "cpu":
		case "policy":
		case "numa_hint":
		case "swap_out":
		case "prober_cpu":
			throw new RangeError(`the machine has no ${operation.kind} yet`);
		default:
			return assertNever(operation);
	}
}

/** The constant that `store` writes. */
const STORED_BYTE = 7;

/** `write` stores a value that is never zero and differs from page to page, wrapping from 255 to 1. */
function writeStore(m: Machine, process: Process): Store {
	return (before) => {
		m.change(process, "stamp", (process.stamp % 255) + 1);
		return (before & 0xff00) | process.stamp;
	};
}

function resultOf(errno: number): CallResult {
	return errno === 0 ? OK : { ret: -1, errno };
}

/** Virtual page number of an address. */
function pageOf(process: Process, address: Address): number | null {
	const region = process.regions.find((other) => other.name === address.region);
	return region === undefined ? null : region.start + address.offset / PAGE_SIZE;
}

/** Runs `call` on the pages of a range, as a system call that refuses addresses inside a page. */
function onRange(process: Process, range: Range, call: (start: number, end: number) => number): CallResult {
	const start = pageOf(process, range);
	if (start === null || !Number.isInteger(start)) return resultOf(EINVAL);
	return resultOf(call(start, start + Math.ceil(range.length / PAGE_SIZE)));
}

function map(m: Machine, process: Process, operation: Extract<Operation, { kind: "map" }>): CallResult {
	if (operation.shared) throw new RangeError("the machine has no shared memory yet");
	const pages = Math.ceil(operation.length / PAGE_SIZE);
	if (pages === 0) return resultOf(EINVAL);
	const start = addRegion(m, process, operation.region, pages);
	const end = start + pages;
	if (process.vmas.some((vma) => vma.start < end && vma.end > start)) return resultOf(EEXIST);
	const access = calcVmProtBits(operation.prot);
	insertVma(m, process, {
		start,
		end,
		flags: access | VM_SOFTDIRTY | ((access & VM_WRITE) !== 0 ? VM_ACCOUNT : 0),
		anonVma: 0,
		singular: true,
		pgoff: start,
		file: 0,
		uffd: 0,
	});
	return OK;
}

/** Names the next stretch of addresses, whether or not something will be mapped there; returns its first page. */
function addRegion(m: Machine, process: Process, name: string, pages: number): number {
	const start = m.nextRegion;
	const { regionStride } = m.geometry;
	m.setNextRegion(start + Math.max(1, Math.ceil(pages / regionStride)) * regionStride);
	m.change(process, "regions", [...process.regions, { name, start, pages }]);
	return start;
}

function access(m: Machine, process: Process, range: Range, store: Store | null, events: KernelEvent[]): CallResult | null {
	const start = pageOf(process, range);
	if (start === null) return resultOf(EINVAL);
	// Each page of the range is touched at the same offset within it.
	const first = Math.floor(start);
	const ended = accessRange(m, process, first, first + Math.ceil(range.length / PAGE_SIZE), store);
	if (ended === "done") return OK;
	exitMmap(m, process);
	// The recorder learns the cause only of its own child, A; of a child's child it sees the end.
	events.push({ kind: "died", process: process.id, code: process.index === 0 ? SIGSEGV_EXIT : NO_EXIT_CODE });
	return null;
}

/** How the recorder's processes report SIGSEGV (11) when they die of it. */
const SIGSEGV_EXIT = 111;
