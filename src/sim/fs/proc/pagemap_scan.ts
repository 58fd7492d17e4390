/** The PAGEMAP_SCAN ioctl: find pages by category, and write-protect what was found. Source: fs/proc/task_mmu.c. */
import { mkuffdWp, present } from "../../arch/pgtable.ts";
import {
	_PAGE_SOFT_DIRTY,
	_PAGE_UFFD_WP,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	ENTRY_TABLE,
	SWP_SOFT_DIRTY,
	SWP_UFFD_WP,
} from "../../arch/x86_64.ts";
import { EINVAL, ENOTTY, EPERM } from "../../include/errno.ts";
import type { KernelEvent } from "../../include/event.ts";
import { alignDown, entrySpan, PGD_LEVEL, PMD_LEVEL } from "../../include/geometry.ts";
import { PG_ANON } from "../../include/observation.ts";
import type { Operation } from "../../include/operation.ts";
import type { Process } from "../../kernel/process.ts";
import type { Machine } from "../../machine_state.ts";
import { usesMarkers } from "../../mm/change_protection.ts";
import { splitHugePmd } from "../../mm/huge_memory_split.ts";
import type { EntryRef } from "../../mm/pgtable.ts";
import { PTE_MARKER_UFFD_WP } from "../../mm/uffd_marker.ts";
import { uffdWpRange } from "../../mm/userfaultfd.ts";
import { VM_SOFTDIRTY, VM_UFFD_WP, type Vma } from "../../mm/vma.ts";
import { entryAt } from "../../mm/walk.ts";
import type { MicroKind } from "../../trace.ts";
import { noteArm } from "../../wp_truth.ts";
import { hasFeature } from "../uffd_context.ts";
import { placeOf } from "../userfaultfd.ts";

export const PAGE_IS_WPALLOWED = 1 << 0;
export const PAGE_IS_WRITTEN = 1 << 1;
export const PAGE_IS_FILE = 1 << 2;
export const PAGE_IS_PRESENT = 1 << 3;
export const PAGE_IS_SWAPPED = 1 << 4;
export const PAGE_IS_PFNZERO = 1 << 5;
export const PAGE_IS_HUGE = 1 << 6;
export const PAGE_IS_SOFT_DIRTY = 1 << 7;
const ALL_CATEGORIES = 0xff;

/** Ranges that the recorder has room for. */
const MOST_RANGES = 512;

const ARM: MicroKind = {
	file: "fs/proc/task_mmu.c",
	fn: "make_uffd_wp_pte",
	label: "report, re-arm",
	say: "What is reported as written is write-protected again in the same go, under the same lock: no write can slip between.",
};

type Scan = Extract<Operation, { kind: "scan" }>;

interface Found {
	start: number;
	end: number;
	readonly categories: number;
}

interface Walk {
	readonly m: Machine;
	readonly process: Process;
	readonly arg: Scan;
	readonly found: Found[];
}

/** Scans pages `start … end` (end exclusive). `ret` is the number of ranges, each of which is an event. */
// fs/proc/task_mmu.c: do_pagemap_scan()
export function pagemapScan(
	m: Machine,
	process: Process,
	arg: Scan,
	start: number,
	end: number,
	events: KernelEvent[],
): { readonly ret: number; readonly errno: number } {
	if (!m.kernel.pagemapScan) return { ret: -1, errno: ENOTTY };
	if (((arg.anyof | arg.all | arg.inverted) & ~ALL_CATEGORIES) !== 0) return { ret: -1, errno: EINVAL };
	const walk: Walk = { m, process, arg, found: [] };
	for (const vma of process.vmas.filter((each) => each.start < end && each.end > start)) {
		const allowed = (vma.flags & VM_UFFD_WP) !== 0 && hasFeature(m, vma, "wp_async") && usesMarkers(m, vma);
		if (!allowed && arg.check) return { ret: -1, errno: EPERM };
		if (!allowed && arg.wp) continue;
		const category = (allowed ? PAGE_IS_WPALLOWED : 0) | ((vma.flags & VM_SOFTDIRTY) !== 0 ? PAGE_IS_SOFT_DIRTY : 0);
		if (((category ^ arg.inverted) & arg.all & PAGE_IS_WPALLOWED) !== (arg.all & PAGE_IS_WPALLOWED)) continue;
		scanVma(walk, vma, category, Math.max(start, vma.start), Math.min(end, vma.end));
	}
	for (const { start: from, end: to, categories } of walk.found) {
		if (arg.wp && (categories & PAGE_IS_WRITTEN) !== 0) noteArm(m, process, from, to);
		events.push({ kind: "scanned", at: placeOf(process, from), pages: to - from, categories });
	}
	return { ret: walk.found.length, errno: 0 };
}

// mm/pagewalk.c: walk_page_range(), walk_pud_range()
function scanVma(walk: Walk, vma: Vma, category: number, start: number, end: number): void {
	const { geometry, kernel } = walk.m;
	for (let from = start, to = start; from < end; from = to) {
		to = Math.min(end, alignDown(geometry, PMD_LEVEL + 1, from) + entrySpan(geometry, PMD_LEVEL + 1));
		// What the walk asked for at its last PMD table, "again", is taken for a wish about the PUD: all of it is scanned once more.
		while (scanPmds(walk, vma, category, from, to) && kernel.pagewalkGoesAgain);
	}
}

