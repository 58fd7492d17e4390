/** One operation of one process: which kernel entry it goes through. */
import { assertNever } from "../base/assert.ts";
import { clearRefsWrite } from "./fs/proc/clear_refs.ts";
import { pagemapScan } from "./fs/proc/pagemap_scan.ts";
import { UFFD_PAGEFAULT_FLAG_WP } from "./fs/uffd_context.ts";
import { uffdIoctl } from "./fs/uffd_ioctl.ts";
import { pagefaultEvent, placeOf, uffdOpen } from "./fs/userfaultfd.ts";
import { EINVAL, ENOTTY } from "./include/errno.ts";
import { type KernelEvent, NO_EXIT_CODE } from "./include/event.ts";
import type { Operation } from "./include/operation.ts";
import { PAGE_SIZE } from "./include/page_size.ts";
import type { CallResult } from "./include/transition.ts";
import { exitMmap } from "./kernel/exit.ts";
import { forkProcess } from "./kernel/fork.ts";
import type { Blocked, Process } from "./kernel/process.ts";
import { untilOops } from "./kernel_bug.ts";
import type { Machine } from "./machine_state.ts";
import { splitAll } from "./mm/folio_split.ts";
import { ksmRun } from "./mm/ksm.ts";
import { mapRegion, remapRegion } from "./mm/map_region.ts";
import { changeProtNuma, policyNode, setMempolicy } from "./mm/mempolicy.ts";
import { isFolioWait } from "./mm/migration.ts";
import { doMunmap } from "./mm/mmap.ts";
import { beginMovePages, finishMovePages, movePages } from "./mm/move_pages.ts";
import { doMprotect } from "./mm/mprotect.ts";
import { reclaimRange } from "./mm/reclaim_range.ts";
import { bindManager, schedSetaffinity } from "./mm/tlb.ts";
import { calcVmProtBits } from "./mm/vma.ts";
import { OK, onRange, pageOf, pagesOf, resultOf } from "./range.ts";
import { type RunEnd, runAccess, runMadvise } from "./run_access.ts";

/** null: the process did not come back from the call; the events say why. */
export function perform(m: Machine, process: Process, operation: Operation, events: KernelEvent[]): CallResult | null {
	switch (operation.kind) {
		case "map":
			return mapRegion(m, process, operation);
		case "unmap":
			return onRange(process, operation.range, (start, end) => {
				if (start === end) return EINVAL;
				doMunmap(m, process, start, end);
				return 0;
			});
		case "protect":
			return onRange(process, operation.range, (start, end) => doMprotect(m, process, start, end, calcVmProtBits(operation.prot)));
		case "advise":
			return settle(m, process, operation, runMadvise(m, process, operation), events);
		case "read":
		case "write":
		case "store":
		case "fill":
			return settle(m, process, operation, runAccess(m, process, operation), events);
		case "clear_refs":
			clearRefsWrite(m, process);
			return OK;
		case "fork": {
			const { child, told } = forkProcess(m, process, operation.child);
			const unread = told.find((context) => readerOf(m, context) === undefined);
			const heard = unread === undefined ? told : told.slice(0, told.indexOf(unread));
			for (const reader of m.processes) if (heard.includes(reader.uffd)) events.push({ kind: "fork_event", process: reader.id });
			if (unread === undefined) return OK;
			m.change(child, "inReach", false);
			return settle(m, process, operation, { kind: "unread", context: unread }, events);
		}
		case "exit":
			// A blocked process cannot call it; it will once it goes on.
			if (process.blocked !== null) m.change(process, "inReach", false);
			else exitMmap(m, process);
			return OK;
		case "migrate":
			return onRange(process, operation.range, (start, end) => {
				events.push(movePages(m, process, start, end, operation.node));
				return 0;
			});
		case "migrate_begin":
			return onRange(process, operation.range, (start, end) => {
				events.push(beginMovePages(m, process, start, end, operation.node));
				return 0;
			});
		case "migrate_finish":
			return onRange(process, operation.range, (start, end) => {
				const landed = new Set<number>();
				events.push(finishMovePages(m, process.id, start, end, (head) => landed.add(head)));
				for (const waiter of m.processes) if (waiter.blocked !== null && landed.has(waiter.blocked.folio)) resume(m, waiter, events);
				return 0;
			});
		case "split_all":
			splitAll(m);
			return OK;
		case "remap":
			return settle(m, process, operation, runRemap(m, process, operation, events), events);
		case "uffd_open":
			return resultOf(uffdOpen(m, process, operation.features));
		case "uffd_register":
		case "uffd_unregister":
		case "uffd_protect":
		case "uffd_unprotect":
		case "uffd_zeropage":
		case "uffd_wake":
		case "uffd_copy": {
			const { result, woken } = uffdIoctl(m, process, operation);
			for (const waiter of woken) resume(m, waiter, events);
			return result;
		}
		case "scan": {
			const start = pageOf(process, operation.range);
			if (start === null || !Number.isInteger(start)) return resultOf(m.kernel.pagemapScan ? EINVAL : ENOTTY);
			return pagemapScan(m, process, operation, start, start + pagesOf(operation.range.length), events);
		}
		case "ksm_run":
			ksmRun(m);
			return OK;
		case "swap_out":
			return onRange(process, operation.range, (start, end) => {
				reclaimRange(m, process, start, end);
				return 0;
			});
		case "cpu":
			return resultOf(schedSetaffinity(m, process, operation.cpu));
		case "prober_cpu":
			return resultOf(bindManager(m, operation.cpu));
		case "policy":
			return resultOf(setMempolicy(m, process, operation.node));
		case "numa_hint": {
			const start = pageOf(process, operation.range);
			if (start === null || !Number.isInteger(start)) return resultOf(EINVAL);
			return { ret: changeProtNuma(m, process, start, start + pagesOf(operation.range.length)), errno: 0 };
		}
		default:
			return assertNever(operation);
	}
}

