/** Folios between the two halves of a migration, and who waits for them. Source: mm/migrate.c, include/linux/swapops.h. */
import type { UserFault } from "../fs/uffd_context.ts";
import { KernelBug } from "../kernel_bug.ts";
import type { Machine } from "../machine_state.ts";
import type { Pfn } from "./page_alloc.ts";

/** A folio that is isolated, locked and mapped by migration entries only; the frame that will take its place waits beside it. */
export interface Migration {
	/** Index of the process, and its page, for which it was begun. */
	readonly owner: number;
	readonly vpn: number;
	readonly head: Pfn;
	readonly target: Pfn;
}

/**
 * What splitting a migration PMD added to the counts of a folio that nothing maps: references until 5.17, and until 5.8 a mapping of
 * every page by PTEs less one of the whole by a PMD. Nobody ever takes it away again.
 */
export interface Miscount {
	readonly head: Pfn;
	readonly refs: number;
	readonly maps: number;
}

/** A page fault that waits for a folio on its way. */
export interface FolioWait {
	readonly vpn: number;
	/** Head of the folio. */
	readonly folio: Pfn;
	/** At its migration entry, with mmap_lock held for reading; or at its lock only, with mmap_lock let go. */
	readonly on: "entry" | "lock";
}

/** A fault that cannot be handled now: user space has to answer it, or a migration to end. */
export type Fault = UserFault | FolioWait;

export function isFolioWait(fault: Fault): fault is FolioWait {
	return "folio" in fault;
}

/** The migration that the frame is under way in. */
export function migrationOf(m: Machine, pfn: Pfn): Migration | undefined {
	if (m.migrations.length === 0) return undefined;
	const head = m.frames.head(pfn);
	return m.migrations.find((migration) => migration.head === head);
}

/** The folio of a migration entry, which must be locked: an entry that leads elsewhere (B6) is a BUG(). `fn` names who asks. */
// include/linux/swapops.h: migration_entry_to_page(), pfn_swap_entry_to_page()
export function migrationEntryToPage(m: Machine, pfn: Pfn, fn: string): Migration {
	const migration = migrationOf(m, pfn);
	if (migration === undefined) throw new KernelBug(fn);
	return migration;
}

/** Whoever touches a page on its way waits until it is locked no more. */
// mm/migrate.c: migration_entry_wait(), pmd_migration_entry_wait()
export function migrationEntryWait(m: Machine, pfn: Pfn, vpn: number): FolioWait {
	const { head } = migrationEntryToPage(m, pfn, "include/linux/swapops.h: migration_entry_to_page");
	return { vpn, folio: head, on: "entry" };
}

/** A page that is found by its slot or its file, not by an entry: it is locked as long as it is on its way. */
// mm/filemap.c: __folio_lock_or_retry()
export function lockWait(m: Machine, pfn: Pfn, vpn: number): FolioWait | null {
	const migration = migrationOf(m, pfn);
	return migration === undefined ? null : { vpn, folio: migration.head, on: "lock" };
}

/** Notes what a kernel counted wrong, beside what it counted before. */
export function noteMiscount(m: Machine, head: Pfn, refs: number, maps: number): void {
	const before = miscountOf(m, head);
	const others = m.miscounts.filter((other) => other.head !== head);
	m.setMiscounts([...others, { head, refs: refs + before.refs, maps: maps + before.maps }]);
}

export function miscountOf(m: Machine, head: Pfn): Miscount {
	return m.miscounts.find((other) => other.head === head) ?? { head, refs: 0, maps: 0 };
}
