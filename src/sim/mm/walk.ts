/** Walking and building page tables down to an entry. Source: mm/pagewalk.c, mm/memory.c (__pmd_alloc, __pte_alloc). */
import { ENTRY_TABLE } from "../arch/x86_64.ts";
import { alignDown, entryIndex, entrySpan, PGD_LEVEL, PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import type { EntryRef, TableRef } from "./pgtable.ts";

const ALLOC_TABLES: MicroKind = {
	file: "mm/memory.c",
	fn: "__handle_mm_fault",
	label: "make tables",
	say: "The upper tables on the way to the address do not exist yet; empty ones are hung into the tree.",
};

const ALLOC_PTE_TABLE: MicroKind = {
	file: "mm/memory.c",
	fn: "__pte_alloc",
	label: "make PTE table",
	say: "A table of 512 empty PTEs is allocated and the PMD points to it.",
};

/** The entry at `level` on the way to the page, or null when a table above it is missing or an entry above maps a huge page. */
export function entryAt(m: Machine, process: Process, vpn: number, level: number): EntryRef | null {
	const { tables, geometry } = m;
	let table: TableRef = process.pgd;
	for (let at = PGD_LEVEL; at > level; at--) {
		const entry = tables.first(table) + entryIndex(geometry, at, vpn);
		if ((tables.flags.get(entry) & ENTRY_TABLE) === 0) return null;
		table = tables.target.get(entry);
	}
	return tables.first(table) + entryIndex(geometry, level, vpn);
}

/** The PMD entry for the page; upper tables are made where they are missing. */
export function pmdAlloc(m: Machine, process: Process, vpn: number): EntryRef {
	return entryAlloc(m, process, vpn, PMD_LEVEL);
}

/** The entry at `level`, PMD or above, for the page; tables on the way are made where they are missing. */
export function entryAlloc(m: Machine, process: Process, vpn: number, level: number): EntryRef {
	const { tables, geometry } = m;
	let table: TableRef = process.pgd;
	for (let at = PGD_LEVEL; at > level; at--) {
		const entry = tables.first(table) + entryIndex(geometry, at, vpn);
		if (tables.flags.get(entry) === 0) {
			m.at(ALLOC_TABLES);
			tables.setTable(entry, tables.alloc({ level: at - 1, owner: process.index, base: alignDown(geometry, at, vpn) }));
		}
		table = tables.target.get(entry);
	}
	return tables.first(table) + entryIndex(geometry, level, vpn);
}

/** The PTE table below a PMD entry that is empty or points to a table; made where it is missing. */
export function pteTableAlloc(m: Machine, process: Process, pmd: EntryRef, vpn: number): TableRef {
	const { tables, geometry } = m;
	if (tables.flags.get(pmd) === 0) {
		m.at(ALLOC_PTE_TABLE);
		tables.setTable(pmd, tables.alloc({ level: PTE_LEVEL, owner: process.index, base: alignDown(geometry, PMD_LEVEL, vpn) }));
	}
	return tables.target.get(pmd);
}

export interface PmdVisitor {
	/**
	 * A PMD that is not empty and no table, and the part `from … to` (pages, end exclusive) of the range below it. "done": should a
	 * table stand there now, it is not visited.
	 */
	huge(entry: EntryRef, from: number, to: number): "done" | undefined;
	/** A PTE table, and the part of the range below it. */
	table(table: TableRef, from: number, to: number): void;
}

/**
 * Calls the visitor for every PMD of `start … end` (pages, end exclusive) that is not empty. A visitor that turns a huge entry
 * into a table sees the table next, unless it says that it is done. Source: mm/pagewalk.c walk_pmd_range().
 */
export function walkPmds(m: Machine, process: Process, start: number, end: number, visitor: PmdVisitor): void {
	const { tables, geometry } = m;
	for (let from = start; from < end; ) {
		let level = PGD_LEVEL;
		let entry = tables.first(process.pgd) + entryIndex(geometry, level, from);
		while (level > PMD_LEVEL && (tables.flags.get(entry) & ENTRY_TABLE) !== 0) {
			level--;
			entry = tables.first(tables.target.get(entry)) + entryIndex(geometry, level, from);
		}
		const to = Math.min(end, alignDown(geometry, level, from) + entrySpan(geometry, level));
		if (level === PMD_LEVEL) {
			const flags = tables.flags.get(entry);
			const done = flags !== 0 && (flags & ENTRY_TABLE) === 0 && visitor.huge(entry, from, to) === "done";
			if (!done && (tables.flags.get(entry) & ENTRY_TABLE) !== 0) {
				m.visited += to - from;
				visitor.table(tables.target.get(entry), from, to);
			}
		}
		from = to;
	}
}
