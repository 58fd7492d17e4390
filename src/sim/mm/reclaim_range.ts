/** Reclaim of all pages of a range, from outside the process, for kernels that have no MADV_PAGEOUT. Source: mm/vmscan.c shrink_page_list(). */
import { present } from "../arch/pgtable.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { Pfn } from "./page_alloc.ts";
import { shrinkFolio } from "./vmscan.ts";
import { walkPmds } from "./walk.ts";

/** Isolates the folios mapped in pages `start … end` (end exclusive), shared or not, and reclaims them table by table. */
export function reclaimRange(m: Machine, process: Process, start: number, end: number): void {
	const { tables, frames } = m;
	const isolate = (entry: number, folios: Set<Pfn>) => {
		const pfn = tables.target.get(entry);
		if (present(tables.flags.get(entry)) && !frames.isZero(pfn)) folios.add(frames.head(pfn));
	};
	walkPmds(m, process, start, end, {
		huge(pmd) {
			const folios = new Set<Pfn>();
			isolate(pmd, folios);
			for (const head of folios) shrinkFolio(m, head);
			return "done";
		},
		table(table, from, to) {
			const first = tables.first(table) - tables.info(table).base;
			const folios = new Set<Pfn>();
			for (let vpn = from; vpn < to; vpn++) isolate(first + vpn, folios);
			for (const head of folios) shrinkFolio(m, head);
		},
	});
}
