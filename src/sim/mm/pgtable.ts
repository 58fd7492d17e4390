/**
 * Page tables as columns. A table is `geometry.entries` consecutive entries of two words, flags and target; an entry is named
 * by one number, `table * entries + index`. Source: mm/pgtable-generic.c, arch/x86/include/asm/pgtable.h.
 */
import { assert } from "../../base/assert.ts";
import { Column, type ColumnSnapshot } from "../../base/column.ts";
import type { Journal } from "../../base/journal.ts";
import { ENTRY_TABLE } from "../arch/x86_64.ts";
import type { Geometry } from "../include/geometry.ts";

/** Number of an entry over all tables. */
export type EntryRef = number;
/** Number of a table. */
export type TableRef = number;

export interface TableInfo {
	readonly level: number;
	/** Index of the process that owns it. */
	readonly owner: number;
	/** Virtual page number of the first page that the table covers. */
	readonly base: number;
}

export interface PageTablesSnapshot {
	readonly flags: ColumnSnapshot;
	readonly target: ColumnSnapshot;
	readonly tables: readonly (TableInfo | null)[];
	readonly free: readonly TableRef[];
}

export class PageTables {
	readonly flags: Column;
	readonly target: Column;
	/** Grows with every change of a pointer to a table: whoever caches a walk compares it. */
	generation = 0;
	private journal: Journal | null = null;
	private tables: (TableInfo | null)[] = [];
	private free: TableRef[] = [];
	private readonly entries: number;

	constructor(geometry: Geometry) {
		this.entries = geometry.entries;
		const chunkBits = geometry.bits >= 6 ? 16 : 8;
		this.flags = new Column("u32", chunkBits);
		this.target = new Column("u32", chunkBits);
	}

	attach(journal: Journal | null): void {
		this.journal = journal;
		this.flags.journal = journal;
		this.target.journal = journal;
	}

	set(entry: EntryRef, flags: number, target: number): void {
		this.flags.set(entry, flags);
		this.target.set(entry, target);
	}

	/** Empties an entry. */
	clear(entry: EntryRef): void {
		this.set(entry, 0, 0);
	}

	info(table: TableRef): TableInfo {
		const info = this.tables[table];
		assert(info !== null && info !== undefined, `table ${table} is in use`);
		return info;
	}

	/** Like `info`, for readers who may come after the table was freed. */
	infoOrNull(table: TableRef): TableInfo | null {
		return this.tables[table] ?? null;
	}

	/** The table that an entry stands in. */
	tableOf(entry: EntryRef): TableRef {
		return Math.floor(entry / this.entries);
	}

	/** Virtual page number of the page that an entry of a PTE table is for. */
	pageOf(pte: EntryRef): number {
		const table = this.tableOf(pte);
		return this.info(table).base + (pte - table * this.entries);
	}

	first(table: TableRef): EntryRef {
		return table * this.entries;
	}

	/** A new, empty table. Source: pte_alloc_one(), pmd_alloc_one(). */
	alloc(info: TableInfo): TableRef {
		const reused = this.free.at(-1);
		const table = reused ?? this.tables.length;
		const redo = () => {
			if (reused === undefined) this.tables.push(info);
			else {
				this.free.pop();
				this.tables[table] = info;
			}
		};
		redo();
		this.journal?.noteAct(
			{ kind: "table", table },
			() => {
				if (reused === undefined) this.tables.pop();
				else {
					this.tables[table] = null;
					this.free.push(table);
				}
			},
			redo,
		);
		return table;
	}

	/** The table stands for other addresses now. */
	rebase(table: TableRef, base: number): void {
		const before = this.info(table);
		const after = { ...before, base };
		this.tables[table] = after;
		this.journal?.noteAct(
			{ kind: "table", table },
			() => {
				this.tables[table] = before;
			},
			() => {
				this.tables[table] = after;
			},
		);
	}

	/** Gives an empty table back. Source: pte_free_tlb(), pmd_free_tlb(). */
	release(table: TableRef): void {
		const info = this.info(table);
		for (let i = 0; i < this.entries; i++) assert(this.flags.get(table * this.entries + i) === 0, "a freed table is empty");
		const redo = () => {
			this.tables[table] = null;
			this.free.push(table);
		};
		redo();
		this.journal?.noteAct(
			{ kind: "table", table },
			() => {
				this.free.pop();
				this.tables[table] = info;
			},
			redo,
		);
	}

	/** Makes `entry` point to `table`, or to nothing. */
	setTable(entry: EntryRef, table: TableRef | null): void {
		if (table === null) this.clear(entry);
		else this.set(entry, ENTRY_TABLE, table);
		this.generation++;
	}

	get count(): number {
		return this.tables.length - this.free.length;
	}

	get bytes(): number {
		return this.flags.bytes + this.target.bytes;
	}

	snapshot(): PageTablesSnapshot {
		return { flags: this.flags.snapshot(), target: this.target.snapshot(), tables: [...this.tables], free: [...this.free] };
	}

	load(snapshot: PageTablesSnapshot): void {
		this.flags.load(snapshot.flags);
		this.target.load(snapshot.target);
		this.tables = [...snapshot.tables];
		this.free = [...snapshot.free];
		this.generation++;
	}
}
