/** Shared memory: the pages of a memfd, in the page cache or in swap. Source: mm/shmem.c, mm/filemap.c. */
import { Column, type ColumnSnapshot } from "../../base/column.ts";
import type { Journal } from "../../base/journal.ts";
import { PG_DIRTY, PG_SWAPBACKED } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import type { Pfn } from "./page_alloc.ts";
import type { Slot } from "./swapfile.ts";

const NEW_PAGE: MicroKind = {
	file: "mm/shmem.c",
	fn: "shmem_get_folio_gfp",
	label: "page of the file",
	say: "The file has no page here yet; a zeroed one enters its page cache, where every process that maps the file will find it.",
};

const SWAP_IN: MicroKind = {
	file: "mm/shmem.c",
	fn: "shmem_swapin_folio",
	label: "read from swap",
	say: "The file's page is in swap; it comes back into the page cache, dirty, and its slot is free.",
};

/** What stands at an index of a file: `2 * pfn + 1`, `2 * slot`, or 0 for a hole. */
type Stored = number;

export interface ShmemSnapshot {
	readonly files: readonly ColumnSnapshot[];
	readonly fileOf: ColumnSnapshot;
}

/** All memfds; numbered from 1. */
export class Shmem {
	/** By frame: the file that it is a page of, 0 for none. */
	readonly fileOf = new Column("u16", 12);
	private files: Column[] = [];
	private journal: Journal | null = null;

	attach(journal: Journal | null): void {
		this.journal = journal;
		this.fileOf.journal = journal;
		for (const file of this.files) file.journal = journal;
	}

	/** A new, empty file; its number. */
	create(): number {
		const file = new Column("u32", 10);
		file.journal = this.journal;
		this.files.push(file);
		this.journal?.noteAct(
			{ kind: "file" },
			() => this.files.pop(),
			() => this.files.push(file),
		);
		return this.files.length;
	}

	cachedPage(file: number, index: number): Pfn | null {
		const stored = this.at(file, index);
		return (stored & 1) === 1 ? Math.floor(stored / 2) : null;
	}

	slot(file: number, index: number): Slot | null {
		const stored = this.at(file, index);
		return stored !== 0 && (stored & 1) === 0 ? stored / 2 : null;
	}

	setPage(file: number, index: number, pfn: Pfn): void {
		this.set(file, index, pfn * 2 + 1);
		this.fileOf.set(pfn, file);
	}

	/** The frame leaves its file. */
	forget(pfn: Pfn): void {
		this.fileOf.set(pfn, 0);
	}

	setSlot(file: number, index: number, slot: Slot): void {
		this.set(file, index, slot * 2);
	}

	setHole(file: number, index: number): void {
		this.set(file, index, 0);
	}

	private at(file: number, index: number): Stored {
		return this.files[file - 1]?.get(index) ?? 0;
	}

	private set(file: number, index: number, stored: Stored): void {
		this.files[file - 1]?.set(index, stored);
	}

	snapshot(): ShmemSnapshot {
		return { files: this.files.map((file) => file.snapshot()), fileOf: this.fileOf.snapshot() };
	}

	load(snapshot: ShmemSnapshot): void {
		this.files = snapshot.files.map((saved) => {
			const file = new Column("u32", 10);
			file.load(saved);
			return file;
		});
		this.fileOf.load(snapshot.fileOf);
	}
}

/** Whether the file holds something at the index, in memory or in swap. */
export function shmemHolds(m: Machine, file: number, index: number): boolean {
	return m.shmem.cachedPage(file, index) !== null || m.shmem.slot(file, index) !== null;
}

/** The page at an index of the file; it is read from swap, or made, where it is not in memory. */
// mm/shmem.c: shmem_get_folio_gfp()
export function shmemGetFolio(m: Machine, file: number, index: number): Pfn {
	const { frames, shmem, swap } = m;
	const cached = shmem.cachedPage(file, index);
	if (cached !== null) return cached;
	const slot = shmem.slot(file, index);
	m.at(slot === null ? NEW_PAGE : SWAP_IN);
	const pfn = shmemAddPage(m, file, index);
	if (slot !== null) {
		frames.content.set(pfn, swap.content.get(slot));
		frames.setFlag(pfn, PG_DIRTY);
		swap.count.set(slot, 0);
		swap.release(slot);
	}
	return pfn;
}

/** A zeroed page enters the file's page cache, which holds a reference to it. */
// mm/shmem.c: shmem_add_to_page_cache()
export function shmemAddPage(m: Machine, file: number, index: number): Pfn {
	const pfn = m.frames.allocSmall();
	m.frames.setFlag(pfn, PG_SWAPBACKED);
	shmemInsert(m, file, index, pfn);
	return pfn;
}

/** A folio, huge or not, stands at `index` of the file from now on; the page cache holds one reference for each of its pages. */
// mm/filemap.c: __filemap_add_folio(); mm/khugepaged.c: collapse_file()
export function shmemInsert(m: Machine, file: number, index: number, head: Pfn): void {
	const pages = m.frames.folioPages(head);
	for (let i = 0; i < pages; i++) m.shmem.setPage(file, index + i, head + i);
	m.frames.index.set(head, index);
	m.frames.get(head, pages);
}

/** The folio is no longer its file's; what stands at its index is the caller's to change. */
// mm/filemap.c: __filemap_remove_folio()
export function shmemRemove(m: Machine, head: Pfn): void {
	const pages = m.frames.folioPages(head);
	for (let i = 0; i < pages; i++) m.shmem.forget(head + i);
	m.frames.put(head, pages);
}

/** References that the page cache holds on a folio: one a page. */
export function fileReferences(m: Machine, head: Pfn): number {
	return m.shmem.fileOf.get(head) === 0 ? 0 : m.frames.folioPages(head);
}

/** The page leaves memory: to swap when it is dirty, else for good. Nothing maps it. */
// mm/shmem.c: shmem_writepage(); mm/vmscan.c: __remove_mapping()
export function shmemEvict(m: Machine, pfn: Pfn): void {
	const { frames, shmem, swap } = m;
	const file = shmem.fileOf.get(pfn);
	const index = frames.index.get(pfn);
	if ((frames.flags.get(pfn) & PG_DIRTY) !== 0) {
		const slot = swap.alloc();
		swap.count.set(slot, 1);
		swap.content.set(slot, frames.content.get(pfn));
		shmem.setSlot(file, index, slot);
	} else shmem.setHole(file, index);
	shmemRemove(m, pfn);
}
