/** Giving back tables that no VMA can need any more. Source: mm/memory.c free_pgtables(), free_pgd_range(). */
import { ENTRY_TABLE } from "../arch/x86_64.ts";
import { alignDown, entryIndex, entrySpan, PGD_LEVEL, PMD_LEVEL } from "../include/geometry.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import type { EntryRef, TableRef } from "./pgtable.ts";

const FREE_TABLES: MicroKind = {
	file: "mm/memory.c",
	fn: "free_pgtables",
	label: "free tables",
	say: "Tables that lie wholly in the gap between the neighbouring VMAs are empty now; they are taken out of the tree and freed.",
};

/**
 * Frees the tables below `start … end` that lie inside `floor … ceiling` (pages): the end of the VMA before and the start of the
 * one behind.
 */
export function freePgtables(m: Machine, process: Process, start: number, end: number, floor: number, ceiling: number): void {
	const span = entrySpan(m.geometry, PMD_LEVEL);
	let from = alignDown(m.geometry, PMD_LEVEL, start);
	if (from < floor) from += span;
	const limit = Number.isFinite(ceiling) ? alignDown(m.geometry, PMD_LEVEL, ceiling) : ceiling;
	const to = end > limit ? end - span : end;
	if (from >= to) return;
	m.at(FREE_TABLES);
	freeRange(m, process.pgd, PGD_LEVEL, null, { from, to, floor, ceiling });
}

interface Bounds {
	readonly from: number;
	readonly to: number;
	readonly floor: number;
	readonly ceiling: number;
}

// mm/memory.c: free_pgd_range(), free_pud_range(), free_pmd_range(), free_pte_range()
function freeRange(m: Machine, table: TableRef, level: number, parent: EntryRef | null, bounds: Bounds): void {
	const { tables, geometry } = m;
	const { from, to, floor, ceiling } = bounds;
	const span = entrySpan(geometry, level);
	for (let at = from; at < to; ) {
		const next = Math.min(to, alignDown(geometry, level, at) + span);
		const entry = tables.first(table) + entryIndex(geometry, level, at);
		if ((tables.flags.get(entry) & ENTRY_TABLE) !== 0) {
			const child = tables.target.get(entry);
			if (level === PMD_LEVEL) {
				tables.setTable(entry, null);
				tables.release(child);
			} else freeRange(m, child, level - 1, entry, { from: at, to: next, floor, ceiling });
		}
		at = next;
	}
	if (parent === null) return;
	// This table covers one entry of its parent; it goes only when that whole stretch is free of neighbours.
	const whole = alignDown(geometry, level + 1, from);
	if (whole < floor) return;
	const limit = Number.isFinite(ceiling) ? alignDown(geometry, level + 1, ceiling) : ceiling;
	if (to > limit) return;
	tables.setTable(parent, null);
	tables.release(table);
}
