/**
 * userfaultfd write-protect without messages (WP_ASYNC): the kernel opens a page by itself when it is written, and PAGEMAP_SCAN finds
 * out. Reset: a scan with PM_SCAN_WP_MATCHING that found the page written, or UFFDIO_WRITEPROTECT. Report: PAGE_IS_WRITTEN, which means
 * "no uffd-wp bit in the entry"; whether an empty entry counts differs between kernels.
 */
import { Spans } from "../base/spans.ts";
import { PM_UFFD_WP, type Run } from "../sim/include/observation.ts";
import { isPopulated } from "./judge.ts";
import { type Tracker, type TrackerKernel, without } from "./tracker.ts";

export const UFFD_WP_ASYNC: Tracker = {
	id: "uffd-wp-async",
	report({ parts }, { runs, vmas }, kernel) {
		const reported = new Spans();
		const dropped = parts.dropped.copy();
		const isShared = vmas.some((vma) => vma.flags.includes("sh"));
		for (const run of runs) {
			if (isWritten(run, kernel)) for (const { at, n } of parts.watched.within(run.at, run.n)) reported.add(at, n);
			// The data of a shared page stays in its file when the entry goes.
			if (!isPopulated(run) && !isShared) for (const { at, n } of parts.written.within(run.at, run.n)) dropped.add(at, n);
		}
		return { reported, missed: without(parts.written, reported, dropped), dropped, pending: new Spans(), exposed: new Spans() };
	},
};

// fs/proc/task_mmu.c: pagemap_page_category(), pagemap_scan_pte_hole()
function isWritten(run: Run, kernel: TrackerKernel): boolean {
	if ((run.pagemap & PM_UFFD_WP) !== 0) return false;
	return run.entry !== 0n || kernel.scanNoneIsWritten;
}
