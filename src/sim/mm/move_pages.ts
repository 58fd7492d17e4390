/** move_pages(2) as the recorder calls it: pages of a range, wherever there is an entry, to one node. Source: mm/migrate.c. */
import { present, protnone } from "../arch/pgtable.ts";
import { ENTRY_TABLE } from "../arch/x86_64.ts";
import { EBUSY, EFAULT, ENOENT } from "../include/errno.ts";
import type { KernelEvent } from "../include/event.ts";
import { PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import { type Process, vmaLookup } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import { splitFolio } from "./folio_split.ts";
import { splitHugePmd } from "./huge_memory.ts";
import { migrateFolio } from "./migrate.ts";
import { type Pfn, PG_PARTIALLY_MAPPED } from "./page_alloc.ts";
import { entryAt } from "./walk.ts";

/** Moves pages `start … end` (end exclusive). The event counts those that arrived; `status` is the last other page's. */
export function movePages(m: Machine, process: Process, start: number, end: number, node: number): KernelEvent {
	const pages = listPages(m, process, start, end);
	const status = m.kernel.movePagesInRounds ? moveInRounds(m, process, pages, node) : moveInChunks(m, process, pages, node);
	const others = status.filter((each) => each !== node);
	return { kind: "moved", ok: status.length - others.length, other: others.length, status: others.at(-1) ?? 0 };
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

/** From 4.17 on: queued pages move whenever one cannot be queued. */
// mm/migrate.c: do_pages_move()
function moveInRounds(m: Machine, process: Process, pages: readonly number[], node: number): number[] {
	const status: number[] = new Array(pages.length).fill(node);
	let queued: Pfn[] = [];
	const flush = () => {
		for (const head of queued) moveQueued(m, head, node);
		queued = [];
	};
	pages.forEach((vpn, i) => {
		const found = findFolio(m, process, vpn, node, queued);
		if (typeof found === "number") {
			status[i] = found;
			flush();
		} else queued.push(found.head);
	});
	flush();
	return status;
}

/** Pages that the kernel keeps notes of in one page of memory: 4096 / sizeof(struct page_to_node), less the end mark. */
const CHUNK = 169;

/** Until 4.16: the pages of a chunk are queued first, then moved together. */
// mm/migrate.c: do_pages_move(), do_move_page_to_node_array()
function moveInChunks(m: Machine, process: Process, pages: readonly number[], node: number): number[] {
	const status: number[] = [];
	for (let from = 0; from < pages.length; from += CHUNK) {
		const queued: Pfn[] = [];
		for (const vpn of pages.slice(from, from + CHUNK)) {
			if (!m.kernel.thpMigration) splitForMove(m, process, vpn);
			const found = findFolio(m, process, vpn, node, queued);
			if (typeof found !== "number") queued.push(found.head);
			status.push(typeof found === "number" ? found : node);
		}
		for (const head of queued) moveQueued(m, head, node);
	}
	return status;
}

/** The folio at the page, unless it is there already (the node) or cannot be moved (a negative errno). */
// mm/migrate.c: add_folio_for_migration()
function findFolio(m: Machine, process: Process, vpn: number, node: number, queued: readonly Pfn[]): { head: Pfn } | number {
	const { tables, frames, kernel } = m;
	const vma = vmaLookup(process, vpn);
	if (vma === undefined) return -EFAULT;
	const entry = entryAt(m, process, vpn, PTE_LEVEL) ?? entryAt(m, process, vpn, PMD_LEVEL);
	const flags = entry === null ? 0 : tables.flags.get(entry);
	if (entry === null || flags === 0) return kernel.movePagesFaultsOnNone && vma.file === 0 ? -EFAULT : -ENOENT;
	if (!present(flags) || (kernel.movePagesSkipsProtNone && protnone(flags))) return -ENOENT;
	const pfn = tables.target.get(entry);
	if (frames.isZero(pfn)) return -EFAULT;
	const head = frames.head(pfn);
	if (frames.node(head) === node) return node;
	return queued.includes(head) ? -EBUSY : { head };
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

// mm/migrate.c: migrate_pages_batch()
function moveQueued(m: Machine, head: Pfn, node: number): void {
	const { frames, kernel } = m;
	const pages = frames.folioPages(head);
	if (pages > 1 && kernel.migrationSplitsPartial && (frames.flags.get(head) & PG_PARTIALLY_MAPPED) !== 0) {
		splitFolio(m, head);
		for (let i = 0; i < pages; i++) if (frames.refs.get(head + i) > 0) migrateFolio(m, head + i, node);
		return;
	}
	migrateFolio(m, head, node);
}
