/** The CPU touching memory: the hardware's walk, the bits it sets itself, and the faults it raises. Source: arch/x86/mm/fault.c. */
import { _PAGE_ACCESSED, _PAGE_DIRTY, _PAGE_SPECIAL, ENTRY_TABLE } from "../arch/x86_64.ts";
import { PMD_LEVEL } from "../include/geometry.ts";
import { type Process, vmaLookup } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { accessPermitted, handleMmFault, hardwarePermits } from "./memory.ts";
import type { Fault } from "./migration.ts";
import type { Content } from "./page_alloc.ts";
import { cacheTranslation, writesThroughTlb } from "./tlb.ts";
import { entryAt } from "./walk.ts";

const HARDWARE: MicroKind = {
	file: "hardware",
	fn: "MMU",
	label: "set A, D",
	say: "The entry permits the access, so no fault: the MMU itself sets accessed, and dirty on a write. It knows nothing of soft-dirty.",
};

/** What a store leaves in the page, from what was there. */
export type Store = (before: Content) => Content;

/** How an access ended. */
export type AccessEnd = "done" | "sigsegv" | Fault;

/**
 * Touches the first byte of each page of `start … end` (end exclusive); `store` is null for reads. `retry`: the first page's fault
 * was answered by user space, and the handler looks at the entry once more before the CPU does.
 */
export function accessRange(m: Machine, process: Process, start: number, end: number, store: Store | null, retry = false): AccessEnd {
	for (let vpn = start; vpn < end; vpn++) {
		m.trace?.beginRound();
		const ended = accessPage(m, process, vpn, store, retry && vpn === start);
		m.trace?.endRound();
		if (ended !== "done") return ended;
	}
	m.trace?.endLoop();
	return "done";
}

function accessPage(m: Machine, process: Process, vpn: number, store: Store | null, retry: boolean): AccessEnd {
	const { tables, geometry } = m;
	const write = store !== null;
	for (let handled = !retry; ; handled = true) {
		const pmd = entryAt(m, process, vpn, PMD_LEVEL);
		if (pmd !== null) {
			const pmdFlags = tables.flags.get(pmd);
			const below = vpn & (geometry.entries - 1);
			const huge = (pmdFlags & ENTRY_TABLE) === 0;
			const entry = huge ? pmd : tables.first(tables.target.get(pmd)) + below;
			const flags = huge ? pmdFlags : tables.flags.get(entry);
			const permitted = hardwarePermits(flags, write);
			if (handled && (permitted || (write && writesThroughTlb(m, process, vpn)))) {
				const after = permitted ? flags | _PAGE_ACCESSED | (write ? _PAGE_DIRTY : 0) : flags;
				if (after !== flags) {
					m.at(HARDWARE);
					tables.flags.set(entry, after);
				}
				if (store !== null && (flags & _PAGE_SPECIAL) === 0) {
					const pfn = tables.target.get(entry) + (huge ? below : 0);
					m.frames.content.set(pfn, store(m.frames.content.get(pfn)));
					m.noteStore(process, vpn);
				}
				if (process.tlb !== null && permitted && !huge) cacheTranslation(m, process.tlb, vpn, after);
				return "done";
			}
		}
		const vma = vmaLookup(process, vpn);
		if (vma === undefined || !accessPermitted(vma, write)) return "sigsegv";
		const fault = handleMmFault(m, process, vma, vpn, write);
		if (fault !== null) return fault;
	}
}
