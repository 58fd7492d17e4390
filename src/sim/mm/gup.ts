/** Faulting pages in on behalf of a process. Source: mm/gup.c. */
import { dirty, mkdirty } from "../arch/pgtable.ts";
import { _PAGE_ACCESSED, _PAGE_RW, ENTRY_TABLE } from "../arch/x86_64.ts";
import { EINVAL } from "../include/errno.ts";
import { alignDown, PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import { PG_DIRTY } from "../include/observation.ts";
import { type Process, vmaLookup } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { handleMmFault, hardwarePermits } from "./memory.ts";
import type { Fault } from "./migration.ts";
import { VM_READ, VM_WRITE, type Vma } from "./vma.ts";
import { entryAt } from "./walk.ts";

const TOUCH_PMD: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "touch_pmd",
	label: "touch PMD",
	say: "Populating for write finds a writable huge page and marks its PMD dirty, which on x86 sets soft-dirty too, though nothing was written.",
};

const TOUCH_PTE: MicroKind = {
	file: "mm/gup.c",
	fn: "follow_page_pte",
	label: "mark page dirty",
	say: "Populating for write finds a writable, clean PTE; the page itself is marked dirty.",
};

/** Populates pages `start … end` of one VMA. Returns 0, EINVAL where the VMA does not permit the access, or a fault that has to wait. */
// mm/gup.c: faultin_page_range()
export function faultinPageRange(m: Machine, process: Process, vma: Vma, start: number, end: number, write: boolean): number | Fault {
	if ((vma.flags & (write ? VM_WRITE : VM_READ)) === 0) return EINVAL;
	for (let vpn = start; vpn < end; ) {
		m.trace?.beginRound();
		const next = faultinPage(m, process, vpn, write);
		m.trace?.endRound();
		if (typeof next !== "number") return next;
		vpn = next;
	}
	m.trace?.endLoop();
	return 0;
}

/** Makes one page present for the access; returns the first page behind what was found (a huge page is passed over whole). */
function faultinPage(m: Machine, process: Process, vpn: number, write: boolean): number | Fault {
	const { tables, geometry } = m;
	for (;;) {
		const pmd = entryAt(m, process, vpn, PMD_LEVEL);
		const pmdFlags = pmd === null ? 0 : tables.flags.get(pmd);
		if (pmd !== null && (pmdFlags & ENTRY_TABLE) === 0 && hardwarePermits(pmdFlags, write)) {
			if (write) {
				m.at(TOUCH_PMD);
				tables.flags.set(pmd, mkdirty(m.kernel.layout, pmdFlags | _PAGE_ACCESSED));
			}
			return alignDown(geometry, PMD_LEVEL, vpn) + geometry.entries;
		}
		const pte = entryAt(m, process, vpn, PTE_LEVEL);
		const flags = pte === null ? 0 : tables.flags.get(pte);
		if (pte !== null && hardwarePermits(flags, write)) {
			touchPte(m, flags, tables.target.get(pte), write);
			return vpn + 1;
		}
		const vma = vmaLookup(process, vpn);
		if (vma === undefined) return vpn + 1;
		const fault = handleMmFault(m, process, vma, vpn, write);
		if (fault !== null) return fault;
	}
}

// mm/gup.c: follow_page_pte(), FOLL_TOUCH
function touchPte(m: Machine, flags: number, pfn: number, write: boolean): void {
	if (!write || (flags & _PAGE_RW) === 0 || dirty(flags)) return;
	m.at(TOUCH_PTE);
	m.frames.setFlag(m.frames.head(pfn), PG_DIRTY);
}
