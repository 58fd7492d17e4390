/** A child process. Source: kernel/fork.c dup_mmap(), mm/rmap.c anon_vma_fork(). */
import { addContext, contextOf, hasFeature } from "../fs/uffd_context.ts";
import { PGD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import type { ProcessId } from "../include/operation.ts";
import type { Machine } from "../machine_state.ts";
import { copyPageRange } from "../mm/memory_fork.ts";
import { PageSet } from "../mm/page_set.ts";
import { flushTlbMm } from "../mm/tlb.ts";
import { VM_UFFD_FLAGS, type Vma } from "../mm/vma.ts";
import { entryAt } from "../mm/walk.ts";
import type { MicroKind } from "../trace.ts";
import type { Process } from "./process.ts";

const DUP_MMAP: MicroKind = {
	file: "kernel/fork.c",
	fn: "dup_mmap",
	label: "copy VMAs",
	say: "The child gets a copy of every VMA, soft-dirty mark included, and an empty page-table tree.",
};

/** Forks; `told` are the ids of the userfaultfd contexts whose readers learn of it. */
// kernel/fork.c: copy_mm(), dup_mmap()
export function forkProcess(m: Machine, parent: Process, id: ProcessId): { readonly child: Process; readonly told: readonly number[] } {
	m.at(DUP_MMAP);
	const index = m.processes.length;
	const contexts = new Map<number, number>();
	const child: Process = {
		...parent,
		id,
		index,
		pgd: m.tables.alloc({ level: PGD_LEVEL, owner: index, base: 0 }),
		vmas: parent.vmas.map((vma) => dupVma(m, vma, contexts)),
		uffd: 0,
		blocked: null,
		inReach: true,
		tlb: parent.tlb === null ? null : new PageSet(),
		written: parent.written.copy(),
		dropped: parent.dropped.copy(),
		overtaken: new PageSet(),
		cleared: false,
	};
	m.addProcess(child);
	// mm/ksm.c: ksm_fork()
	if (m.ksmSlots.includes(parent.index)) m.setKsmSlots([...m.ksmSlots, index]);
	parent.vmas.forEach((vma, i) => {
		const copy = child.vmas[i];
		if (copy !== undefined) copyPageRange(m, parent, child, vma, copy);
	});
	forgetUncopied(m, child);
	flushTlbMm(m, parent);
	return { child, told: [...contexts.keys()] };
}

/** Entries of shared memory are mostly left to be faulted in again: through those the child has written nothing. */
// mm/memory.c: vma_needs_copy()
function forgetUncopied(m: Machine, child: Process): void {
	for (const vma of child.vmas) {
		if (vma.file === 0) continue;
		for (const vpn of child.written.within(vma.start, vma.end)) {
			const entry = entryAt(m, child, vpn, PTE_LEVEL);
			if (entry === null || m.tables.flags.get(entry) === 0) child.written.delete(vpn);
		}
	}
}

/** The child's VMA has an anon_vma of its own, chained to the parent's. userfaultfd follows only where it asked for fork events. */
// mm/rmap.c: anon_vma_fork(); fs/userfaultfd.c: dup_userfaultfd()
function dupVma(m: Machine, vma: Vma, contexts: Map<number, number>): Vma {
	const uffd = dupContext(m, vma, contexts);
	const copy = { ...vma, uffd, flags: uffd === 0 ? vma.flags & ~VM_UFFD_FLAGS : vma.flags };
	if (vma.anonVma === 0) return copy;
	const anonVma = m.nextAnonVma;
	m.setNextAnonVma(anonVma + 1);
	return { ...copy, anonVma, singular: false };
}

/** The child's context for one of the parent's: one for all its VMAs, or none. */
function dupContext(m: Machine, vma: Vma, contexts: Map<number, number>): number {
	if (vma.uffd === 0 || !hasFeature(m, vma, "fork")) return 0;
	const known = contexts.get(vma.uffd) ?? addContext(m, contextOf(m, vma.uffd)?.features ?? []);
	contexts.set(vma.uffd, known);
	return known;
}
