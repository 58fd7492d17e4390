/**
 * What goes wrong while a page is on its way. The halves of a migration are an extension of the language: these scenarios were never
 * recorded, and what kernels do in between is known from their source alone.
 */
import type { Check, KnownBug } from "./known_bug.ts";

const heap = (page: number) => ({ process: "A", region: "heap", page });
const missed = (step: number, page: number): Check => ({ kind: "verdict", step, at: heap(page), says: "missed" });
const softDirty = (step: number, page: number, set: boolean): Check => ({ kind: "pagemap", step, at: heap(page), bit: "soft-dirty", set });

const ALL = ["4.6.2", "4.8.15", "4.14.5", "5.7.14", "5.15.0", "6.1-fix-reverted", "6.1", "6.12"];
const allBut = (...shows: readonly string[]) => ALL.filter((kernel) => !shows.includes(kernel));

const HUGE_HEAP = ["A: map heap 2M", "A: advise heap 2M hugepage", "A: write heap"];

export const MIGRATION_BUGS: readonly KnownBug[] = [
	{
		id: "B4",
		title: "The split of a migrating huge page makes its pages soft-dirty",
		shows: ["4.14.5"],
		spared: allBut("4.14.5"),
		script: [
			...HUGE_HEAP,
			"A: clear_refs",
			"A: migrate begin heap 2M node1",
			"A: advise heap+1M 4K dontneed",
			"A: migrate finish heap 2M",
			"A: read heap+0x3000",
		],
		claim: [softDirty(6, 3, true), { kind: "verdict", step: 7, at: heap(3), says: "spurious" }],
		why: "__split_huge_pmd_locked() reads the migration entry with pmd_soft_dirty(), which is bit 11: here a bit of the entry's type, and always 1. It also takes references that nobody gives back, so that the migration fails and the page is never freed.",
	},
	{
		id: "B4w",
		title: "The split of a migrating huge page makes a shared page writable",
		shows: ["4.14.5"],
		spared: allBut("4.14.5"),
		script: [
			...HUGE_HEAP,
			"A: fork B",
			"A: migrate begin heap 2M node1",
			"A: advise heap+1M 4K dontneed",
			"A: migrate finish heap 2M",
			"A: write heap+0x3000",
		],
		claim: [{ kind: "entry", step: 7, at: heap(3), bit: "write", set: true }],
		why: "pmd_write() of a migration entry is its swap soft-dirty bit (bit 1 from 4.14 on). A soft-dirty page that parent and child share comes back writable in the parent, whose writes the child then sees.",
	},
	{
		id: "B6p",
		title: "fork() during the migration of a huge page breaks its entry",
		shows: ["5.7.14"],
		spared: allBut("5.7.14"),
		script: [...HUGE_HEAP, "A: migrate begin heap 2M node1", "A: fork B", "A: migrate finish heap 2M", "A: read heap"],
		claim: [{ kind: "oops", step: 7, raised: true }],
		why: "copy_huge_pmd() clears uffd-wp at bit 10 before it looks whether the PMD is present. In a migration entry that is a bit of the frame number, which is stored as its complement: the entry leads to another page, nobody restores it, and whoever touches it meets BUG_ON(!PageLocked()).",
	},
	{
		id: "B24",
		title: "clear_refs during a migration leaves a writable page",
		shows: ["4.6.2", "4.8.15", "4.14.5", "5.7.14", "5.15.0", "6.12"],
		spared: ["6.1-fix-reverted", "6.1"],
		script: [
			"A: map heap 16K",
			"A: write heap 16K",
			"A: migrate begin heap 4K node1",
			"A: clear_refs",
			"A: migrate finish heap 4K",
			"A: write heap",
		],
		claim: [softDirty(5, 0, false), missed(6, 0)],
		why: "clear_soft_dirty() takes soft-dirty from a migration entry, but leaves it a write entry: the page comes back writable and not soft-dirty, and the next write does not fault. 6.1 is spared by accident: the dirty bit in its entries sets soft-dirty when the page is mapped again.",
	},
	{
		id: "B24p",
		title: "clear_refs during a migration leaves a writable huge page",
		shows: ["4.14.5", "5.7.14", "5.15.0"],
		spared: ["4.6.2", "4.8.15", "6.1-fix-reverted", "6.1", "6.12"],
		script: [...HUGE_HEAP, "A: migrate begin heap 2M node1", "A: clear_refs", "A: migrate finish heap 2M", "A: write heap+0x3000"],
		claim: [softDirty(6, 3, false), missed(7, 3)],
		why: "The same for a migration PMD, which 4.14 brought; before, the huge page is split and only the page that was asked for moves. From 6.1 on the dirty bit in the entry sets soft-dirty for all 512 pages instead.",
	},
];
