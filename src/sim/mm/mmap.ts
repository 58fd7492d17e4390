/** VMAs: mapping, unmapping, splitting, merging. Source: mm/mmap.c, mm/vma.c. */
import { assert } from "../../base/assert.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { freePgtables } from "./free_pgtables.ts";
import { splitHugePmdIfNeeded } from "./huge_memory_split.ts";
import { zapPageRange } from "./memory.ts";
import { VM_SOFTDIRTY, type Vma } from "./vma.ts";

const MMAP: MicroKind = {
	file: "mm/mmap.c",
	fn: "mmap_region",
	label: "new VMA",
	say: "A new VMA appears. It is marked soft-dirty as a whole: whatever was tracked at these addresses before is not what is here now.",
};

const SPLIT: MicroKind = {
	file: "mm/mmap.c",
	fn: "__split_vma",
	label: "split VMA",
	say: "The VMA is cut where the range begins or ends, since only a part of it changes.",
};

const MERGE: MicroKind = {
	file: "mm/mmap.c",
	fn: "vma_merge",
	label: "merge VMAs",
	say: "The changed range now reads like its neighbour, so they become one VMA. Soft-dirty is ignored in the comparison.",
};

const UNMAP: MicroKind = {
	file: "mm/mmap.c",
	fn: "do_vmi_align_munmap",
	label: "remove VMAs",
	say: "The VMAs of the range are taken out of the address space.",
};

const EXTEND: MicroKind = {
	file: "mm/mmap.c",
	fn: "mmap_region",
	label: "extend VMA",
	say: "The new mapping reads like the VMA before it, so that one grows. It is marked soft-dirty as a whole: its old pages are reported too.",
};

/** Puts a new VMA into its place, or lets the one before it grow (B17). Nothing is ever mapped before another region. Source: mmap_region(). */
export function insertVma(m: Machine, process: Process, vma: Vma): void {
	const prev = process.vmas.find((other) => other.end === vma.start);
	if (prev !== undefined && mergeable(vma, prev)) {
		m.at(EXTEND);
		const grown = { ...prev, end: vma.end, flags: prev.flags | VM_SOFTDIRTY };
		m.change(
			process,
			"vmas",
			process.vmas.map((other) => (other === prev ? grown : other)),
		);
		return;
	}
	m.at(MMAP);
	m.change(
		process,
		"vmas",
		[...process.vmas, vma].sort((a, b) => a.start - b.start),
	);
}

/** Cuts the VMA before page `at`; the huge page that the cut goes through is split first. Returns the two parts. */
// mm/mmap.c: __split_vma()
export function splitVma(m: Machine, process: Process, vma: Vma, at: number): readonly [Vma, Vma] {
	assert(at > vma.start && at < vma.end, "a VMA is cut inside");
	splitHugePmdIfNeeded(m, process, vma, at);
	m.at(SPLIT);
	const left = { ...vma, end: at };
	const right = { ...vma, start: at, pgoff: vma.pgoff + (at - vma.start) };
	m.change(process, "vmas", process.vmas.toSpliced(process.vmas.indexOf(vma), 1, left, right));
	return [left, right];
}

// mm/mmap.c: is_mergeable_anon_vma()
function mergeableAnonVma(a: number, b: number, vma: Vma | null): boolean {
	// A neighbour without an anon_vma has an empty chain, which is not singular: it takes no part in that has one.
	if ((a === 0 || b === 0) && (vma === null || (vma.anonVma !== 0 && vma.singular))) return true;
	return a === b;
}

/** What a VMA is to become: new flags, and a userfaultfd or none. */
export type VmaChange = Pick<Vma, "flags"> & Partial<Pick<Vma, "uffd">>;

/** Whether `part`, as it will be, can become one with `neighbour`. Source: can_vma_merge_before(), can_vma_merge_after(). */
function mergeable(part: Vma, neighbour: Vma): boolean {
	return (
		((neighbour.flags ^ part.flags) & ~VM_SOFTDIRTY) === 0 &&
		neighbour.file === part.file &&
		neighbour.uffd === part.uffd &&
		mergeableAnonVma(part.anonVma, neighbour.anonVma, neighbour) &&
		neighbour.pgoff - neighbour.start === part.pgoff - part.start
	);
}

