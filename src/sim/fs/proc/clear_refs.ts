/** Writing 4 to /proc/PID/clear_refs. Source: fs/proc/task_mmu.c clear_refs_write(). */
import { present, wrprotect } from "../../arch/pgtable.ts";
import { _PAGE_SOFT_DIRTY, SWP_SOFT_DIRTY } from "../../arch/x86_64.ts";
import type { Process } from "../../kernel/process.ts";
import type { Machine } from "../../machine_state.ts";
import { PageSet } from "../../mm/page_set.ts";
import { flushTlbMm, flushTlbRange } from "../../mm/tlb.ts";
import { VM_SOFTDIRTY } from "../../mm/vma.ts";
import { walkPmds } from "../../mm/walk.ts";
import type { MicroKind } from "../../trace.ts";

const CLEAR_VMAS: MicroKind = {
	file: "fs/proc/task_mmu.c",
	fn: "clear_refs_write",
	label: "VMAs lose soft-dirty",
	say: "The soft-dirty mark of every VMA is taken away: from here on the entries tell what was written.",
};

const CLEAR_PTES: MicroKind = {
	file: "fs/proc/task_mmu.c",
	fn: "clear_soft_dirty",
	label: "PTEs: clear, protect",
	say: "Each PTE loses soft-dirty and write, so that the next write to its page faults and sets soft-dirty again. Accessed and dirty stay.",
};

const CLEAR_PTES_UNFLUSHED: MicroKind = {
	...CLEAR_PTES,
	say: "Each PTE loses soft-dirty and write. This kernel forgets to flush the TLB: a CPU that holds a writable translation goes on writing through it, and the PTE will not tell.",
};

const CLEAR_PMD: MicroKind = {
	file: "fs/proc/task_mmu.c",
	fn: "clear_soft_dirty_pmd",
	label: "PMD: clear, protect",
	say: "The PMD of a huge page loses soft-dirty and write: one fault will answer for all its pages.",
};

/** Starts soft-dirty tracking of a process over. */
export function clearRefsWrite(m: Machine, process: Process): void {
	const { tables, kernel } = m;
	m.at(CLEAR_VMAS);
	if (process.vmas.some((vma) => (vma.flags & VM_SOFTDIRTY) !== 0)) {
		m.change(
			process,
			"vmas",
			process.vmas.map((vma) => ({ ...vma, flags: vma.flags & ~VM_SOFTDIRTY })),
		);
	}
	const clear = (entry: number) => {
		const flags = tables.flags.get(entry);
		if (present(flags)) tables.flags.set(entry, wrprotect(kernel.layout, flags & ~_PAGE_SOFT_DIRTY));
		else if (flags !== 0) tables.flags.set(entry, flags & ~SWP_SOFT_DIRTY);
	};
	for (const vma of process.vmas) {
		walkPmds(m, process, vma.start, vma.end, {
			huge(pmd, from, to) {
				m.at(CLEAR_PMD);
				clear(pmd);
				// pmdp_invalidate() flushes by itself.
				flushTlbRange(m, process, from, to);
				return "done";
			},
			table(table, from, to) {
				m.at(kernel.clearRefsForgetsTlb ? CLEAR_PTES_UNFLUSHED : CLEAR_PTES);
				const first = tables.first(table) - tables.info(table).base;
				for (let vpn = from; vpn < to; vpn++) clear(first + vpn);
			},
		});
	}
	// fs/proc/task_mmu.c: clear_refs_write(), tlb_finish_mmu() or flush_tlb_mm()
	if (!kernel.clearRefsForgetsTlb) flushTlbMm(m, process);
	m.change(process, "overtaken", process.cleared ? process.written : new PageSet());
	m.change(process, "cleared", true);
	m.change(process, "written", new PageSet());
	m.change(process, "dropped", new PageSet());
}
