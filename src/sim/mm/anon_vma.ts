/** Which VMAs share an anon_vma, and so may merge. Source: mm/rmap.c __anon_vma_prepare(), mm/mmap.c find_mergeable_anon_vma(). */
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import { VM_ACCESS_FLAGS, VM_SOFTDIRTY, type Vma } from "./vma.ts";

/** Puts `after` into the place of `before` in the process's list. */
export function replaceVma(m: Machine, process: Process, before: Vma, after: Vma): Vma {
	m.change(
		process,
		"vmas",
		process.vmas.map((vma) => (vma === before ? after : vma)),
	);
	return after;
}

/** Gives the VMA an anon_vma before its first anonymous page: a neighbour's where they may be merged later, or a new one. */
// mm/rmap.c: __anon_vma_prepare()
export function anonVmaPrepare(m: Machine, process: Process, vma: Vma): Vma {
	if (vma.anonVma !== 0) return vma;
	const at = process.vmas.indexOf(vma);
	const next = process.vmas[at + 1];
	const prev = process.vmas[at - 1];
	let anonVma = (next === undefined ? 0 : reusable(vma, next, next)) || (prev === undefined ? 0 : reusable(prev, vma, prev));
	if (anonVma === 0) {
		anonVma = m.nextAnonVma;
		m.setNextAnonVma(anonVma + 1);
	}
	return replaceVma(m, process, vma, { ...vma, anonVma });
}

// mm/mmap.c: reusable_anon_vma(), anon_vma_compatible()
function reusable(a: Vma, b: Vma, old: Vma): number {
	const compatible =
		a.end === b.start &&
		a.file === b.file &&
		((a.flags ^ b.flags) & ~(VM_ACCESS_FLAGS | VM_SOFTDIRTY)) === 0 &&
		b.pgoff === a.pgoff + (b.start - a.start);
	return compatible && old.singular ? old.anonVma : 0;
}