/** Turns the end of an access into a result, or into a process that is blocked or dead. */
function settle(m: Machine, process: Process, operation: Operation, end: RunEnd, events: KernelEvent[]): CallResult | null {
	if (end.kind === "returned") return end.result;
	if (end.kind === "killed") die(m, process, events);
	else if (end.kind === "unread") waitForReader(m, process, operation, end.context, events);
	else {
		block(m, process, operation, end, events);
		events.push({ kind: "blocked", process: process.id, ...(isFolioWait(end.fault) ? { by: "migration" as const } : {}) });
	}
	return null;
}

/** A call that made an event ends when somebody has read it. Nobody reads what a fork made for the child; such a call never ends. */
// fs/userfaultfd.c: userfaultfd_event_wait_completion()
function waitForReader(m: Machine, process: Process, operation: Operation, context: number, events: KernelEvent[]): void {
	m.change(process, "blocked", { operation, on: "event", context, folio: -1, vpn: -1, end: -1 });
	events.push({ kind: "blocked", process: process.id });
}

function block(m: Machine, process: Process, operation: Operation, end: Extract<RunEnd, { kind: "fault" }>, events: KernelEvent[]): void {
	const { fault } = end;
	if (isFolioWait(fault)) {
		m.change(process, "blocked", { operation, on: fault.on, context: 0, folio: fault.folio, vpn: fault.vpn, end: end.end });
		return;
	}
	m.change(process, "blocked", { operation, on: "userfaultfd", context: fault.context, folio: -1, vpn: fault.vpn, end: end.end });
	const event = pagefaultEvent(m, fault);
	if (event === null) return;
	events.push(event);
	if ((fault.flags & UFFD_PAGEFAULT_FLAG_WP) !== 0) m.change(process, "wpSync", process.wpSync.message(fault.vpn));
}

/** How the recorder's processes report SIGSEGV (11) when they die of it. */
const SIGSEGV_EXIT = 111;

function die(m: Machine, process: Process, events: KernelEvent[]): void {
	exitMmap(m, process);
	// The recorder learns the cause only of its own child, A; of a child's child it sees the end.
	events.push({ kind: "died", process: process.id, code: process.index === 0 ? SIGSEGV_EXIT : NO_EXIT_CODE });
}

/** A woken process goes on where it stopped; it may well stop again. */
function resume(m: Machine, process: Process, events: KernelEvent[]): void {
	const { blocked } = process;
	if (blocked === null || !process.live) return;
	m.frames.policyNode = policyNode(process);
	const again = untilOops(m, process, blocked.operation, events, () => runAgain(m, process, blocked, events));
	if (again === null) return;
	if (again.kind === "unread") {
		waitForReader(m, process, blocked.operation, again.context, events);
		return;
	}
	if (again.kind === "fault") {
		block(m, process, blocked.operation, again, events);
		// It waits for something else now than it did.
		if (blocked.on !== "userfaultfd" || isFolioWait(again.fault)) {
			events.push({ kind: "blocked", process: process.id, ...(isFolioWait(again.fault) ? { by: "migration" as const } : {}) });
		}
		return;
	}
	m.change(process, "blocked", null);
	// What it was told meanwhile it does now, unseen.
	if (!process.inReach) exitMmap(m, process);
	else if (again.kind === "returned") events.push({ kind: "unblocked", process: process.id, ...again.result });
	else die(m, process, events);
}

function runAgain(m: Machine, process: Process, { operation, vpn, end, on }: Blocked, events: KernelEvent[]): RunEnd {
	if (operation.kind === "advise") return runMadvise(m, process, operation, vpn);
	if (operation.kind === "remap") return runRemap(m, process, operation, events);
	// Only after userfaultfd the fault handler looks again by itself; else the CPU touches the page once more.
	return runAccess(m, process, operation, { vpn, end, retry: on === "userfaultfd" });
}

function readerOf(m: Machine, context: number): Process | undefined {
	return m.processes.find(({ uffd }) => uffd === context);
}

function runRemap(m: Machine, process: Process, operation: Extract<Operation, { kind: "remap" }>, events: KernelEvent[]): RunEnd {
	let unread: number | null = null;
	const moved = remapRegion(m, process, operation, (context, from, to, pages) => {
		const reader = readerOf(m, context);
		if (reader === undefined) {
			unread ??= context;
			return;
		}
		const event = { from: placeOf(reader, from), to: placeOf(reader, to), length: pages * PAGE_SIZE };
		events.push({ kind: "remap_event", process: reader.id, ...event });
	});
	if (!("errno" in moved)) return { kind: "fault", fault: moved, end: moved.vpn };
	return unread === null ? { kind: "returned", result: moved } : { kind: "unread", context: unread };
}