/**
 * Gives `start … end` of a VMA new flags: merges with the neighbours that read alike, or cuts it out. The merged VMA takes the
 * new flags whole, soft-dirty included, whichever side had it (B16). `by` names the caller
 * that sets the flags. Returns the VMA that holds the range.
 */
// mm/vma.c: vma_modify(), vma_merge_existing_range(); mm/mmap.c: vma_merge()
export function vmaModify(m: Machine, process: Process, vma: Vma, start: number, end: number, change: VmaChange, by: MicroKind): Vma {
	const after = { ...vma, ...change };
	const at = process.vmas.indexOf(vma);
	const prev = process.vmas[at - 1];
	const next = process.vmas[at + 1];
	const left = start === vma.start && prev?.end === start && mergeable(after, prev) ? prev : null;
	let right = end === vma.end && next?.start === end && mergeable(after, next) ? next : null;
	if (left !== null && right !== null && !mergeableAnonVma(left.anonVma, right.anonVma, null)) right = null;
	if (left === null && right === null) return cutOut(m, process, vma, start, end, change, by);

	// The boundary between the VMA and its neighbour moves: a huge page that lies across its new place is split.
	if (end < vma.end) splitHugePmdIfNeeded(m, process, vma, end);
	if (start > vma.start) splitHugePmdIfNeeded(m, process, vma, start);
	m.at(MERGE);
	const merged: Vma = {
		...(left ?? vma),
		start: left?.start ?? start,
		end: right?.end ?? end,
		pgoff: left?.pgoff ?? vma.pgoff + (start - vma.start),
		anonVma: left?.anonVma || right?.anonVma || vma.anonVma,
		singular: (left ?? right ?? vma).singular,
		...change,
	};
	const parts: Vma[] = [];
	if (left === null && start > vma.start) parts.push({ ...vma, end: start });
	parts.push(merged);
	if (right === null && end < vma.end) parts.push({ ...vma, start: end, pgoff: vma.pgoff + (end - vma.start) });
	m.change(
		process,
		"vmas",
		process.vmas.flatMap((other) => (other === vma ? parts : other === left || other === right ? [] : [other])),
	);
	return merged;
}

/** Gives `start … end` new flags as a VMA of its own, without looking at the neighbours. */
export function cutOut(m: Machine, process: Process, vma: Vma, start: number, end: number, change: VmaChange, by: MicroKind): Vma {
	let part = vma;
	if (start > part.start) part = splitVma(m, process, part, start)[1];
	if (end < part.end) part = splitVma(m, process, part, end)[0];
	m.at(by);
	const changed = { ...part, ...change };
	m.change(
		process,
		"vmas",
		process.vmas.map((other) => (other === part ? changed : other)),
	);
	return changed;
}

/** Unmaps pages `start … end` (end exclusive). Source: do_vmi_align_munmap(), unmap_region(). */
export function doMunmap(m: Machine, process: Process, start: number, end: number): void {
	for (const cut of [start, end]) {
		const vma = process.vmas.find((other) => other.start < cut && cut < other.end);
		if (vma !== undefined) splitVma(m, process, vma, cut);
	}
	const gone = process.vmas.filter((vma) => vma.start >= start && vma.end <= end);
	const first = gone[0];
	const last = gone.at(-1);
	if (first === undefined || last === undefined) return;
	m.at(UNMAP);
	const at = process.vmas.indexOf(first);
	const floor = process.vmas[at - 1]?.end ?? 0;
	const ceiling = process.vmas[at + gone.length]?.start ?? Number.POSITIVE_INFINITY;
	m.change(
		process,
		"vmas",
		process.vmas.filter((vma) => !gone.includes(vma)),
	);
	for (const vma of gone) {
		zapPageRange(m, process, vma, vma.start, vma.end, "drop");
		m.noteDrop(process, vma.start, vma.end);
	}
	freePgtables(m, process, first.start, last.end, floor, ceiling);
}
