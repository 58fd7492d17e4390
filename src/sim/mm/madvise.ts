/** Advice. Source: mm/madvise.c. */
import { EINVAL, ENOMEM } from "../include/errno.ts";
import type { Advice } from "../include/operation.ts";
import { findVma, type Process, vmaLookup } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { faultinPageRange } from "./gup.ts";
import { madviseCollapse } from "./khugepaged.ts";
import { ksmEnter, unmergeKsmPages } from "./ksm.ts";
import { type LazyAdvice, madviseLazy } from "./madvise_lazy.ts";
import { zapPageRange } from "./memory.ts";
import type { Fault } from "./migration.ts";
import { vmaModify } from "./mmap.ts";
import { VM_HUGEPAGE, VM_MERGEABLE, VM_NOHUGEPAGE, type Vma } from "./vma.ts";

const UPDATE: MicroKind = {
	file: "mm/madvise.c",
	fn: "madvise_update_vma",
	label: "VMA flags",
	say: "The advice is kept as a flag of the VMA; no entry changes now, but later faults will read it.",
};

/** What one advice does to the part `start … end` of one VMA; returns the VMA that holds the end of it, or an errno. */
type Visit = (vma: Vma, start: number, end: number) => Vma | number | Fault;

/** madvise() of pages `start … end` (end exclusive). Returns 0, an errno, or a fault that has to wait. */
// mm/madvise.c: do_madvise()
export function doMadvise(m: Machine, process: Process, start: number, end: number, advice: Advice): number | Fault {
	switch (advice) {
		case "hugepage":
			return walkVmas(process, start, end, (vma, from, to) =>
				updateVma(m, process, vma, from, to, (vma.flags & ~VM_NOHUGEPAGE) | VM_HUGEPAGE),
			);
		case "nohugepage":
			return walkVmas(process, start, end, (vma, from, to) =>
				updateVma(m, process, vma, from, to, (vma.flags & ~VM_HUGEPAGE) | VM_NOHUGEPAGE),
			);
		case "dontneed":
			return walkVmas(process, start, end, (vma, from, to) => {
				zapPageRange(m, process, vma, from, to, "keep");
				// Shared memory keeps its data in the file.
				if (vma.file === 0) m.noteDrop(process, from, to);
				return vma;
			});
		case "cold":
		case "pageout":
			if (!m.kernel.madvisePageout) return EINVAL;
			return lazily(m, process, start, end, advice);
		case "free":
			return lazily(m, process, start, end, advice);
		case "mergeable":
			return walkVmas(process, start, end, (vma, from, to) => updateVma(m, process, vma, from, to, ksmEnter(m, process, vma)));
		case "unmergeable":
			return walkVmas(process, start, end, (vma, from, to) => {
				if ((vma.flags & VM_MERGEABLE) === 0) return vma;
				const wait = unmergeKsmPages(m, process, vma, from, to);
				if (wait !== null) return wait;
				return updateVma(m, process, vma, from, to, vma.flags & ~VM_MERGEABLE);
			});
		case "collapse":
			if (!m.kernel.madviseCollapse) return EINVAL;
			return walkVmas(process, start, end, (vma, from, to) => madviseCollapse(m, process, vma, from, to) || vma);
		case "populate_read":
		case "populate_write":
			return madvisePopulate(m, process, start, end, advice === "populate_write");
	}
}

function lazily(m: Machine, process: Process, start: number, end: number, advice: LazyAdvice): number | Fault {
	return walkVmas(process, start, end, (vma, from, to) => {
		if (advice === "free" && vma.file !== 0) return EINVAL;
		madviseLazy(m, process, from, to, advice);
		return vma;
	});
}

/** Visits the VMAs of the range in order; holes are passed over and reported as ENOMEM at the end. */
// mm/madvise.c: madvise_walk_vmas()
function walkVmas(process: Process, start: number, end: number, visit: Visit): number | Fault {
	let unmapped = 0;
	for (let at = start; at < end; ) {
		const vma = findVma(process, at);
		if (vma === undefined || vma.start >= end) return ENOMEM;
		if (vma.start > at) {
			unmapped = ENOMEM;
			at = vma.start;
		}
		const to = Math.min(vma.end, end);
		const after = visit(vma, at, to);
		if (typeof after === "number" || !("end" in after)) return after;
		at = Math.max(to, after.end);
	}
	return unmapped;
}

// mm/madvise.c: madvise_update_vma()
function updateVma(m: Machine, process: Process, vma: Vma, start: number, end: number, flags: number): Vma {
	return flags === vma.flags ? vma : vmaModify(m, process, vma, start, end, { flags }, UPDATE);
}

// mm/madvise.c: madvise_populate()
function madvisePopulate(m: Machine, process: Process, start: number, end: number, write: boolean): number | Fault {
	if (!m.kernel.madvisePopulate) return EINVAL;
	if (!m.kernel.populateStopsAtHole) {
		return walkVmas(process, start, end, (vma, from, to) => faultinPageRange(m, process, vma, from, to, write) || vma);
	}
	for (let at = start; at < end; ) {
		const vma = vmaLookup(process, at);
		if (vma === undefined) return ENOMEM;
		const to = Math.min(vma.end, end);
		const error = faultinPageRange(m, process, vma, at, to, write);
		if (error !== 0) return error;
		at = to;
	}
	return 0;
}
