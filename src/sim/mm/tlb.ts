/**
 * What a CPU remembers of a page table, as far as it shows: on kernels whose clear_refs forgets to flush (B3), a CPU that wrote to a
 * page goes on writing through its own copy of the entry. Base pages only: clearing a huge PMD flushes by itself. A real TLB is
 * small and loses entries at any time; this one keeps all. Source: arch/x86/mm/tlb.c.
 */
import { _PAGE_DIRTY, _PAGE_RW } from "../arch/x86_64.ts";
import { EINVAL } from "../include/errno.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { PageSet } from "./page_set.ts";
import type { EntryRef } from "./pgtable.ts";

const STALE_WRITE: MicroKind = {
	file: "hardware",
	fn: "TLB",
	label: "write unseen",
	say: "The write goes through a translation that the CPU still holds: writable and dirty, from before clear_refs. The page table is not asked, so nothing faults, and no bit tells that the page changed.",
};

const CPUS = 2;
/** tlb_single_page_flush_ceiling: a range of more pages is not worth going through, everything is flushed. */
const FLUSH_CEILING = 33;

/** Binds a process to a CPU. Returns 0, or EINVAL for a CPU that is not there. */
// kernel/sched/core.c: sched_setaffinity()
export function schedSetaffinity(m: Machine, process: Process, cpu: number): number {
	if (cpu >= CPUS) return EINVAL;
	if (process.cpu === cpu) return 0;
	m.change(process, "cpu", cpu);
	m.change(process, "tlb", null);
	track(m, process);
	return 0;
}

/** Binds the manager to a CPU. Returns 0, or EINVAL for a CPU that is not there. */
export function bindManager(m: Machine, cpu: number): number {
	if (cpu >= CPUS) return EINVAL;
	if (m.managerCpu !== cpu) m.setManagerCpu(cpu);
	for (const process of m.processes) track(m, process);
	return 0;
}

/**
 * Only a process alone on its CPU keeps translations between steps. Where the manager runs on the same CPU, or nobody said that
 * it does not, it runs between any two steps, and loading its page tables (CR3) drops what the CPU knew, as on the machines recorded.
 */
// arch/x86/mm/tlb.c: switch_mm_irqs_off()
function track(m: Machine, process: Process): void {
	const alone = process.cpu !== null && m.managerCpu !== null && process.cpu !== m.managerCpu;
	if (!alone || !m.kernel.clearRefsForgetsTlb) m.change(process, "tlb", null);
	else if (process.tlb === null) m.change(process, "tlb", new PageSet());
}

/** The process runs on its CPU: whatever ran there before loses its translations. */
// arch/x86/mm/tlb.c: switch_mm_irqs_off()
export function switchMm(m: Machine, next: Process): void {
	if (next.tlb === null) return;
	for (const process of m.processes) if (process !== next && process.cpu === next.cpu) flushTlbMm(m, process);
}

/** The CPU used an entry of a base page; when it found it writable and dirty, it need not look again. */
export function cacheTranslation(m: Machine, tlb: PageSet, vpn: number, flags: number): void {
	if ((flags & _PAGE_RW) !== 0 && (flags & _PAGE_DIRTY) !== 0) m.noteTranslation(tlb, vpn);
}

/** Whether a write that the entry does not permit passes nevertheless, by a translation from before; says so if it does. */
export function writesThroughTlb(m: Machine, process: Process, vpn: number): boolean {
	const { tlb, cpu } = process;
	if (tlb === null || cpu === null || !tlb.has(vpn)) return false;
	m.at(STALE_WRITE);
	const nothing = () => {};
	m.trace?.journal.noteAct({ kind: "stale_write", cpu, page: vpn }, nothing, nothing);
	return true;
}

/** Drops translations of the pages `start … end` (end exclusive). */
// arch/x86/mm/tlb.c: flush_tlb_mm_range()
export function flushTlbRange(m: Machine, process: Process, start: number, end: number): void {
	if (process.tlb === null) return;
	if (end - start > FLUSH_CEILING) flushTlbMm(m, process);
	else for (const vpn of process.tlb.within(start, end)) m.dropTranslation(process.tlb, vpn);
}

/** Drops the translation of the page that a PTE stands for, whoever's it is. */
// mm/pgtable-generic.c: ptep_clear_flush()
export function flushTlbEntry(m: Machine, pte: EntryRef): void {
	if (m.managerCpu === null) return;
	const { tables } = m;
	const { tlb } = m.owner(tables.info(tables.tableOf(pte)).owner);
	if (tlb !== null) m.dropTranslation(tlb, tables.pageOf(pte));
}

/** Drops all translations of a process. */
// arch/x86/include/asm/tlbflush.h: flush_tlb_mm()
export function flushTlbMm(m: Machine, process: Process): void {
	if (process.tlb !== null) m.change(process, "tlb", new PageSet());
}
