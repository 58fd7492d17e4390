/** Where the machine tells its truth about uffd-wp (wp_watch.ts) what the manager asks for and what becomes of it. */
import { contextOf } from "./fs/uffd_context.ts";
import type { Process } from "./kernel/process.ts";
import type { Machine } from "./machine_state.ts";
import { VM_UFFD_WP, type Vma } from "./mm/vma.ts";
import { WpWatch } from "./wp_watch.ts";

/** UFFDIO_WRITEPROTECT of pages `start … end` succeeded. */
export function noteWriteprotect(m: Machine, process: Process, start: number, end: number, protect: boolean): void {
	if (protect) {
		noteArm(m, process, start, end);
		return;
	}
	m.change(process, "wpSync", process.wpSync.open(start, end - start));
	m.change(process, "wpAsync", process.wpAsync.open(start, end - start));
}

/** Pages `start … end` are to be watched from now on. */
export function noteArm(m: Machine, process: Process, start: number, end: number): void {
	for (const vma of process.vmas) {
		const from = Math.max(start, vma.start);
		const to = Math.min(end, vma.end);
		if (from >= to || (vma.flags & VM_UFFD_WP) === 0) continue;
		const log = isAsync(m, vma) ? "wpAsync" : "wpSync";
		m.change(process, log, process[log].arm(from, to - from));
	}
}

/** The manager itself filled a page, and had it write-protected in the same go or not. */
export function noteFill(m: Machine, process: Process, vpn: number, wp: boolean): void {
	m.change(process, "wpSync", process.wpSync.forget(vpn, 1));
	m.change(process, "wpAsync", process.wpAsync.forget(vpn, 1));
	if (wp) noteArm(m, process, vpn, vpn + 1);
}

/** A tracker knows nothing of memory that is not registered with it any more. */
export function forgetUnregistered(m: Machine): void {
	for (const process of m.processes) {
		if (process.wpSync === WpWatch.NONE && process.wpAsync === WpWatch.NONE) continue;
		const ranges = process.vmas.filter((vma) => (vma.flags & VM_UFFD_WP) !== 0).map(({ start, end }) => ({ at: start, n: end - start }));
		m.change(process, "wpSync", process.wpSync.keep(ranges));
		m.change(process, "wpAsync", process.wpAsync.keep(ranges));
	}
}

function isAsync(m: Machine, vma: Vma): boolean {
	return contextOf(m, vma.uffd)?.features.includes("wp_async") ?? false;
}
