/** Kernel same-page merging. Source: mm/ksm.c. */
import { dirty, mkclean, mkuffdWp, present, wrprotect } from "../arch/pgtable.ts";
import { _PAGE_SOFT_DIRTY, _PAGE_UFFD_WP, ENTRY_MIGRATION } from "../arch/x86_64.ts";
import { hasFeature } from "../fs/uffd_context.ts";
import { alignDown, PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import { PG_ANON, PG_DIRTY, PG_EXCLUSIVE, PG_KSM } from "../include/observation.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { splitFolio } from "./folio_split.ts";
import { type KsmItem, NEW_ITEM, rmapItemKey, shouldSkipRmapItem } from "./ksm_item.ts";
import { noteKsmPage, stablePage, stablePageMoves } from "./ksm_stable.ts";
import { mapNewPage } from "./memory_wp.ts";
import { type FolioWait, migrationEntryWait } from "./migration.ts";
import type { Content, Pfn } from "./page_alloc.ts";
import { vmPageProt } from "./pgprot.ts";
import type { EntryRef } from "./pgtable.ts";
import { addMapping, addNewAnonRmap, dropMapping } from "./rmap.ts";
import { flushTlbEntry } from "./tlb.ts";
import { VM_MERGEABLE, VM_SHARED, VM_UFFD_WP, type Vma } from "./vma.ts";
import { entryAt, walkPmds } from "./walk.ts";

const PROTECT: MicroKind = {
	file: "mm/ksm.c",
	fn: "write_protect_page",
	label: "write-protect",
	say: "The page must not change while it is compared: its PTE loses write, and dirty goes to struct page. Soft-dirty stays for now.",
};

const BECOME: MicroKind = {
	file: "mm/ksm.c",
	fn: "try_to_merge_with_ksm_page",
	label: "becomes KSM page",
	say: "Two pages hold the same; the second becomes the KSM page that all will share, in its place and with its entry's soft-dirty.",
};

const REPLACE: MicroKind = {
	file: "mm/ksm.c",
	fn: "replace_page",
	label: "map KSM page",
	say: "The entry is made anew from vm_page_prot for the shared page. Soft-dirty and uffd-wp of the old entry are not copied: they are lost.",
};

const UNSHARE: MicroKind = {
	file: "mm/ksm.c",
	fn: "break_ksm",
	label: "copy of its own",
	say: "The merged page is given up for a copy. An unshare fault keeps soft-dirty and uffd-wp as they are and leaves the page read-only.",
};

const BREAK: MicroKind = {
	...UNSHARE,
	say: "The merged page is given up for a copy by a write fault, which marks the page dirty and soft-dirty although nobody wrote.",
};

/** Full scans of a `ksm run`: the recorder waits for four. */
const SCANS = 4;

/** … but looks only every 20 ms, which is time for more; so many that every page had its turn, which the smart scan may put off. */
const SMART_SCANS = 40;

/** MADV_MERGEABLE: the VMA's new flags; its process is scanned from now on. */
// mm/ksm.c: ksm_madvise(), __ksm_enter()
export function ksmEnter(m: Machine, process: Process, vma: Vma): number {
	if ((vma.flags & (VM_MERGEABLE | VM_SHARED)) !== 0) return vma.flags;
	if (!m.ksmSlots.includes(process.index)) m.setKsmSlots([...m.ksmSlots, process.index]);
	return vma.flags | VM_MERGEABLE;
}

interface Candidate {
	readonly process: Process;
	readonly vma: Vma;
	readonly vpn: number;
}

/** Lets KSM look at everything that is mergeable, several times over. */
// mm/ksm.c: ksm_do_scan()
export function ksmRun(m: Machine): void {
	const scans = m.kernel.ksmSmartScan ? SMART_SCANS : SCANS;
	let items = m.ksmItems;
	for (let scan = 0; scan < scans; scan++) items = fullScan(m, items);
	m.setKsmItems(items);
}

/** One pass over all that is mergeable; what is remembered of the pages that it met, and of no others. */
// mm/ksm.c: scan_get_next_rmap_item()
function fullScan(m: Machine, before: ReadonlyMap<number, KsmItem>): ReadonlyMap<number, KsmItem> {
	const unstable = new Map<Content, Candidate>();
	const after = new Map<number, KsmItem>();
	for (const index of m.ksmSlots) {
		const process = m.owner(index);
		if (!process.live) continue;
		for (const vma of process.vmas) {
			if ((vma.flags & VM_MERGEABLE) === 0 || vma.anonVma === 0) continue;
			for (const vpn of mergeablePages(m, process, vma)) {
				const page = { process, vma, vpn };
				const pfn = pageOf(m, page);
				if (pfn === null) continue;
				const key = rmapItemKey(index, vpn);
				after.set(key, scanPage(m, page, pfn, before.get(key) ?? NEW_ITEM, unstable));
			}
		}
	}
	return after;
}

function scanPage(m: Machine, page: Candidate, pfn: Pfn, known: KsmItem, unstable: Map<Content, Candidate>): KsmItem {
	const { frames, kernel } = m;
	if ((frames.pageFlags(pfn) & PG_KSM) !== 0) return known;
	const turn = kernel.ksmSmartScan ? shouldSkipRmapItem(known) : { skip: false, item: known };
	if (turn.skip) return turn.item;
	const content = frames.content.get(pfn);
	// A page that changed since it was last tried only merges with what is a KSM page already.
	cmpAndMergePage(m, page, pfn, known.checksum === content ? unstable : null);
	return { ...turn.item, checksum: content };
}

/** Pages of the VMA that are mapped: each page of a huge one is looked at by itself. */
function mergeablePages(m: Machine, process: Process, vma: Vma): number[] {
	const { tables } = m;
	const pages: number[] = [];
	walkPmds(m, process, vma.start, vma.end, {
		huge(_pmd, from, to) {
			for (let vpn = from; vpn < to; vpn++) pages.push(vpn);
			return "done";
		},
		table(table, from, to) {
			const first = tables.first(table) - tables.info(table).base;
			for (let vpn = from; vpn < to; vpn++) if (present(tables.flags.get(first + vpn))) pages.push(vpn);
		},
	});
	return pages;
}

/** The anonymous page that is mapped there, in a huge one or by itself; null where there is none. */
function pageOf(m: Machine, { process, vpn }: Candidate): Pfn | null {
	const { tables, frames, geometry } = m;
	const pte = entryAt(m, process, vpn, PTE_LEVEL);
	const entry = pte ?? entryAt(m, process, vpn, PMD_LEVEL);
	if (entry === null || !present(tables.flags.get(entry))) return null;
	const first = tables.target.get(entry);
	const pfn = pte === null ? first + vpn - alignDown(geometry, PMD_LEVEL, vpn) : first;
	return !frames.isZero(first) && (frames.pageFlags(pfn) & PG_ANON) !== 0 ? pfn : null;
}

// mm/ksm.c: cmp_and_merge_page()
function cmpAndMergePage(m: Machine, page: Candidate, pfn: Pfn, unstable: Map<Content, Candidate> | null): void {
	const { frames } = m;
	const content = frames.content.get(pfn);
	const stable = stablePage(m, content);
	// mm/ksm.c: stable_tree_search(), GET_KSM_PAGE_TRYLOCK
	if (stable === null && stablePageMoves(m, content)) return;
	if (stable !== null) {
		mergeInto(m, page, stable);
		return;
	}
	if (unstable === null) return;
	const twin = unstable.get(content);
	const other = twin === undefined ? null : pageOf(m, twin);
	if (twin === undefined || other === null || frames.content.get(other) !== content) {
		unstable.set(content, page);
		return;
	}
	// A page that fork shares is no twin of itself.
	if (other === pfn) return;
	// Two pages of one folio hold it twice, so that it cannot be split for one of them: neither is merged in this scan.
	if (frames.folioPages(pfn) > 1 && frames.head(pfn) === frames.head(other)) {
		if (m.kernel.ksmSplitsOwnTwins) splitFolio(m, frames.head(pfn));
		return;
	}
	unstable.delete(content);
	if (becomeKsm(m, page)) mergeInto(m, twin, pfn);
}

/** Null where the page left its place meanwhile: splitting a folio may map the zero page instead of a zero-filled page. */
// mm/ksm.c: try_to_merge_one_page(), write_protect_page()
function writeProtect(m: Machine, page: Candidate): EntryRef | null {
	const { tables, frames, kernel } = m;
	const pfn = pageOf(m, page);
	if (pfn === null || (frames.folioPages(pfn) > 1 && !splitFolio(m, frames.head(pfn)))) return null;
	const pte = entryAt(m, page.process, page.vpn, PTE_LEVEL);
	if (pte === null || tables.target.get(pte) !== pfn) return null;
	m.at(PROTECT);
	const flags = tables.flags.get(pte);
	if (dirty(flags)) frames.setFlag(pfn, PG_DIRTY);
	frames.clearFlag(pfn, PG_EXCLUSIVE);
	tables.flags.set(pte, mkclean(wrprotect(kernel.layout, flags)));
	flushTlbEntry(m, pte);
	return pte;
}

function becomeKsm(m: Machine, page: Candidate): boolean {
	const pte = writeProtect(m, page);
	if (pte === null) return false;
	m.at(BECOME);
	const pfn = m.tables.target.get(pte);
	// Reclaim would drop a clean page without a copy.
	m.frames.setFlag(pfn, PG_KSM | PG_DIRTY);
	noteKsmPage(m, pfn);
	return true;
}

// mm/ksm.c: replace_page()
function mergeInto(m: Machine, page: Candidate, kpage: Pfn): void {
	const { tables } = m;
	const pte = writeProtect(m, page);
	if (pte === null) return;
	m.at(REPLACE);
	const old = tables.target.get(pte);
	tables.set(pte, vmPageProt(m, page.vma), kpage);
	addMapping(m, kpage);
	dropMapping(m, old);
}

/**
 * Gives every merged page of `start … end` a copy of its own. Where the write fault would have to wait for user space
 * it may not, ends with SIGBUS, and the page stays merged; madvise(2) reports success all the same. A page on its way is waited for.
 */
// mm/ksm.c: unmerge_ksm_pages(), break_ksm()
export function unmergeKsmPages(m: Machine, process: Process, vma: Vma, start: number, end: number): FolioWait | null {
	const { tables, frames, kernel } = m;
	let wait: FolioWait | null = null;
	// Until 6.1 FOLL_MIGRATION waits for whatever is on its way; then only for what is a KSM page.
	const waits = (entry: EntryRef) => {
		if ((tables.flags.get(entry) & ENTRY_MIGRATION) === 0) return;
		const pfn = tables.target.get(entry);
		if (!kernel.ksmUnshares || (frames.pageFlags(pfn) & PG_KSM) !== 0) wait ??= migrationEntryWait(m, pfn, start);
	};
	walkPmds(m, process, start, end, {
		huge(pmd) {
			waits(pmd);
			return "done";
		},
		table(table, from, to) {
			const first = tables.first(table) - tables.info(table).base;
			for (let vpn = from; vpn < to && wait === null; vpn++) {
				const pte = first + vpn;
				waits(pte);
				const flags = tables.flags.get(pte);
				const pfn = tables.target.get(pte);
				if (!present(flags) || frames.isZero(pfn) || (frames.pageFlags(pfn) & PG_KSM) === 0) continue;
				const armed = (vma.flags & VM_UFFD_WP) !== 0 && (flags & _PAGE_UFFD_WP) !== 0;
				if (!kernel.ksmUnshares && armed && !hasFeature(m, vma, "wp_async")) continue;
				breakKsm(m, vma, pte, vpn);
			}
		},
	});
	return wait;
}

function breakKsm(m: Machine, vma: Vma, pte: EntryRef, vpn: number): void {
	const { tables, frames, kernel } = m;
	const old = tables.target.get(pte);
	const flags = tables.flags.get(pte);
	m.at(kernel.ksmUnshares ? UNSHARE : BREAK);
	let copy: Pfn;
	if (kernel.ksmUnshares) {
		copy = frames.allocSmall();
		addNewAnonRmap(m, copy, false, vma, vpn);
		let fresh = vmPageProt(m, vma) | (flags & _PAGE_SOFT_DIRTY);
		if ((flags & _PAGE_UFFD_WP) !== 0) fresh = mkuffdWp(kernel.layout, fresh);
		tables.set(pte, fresh, copy);
	} else copy = mapNewPage(m, vma, pte);
	frames.content.set(copy, frames.content.get(old));
	dropMapping(m, old);
}