/** Scans what is below one PUD; whether a file's huge page was split and only empty PMDs came after it. */
// mm/pagewalk.c: walk_pmd_range()
function scanPmds(walk: Walk, vma: Vma, category: number, start: number, end: number): boolean {
	const { m, process } = walk;
	let again = false;
	for (let from = start, to = start; from < end; from = to) {
		let level = PMD_LEVEL;
		let entry = entryAt(m, process, from, level);
		while (entry === null && level < PGD_LEVEL) entry = entryAt(m, process, from, ++level);
		to = Math.min(end, alignDown(m.geometry, level, from) + entrySpan(m.geometry, level));
		const flags = entry === null ? 0 : m.tables.flags.get(entry);
		if (entry === null || flags === 0) {
			scanHole(walk, vma, category, from, to);
			continue;
		}
		again = false;
		if ((flags & ENTRY_TABLE) === 0 && scanHuge(walk, vma, category, entry, from, to)) continue;
		// Of a file's huge page the split leaves nothing.
		if (m.tables.flags.get(entry) === 0) {
			scanHole(walk, vma, category, from, to);
			again = true;
			continue;
		}
		const table = m.tables.target.get(entry);
		const first = m.tables.first(table) - m.tables.info(table).base;
		for (let vpn = from; vpn < to; vpn++) scanPte(walk, category, first + vpn, vpn);
	}
	return again;
}

// fs/proc/task_mmu.c: pagemap_scan_is_interesting_page()
function interesting({ arg }: Walk, categories: number): boolean {
	const seen = categories ^ arg.inverted;
	if ((seen & arg.all) !== arg.all) return false;
	return arg.anyof === 0 || (seen & arg.anyof) !== 0;
}

/** Notes a range; false when there is no room for it. */
// fs/proc/task_mmu.c: pagemap_scan_push_range()
function output({ found }: Walk, categories: number, start: number, end: number): boolean {
	const last = found.at(-1);
	if (last !== undefined && last.end === start && last.categories === categories) {
		last.end = end;
		return true;
	}
	if (found.length === MOST_RANGES) return false;
	found.push({ start, end, categories });
	return true;
}

// fs/proc/task_mmu.c: pagemap_scan_pte_hole()
function scanHole(walk: Walk, vma: Vma, category: number, start: number, end: number): void {
	const { m, process, arg } = walk;
	const written = m.kernel.scanNoneIsWritten && (vma.flags & VM_UFFD_WP) !== 0 ? PAGE_IS_WRITTEN : 0;
	if (!interesting(walk, category | written) || !output(walk, category | written, start, end)) return;
	if (arg.wp) uffdWpRange(m, process, vma, start, end, true);
}

/** A huge page; false when it had to be split, to be looked at again. */
// fs/proc/task_mmu.c: pagemap_scan_thp_entry()
function scanHuge(walk: Walk, vma: Vma, category: number, pmd: EntryRef, start: number, end: number): boolean {
	const { m, process, arg } = walk;
	const flags = m.tables.flags.get(pmd);
	const categories = category | PAGE_IS_HUGE | entryCategory(m, pmd, flags);
	if (!interesting(walk, categories)) return true;
	const arm = arg.wp && (categories & PAGE_IS_WRITTEN) !== 0;
	if (arm && end - start !== m.geometry.entries) {
		splitHugePmd(m, process, vma, pmd, start);
		return false;
	}
	if (!output(walk, categories, start, end) || !arm) return true;
	m.at(ARM);
	m.tables.flags.set(pmd, present(flags) ? mkuffdWp(m.kernel.layout, flags) : flags | SWP_UFFD_WP);
	return true;
}

// fs/proc/task_mmu.c: pagemap_scan_pmd_entry(), make_uffd_wp_pte()
function scanPte(walk: Walk, category: number, pte: EntryRef, vpn: number): void {
	const { m, arg } = walk;
	const flags = m.tables.flags.get(pte);
	const none = m.kernel.scanNoneIsWritten ? PAGE_IS_WRITTEN : 0;
	const categories = category | (flags === 0 ? none : entryCategory(m, pte, flags));
	if (!interesting(walk, categories) || !output(walk, categories, vpn, vpn + 1)) return;
	if (!arg.wp || (categories & PAGE_IS_WRITTEN) === 0) return;
	m.at(ARM);
	if (flags === 0) m.tables.set(pte, ENTRY_MARKER, PTE_MARKER_UFFD_WP);
	else m.tables.flags.set(pte, present(flags) ? mkuffdWp(m.kernel.layout, flags) : flags | SWP_UFFD_WP);
}

/** Categories that an entry that is not empty has by itself. */
// fs/proc/task_mmu.c: pagemap_page_category(), pagemap_thp_category()
function entryCategory(m: Machine, entry: EntryRef, flags: number): number {
	if (!present(flags)) {
		const armed = (flags & (SWP_UFFD_WP | ENTRY_MARKER)) !== 0;
		const file = (flags & ENTRY_MIGRATION) !== 0 && (m.frames.pageFlags(m.tables.target.get(entry)) & PG_ANON) === 0;
		return (
			(file ? PAGE_IS_FILE : 0) |
			PAGE_IS_SWAPPED |
			(armed ? 0 : PAGE_IS_WRITTEN) |
			((flags & SWP_SOFT_DIRTY) !== 0 ? PAGE_IS_SOFT_DIRTY : 0)
		);
	}
	const pfn = m.tables.target.get(entry);
	let categories = PAGE_IS_PRESENT;
	if ((flags & _PAGE_UFFD_WP) === 0) categories |= PAGE_IS_WRITTEN;
	if ((flags & _PAGE_SOFT_DIRTY) !== 0) categories |= PAGE_IS_SOFT_DIRTY;
	if (m.frames.isZero(pfn)) return categories | PAGE_IS_PFNZERO;
	return (m.frames.pageFlags(pfn) & PG_ANON) === 0 ? categories | PAGE_IS_FILE : categories;
}
