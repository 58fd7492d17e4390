/** A child process. Source: kernel/fork.c dup_mmap(), mm/rmap.c anon_vma_fork(). */
import { PGD_LEVEL } from "../include/geometry.ts";
import type { ProcessId } from "../include/operation.ts";
import type { Machine } from "../machine_state.ts";
import { copyPageRange } from "../mm/memory_fork.ts";
import { VM_UFFD_MINOR, VM_UFFD_MISSING, VM_UFFD_WP, type Vma } from "../mm/vma.ts";
import type { MicroKind } from "../trace.ts";
import type { Process } from "./process.ts";

const DUP_MMAP: MicroKind = {
	file: "kernel/fork.c",
	fn: "dup_mmap",
	label: "copy VMAs",
	say: "The child gets a copy of every VMA, soft-dirty mark included, and an empty page-table tree.",
};

// kernel/fork.c: copy_mm(), dup_mmap()
export function forkProcess(m: Machine, parent: Process, id: ProcessId): Process {
	m.at(DUP_MMAP);
	const index = m.processes.length;
	const child: Process = {
		...parent,
		id,
		index,
		pgd: m.tables.alloc({ level: PGD_LEVEL, owner: index, base: 0 }),
		vmas: parent.vmas.map((vma) => dupVma(m, vma)),
		written: parent.written.copy(),
		dropped: parent.dropped.copy(),
	};
	m.addProcess(child);
	parent.vmas.forEach((vma, i) => {
		const copy = child.vmas[i];
		if (copy !== undefined) copyPageRange(m, parent, child, vma, copy);
	});
	return child;
}

/** The child's VMA has an anon_vma of its own, chained to the parent's; userfaultfd does not follow. */
// mm/rmap.c: anon_vma_fork(); fs/userfaultfd.c: dup_userfaultfd()
function dupVma(m: Machine, vma: Vma): Vma {
	const flags = vma.flags & ~(VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR);
	if (vma.anonVma === 0) return { ...vma, flags, uffd: 0 };
	const anonVma = m.nextAnonVma;
	m.setNextAnonVma(anonVma + 1);
	return { ...vma, flags, uffd: 0, anonVma, singular: false };
}
