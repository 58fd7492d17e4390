/** move_pages(2) as the recorder calls it: pages of a range, wherever there is an entry, to one node. Source: mm/migrate.c. */
import { present, protnone } from "../arch/pgtable.ts";
import { ENTRY_MIGRATION, ENTRY_TABLE } from "../arch/x86_64.ts";
import { EAGAIN, EBUSY, EFAULT, ENOENT } from "../include/errno.ts";
import type { KernelEvent } from "../include/event.ts";
import { PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import type { ProcessId } from "../include/operation.ts";
import { type Process, vmaLookup } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import { splitFolio } from "./folio_split.ts";
import { splitHugePmd } from "./huge_memory_split.ts";
import { beginMigration, finishMigration } from "./migrate.ts";
import type { Migration } from "./migration.ts";
import { type Pfn, PG_PARTIALLY_MAPPED } from "./page_alloc.ts";
import { entryAt } from "./walk.ts";

/** Moves pages `start … end` (end exclusive). The event counts those that arrived; `status` is the last other page's. */
export function movePages(m: Machine, process: Process, start: number, end: number, node: number): KernelEvent {
	const pages = listPages(m, process, start, end);
	const status = queuePages(m, process, pages, node, (migration) => finishMigration(m, migration));
	const others = status.filter((each) => each !== node);
	return { kind: "moved", ok: status.length - others.length, other: others.length, status: others.at(-1) ?? 0 };
}

/**
 * The first half alone: each folio is left as it is when a CPU has replaced its entries and not yet copied it. Several folios stand so at
 * once, as if each had a migrator of its own (from 6.3 on one move_pages() does that by itself). Modelled, not recorded.
 */
export function beginMovePages(m: Machine, process: Process, start: number, end: number, node: number): KernelEvent {
	const pages = listPages(m, process, start, end);
	let folios = 0;
	const status = queuePages(m, process, pages, node, (migration) => {
		folios++;
		m.setMigrations([...m.migrations, migration]);
		return true;
	});
	const others = status.filter((each) => each < 0);
	return { kind: "migrating", folios, other: others.length, status: others.at(-1) ?? 0 };
}

/** The second half of what was begun for pages `start … end` of the process; `landed` is told each folio that is locked no more. */
export function finishMovePages(m: Machine, id: ProcessId, start: number, end: number, landed: (head: Pfn) => void): KernelEvent {
	let ok = 0;
	let other = 0;
	for (const migration of m.migrations) {
		if (m.owner(migration.owner).id !== id || migration.vpn < start || migration.vpn >= end) continue;
		if (finishMigration(m, migration)) ok++;
		else other++;
		m.setMigrations(m.migrations.filter((each) => each !== migration));
		landed(migration.head);
	}
	return { kind: "moved", ok, other, status: other === 0 ? 0 : -EAGAIN };
}

/** What becomes of a folio whose entries are replaced; false: its migration failed. */
type Begun = (migration: Migration) => boolean;

/** What move_pages() leaves in the status of a page that it never came to; the recorder puts it there beforehand. */
const NOT_STORED = -999;

function queuePages(m: Machine, process: Process, pages: readonly number[], node: number, begun: Begun): number[] {
	return m.kernel.movePagesInRounds ? moveInRounds(m, process, pages, node, begun) : moveInChunks(m, process, pages, node, begun);
}

/** The recorder asks for pages that have a PMD entry at least; of a PMD without a table only for its first page. */
function listPages(m: Machine, process: Process, start: number, end: number): number[] {
	const pages: number[] = [];
	for (let vpn = start; vpn < end; vpn++) {
		const pmd = entryAt(m, process, vpn, PMD_LEVEL);
		if (pmd === null) continue;
		const table = (m.tables.flags.get(pmd) & ENTRY_TABLE) !== 0;
		if (table || vpn === start || (vpn & (m.geometry.entries - 1)) === 0) pages.push(vpn);
	}
	return pages;
}

interface Queued {
	readonly head: Pfn;
	readonly vpn: number;
	/** Which of the listed pages it is. */
	readonly at: number;
}

/** From 4.17 on: queued pages move whenever one cannot be queued, and the first failure ends it. */
// mm/migrate.c: do_pages_move()
function moveInRounds(m: Machine, process: Process, pages: readonly number[], node: number, begun: Begun): number[] {
	const status: number[] = new Array(pages.length).fill(NOT_STORED);
	let queued: Queued[] = [];
	let start = 0;
	const flush = (end: number): boolean => {
		const moved = queued.filter((each) => moveQueued(m, process, each, node, begun)).length === queued.length;
		if (moved) for (const { at } of queued) if (at >= start && at < end) status[at] = node;
		queued = [];
		start = end + 1;
		return moved;
	};
	for (const [at, vpn] of pages.entries()) {
		const found = findFolio(m, process, vpn, node, queued);
		if (typeof found !== "number") {
			queued.push({ head: found.head, vpn, at });
			continue;
		}
		status[at] = found;
		if (!flush(at)) return status;
	}
	flush(pages.length);
	return status;
}

/** Pages that the kernel keeps notes of in one page of memory: 4096 / sizeof(struct page_to_node), less the end mark. */
const CHUNK = 169;

/** Until 4.16: the pages of a chunk are queued first, then moved together. */
// mm/migrate.c: do_pages_move(), do_move_page_to_node_array()
function moveInChunks(m: Machine, process: Process, pages: readonly number[], node: number, begun: Begun): number[] {
	const status: number[] = [];
	for (let from = 0; from < pages.length; from += CHUNK) {
		const queued: Queued[] = [];
		for (const vpn of pages.slice(from, from + CHUNK)) {
			if (!m.kernel.thpMigration) splitForMove(m, process, vpn);
			const found = findFolio(m, process, vpn, node, queued);
			if (typeof found !== "number") queued.push({ head: found.head, vpn, at: status.length });
			status.push(typeof found === "number" ? found : node);
		}
		for (const each of queued) if (!moveQueued(m, process, each, node, begun)) status[each.at] = -EAGAIN;
	}
	return status;
}

/** The folio at the page, unless it is there already (the node) or cannot be moved (a negative errno). */
// mm/migrate.c: add_folio_for_migration()
function findFolio(m: Machine, process: Process, vpn: number, node: number, queued: readonly Queued[]): { head: Pfn } | number {
	const { tables, frames, kernel } = m;
	const vma = vmaLookup(process, vpn);
	if (vma === undefined) return -EFAULT;
	const entry = entryAt(m, process, vpn, PTE_LEVEL) ?? entryAt(m, process, vpn, PMD_LEVEL);
	const flags = entry === null ? 0 : tables.flags.get(entry);
	if (entry === null || flags === 0) return kernel.movePagesFaultsOnNone && vma.file === 0 ? -EFAULT : -ENOENT;
	// mm/gup.c: no_page_table(): to a core dump a PMD on its way is a hole, a PTE is not.
	if ((flags & ENTRY_MIGRATION) !== 0 && tables.info(tables.tableOf(entry)).level === PMD_LEVEL && kernel.movePagesFaultsOnNone)
		return -EFAULT;
	if (!present(flags) || (kernel.movePagesSkipsProtNone && protnone(flags))) return -ENOENT;
	const pfn = tables.target.get(entry);
	if (frames.isZero(pfn)) return -EFAULT;
	const head = frames.head(pfn);
	if (frames.node(head) === node) return node;
	return queued.some((each) => each.head === head) ? -EBUSY : { head };
}

/** FOLL_SPLIT: a huge page cannot move on these kernels, so it is split when it is looked up. */
function splitForMove(m: Machine, process: Process, vpn: number): void {
	const { tables, frames } = m;
	const entry = entryAt(m, process, vpn, PTE_LEVEL) ?? entryAt(m, process, vpn, PMD_LEVEL);
	if (entry === null || !present(tables.flags.get(entry))) return;
	const pfn = tables.target.get(entry);
	const vma = vmaLookup(process, vpn);
	if (!frames.isZero(pfn) && frames.folioPages(pfn) > 1) splitFolio(m, frames.head(pfn));
	else if (pfn === frames.hugeZeroPfn && vma !== undefined) splitHugePmd(m, process, vma, entry, vpn);
}

/** True when the folio, or each of the pages that it was split into, went its way. */
// mm/migrate.c: migrate_pages_batch()
function moveQueued(m: Machine, process: Process, { head, vpn }: Queued, node: number, begun: Begun): boolean {
	const { frames, kernel } = m;
	const pages = frames.folioPages(head);
	const begin = (pfn: Pfn) => begun(beginMigration(m, pfn, node, process.index, vpn));
	if (pages === 1 || !kernel.migrationSplitsPartial || (frames.flags.get(head) & PG_PARTIALLY_MAPPED) === 0) return begin(head);
	splitFolio(m, head);
	let moved = true;
	for (let i = 0; i < pages; i++) if (frames.refs.get(head + i) > 0 && !begin(head + i)) moved = false;
	return moved;
}
