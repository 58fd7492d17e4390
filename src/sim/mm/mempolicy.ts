/** On which node memory is, and should be. Source: mm/mempolicy.c. */
import { EINVAL } from "../include/errno.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import { changeProtection } from "./change_protection.ts";
import type { Pfn } from "./page_alloc.ts";

/** Both CPUs are on node 0. */
export const CPU_NODE = 0;
const NODES = 2;

/** set_mempolicy(2): MPOL_BIND to a node, or MPOL_DEFAULT. Returns 0, or EINVAL for a node that is not there. */
// mm/mempolicy.c: do_set_mempolicy()
export function setMempolicy(m: Machine, process: Process, node: number | "default"): number {
	if (node !== "default" && node >= NODES) return EINVAL;
	m.change(process, "node", node === "default" ? null : node);
	return 0;
}

/** Node that pages of the process come from. */
// mm/mempolicy.c: policy_node()
export function policyNode(process: Process): number {
	return process.node ?? CPU_NODE;
}

/** The node that a page ought to move to, null when it may stay. A process that was bound to a node by hand is left alone (no MPOL_F_MOF). */
// mm/mempolicy.c: mpol_misplaced()
export function mpolMisplaced(m: Machine, process: Process, pfn: Pfn): number | null {
	return process.node === null && m.frames.node(pfn) !== CPU_NODE ? CPU_NODE : null;
}

/** Makes pages `start … end` (end exclusive) PROT_NONE, so that the next access tells who uses them. Returns how many changed. */
// mm/mempolicy.c: change_prot_numa()
export function changeProtNuma(m: Machine, process: Process, start: number, end: number): number {
	let changed = 0;
	for (const vma of process.vmas) {
		const from = Math.max(vma.start, start);
		const to = Math.min(vma.end, end);
		if (from < to) changed += changeProtection(m, process, vma, from, to, "numa");
	}
	return changed;
}
