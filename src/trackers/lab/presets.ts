/** Workloads named after what the mail of 2016 claims. presets.test.ts asserts each claim in counts. */
import type { MigrationPlan } from "./migration.ts";
import type { SnapshotPlan } from "./snapshot.ts";
import { MACHINE_PAGES, MAX_PAGES, type Workload } from "./workload.ts";

export interface LabPlan {
	readonly kernel: string;
	readonly workload: Workload;
	readonly migration: MigrationPlan;
	readonly snapshot: SnapshotPlan;
}

export interface Preset extends LabPlan {
	readonly id: string;
	readonly title: string;
	/** What to look at. */
	readonly claim: string;
}

const SMALL: Workload = {
	pages: MACHINE_PAGES,
	populated: 1,
	huge: 0,
	pattern: { kind: "zipf", exponent: 0.99 },
	writes: 2000,
	drops: 0,
	intervals: 4,
	seed: 2016,
	second: false,
};

const SMALL_PLAN = {
	migration: { pagesPerInterval: 4096, pausePages: 256 },
	snapshot: { pagesPerInterval: 2048, bufferPages: 256 },
};

export const PRESETS: readonly Preset[] = [
	{
		id: "terabyte",
		title: "A terabyte guest in precopy",
		claim:
			"Soft-dirty looks at every entry, whatever was written: 2²⁸ of them for each question. PML exits once for each 512 written pages.",
		kernel: "6.12",
		workload: { ...SMALL, pages: MAX_PAGES, writes: 100_000, intervals: 3 },
		migration: { pagesPerInterval: 2 ** 24, pausePages: 2 ** 16 },
		snapshot: { pagesPerInterval: 2 ** 25, bufferPages: 2 ** 16 },
	},
	{
		id: "redis-thp",
		title: "Redis background save, with huge pages",
		claim: "fork() cannot choose what a write copies: with huge pages, 4.6.2 copies 2 MiB for each first byte. From 5.8 on it is 4 KiB.",
		kernel: "4.6.2",
		workload: { ...SMALL, huge: 1 },
		...SMALL_PLAN,
	},
	{
		id: "redis-base",
		title: "Redis background save, without huge pages",
		claim: "The same writes on base pages: each first write after the fork copies 4 KiB, on every kernel.",
		kernel: "4.6.2",
		workload: SMALL,
		...SMALL_PLAN,
	},
	{
		id: "live-snapshot",
		title: "A live snapshot in bounded memory",
		claim:
			"A userfaultfd thread can hold a writer until there is room, so that the snapshot's extra memory keeps its bound. A forked child cannot.",
		kernel: "6.12",
		workload: { ...SMALL, pattern: { kind: "uniform" }, writes: 4000 },
		migration: SMALL_PLAN.migration,
		snapshot: { pagesPerInterval: 2048, bufferPages: 256 },
	},
	{
		id: "criu-predump",
		title: "CRIU pre-dump while an allocator gives pages back",
		claim:
			"Giving back one page of a huge page splits it. On 4.6.2 the split loses soft-dirty, so that the next dump leaves written pages out.",
		kernel: "4.6.2",
		workload: { ...SMALL, huge: 1, pattern: { kind: "uniform" }, writes: 400, drops: 40 },
		...SMALL_PLAN,
	},
	{
		id: "two-scanners",
		title: "Two scanners at once",
		claim:
			"A second soft-dirty scanner clears what the first has not read yet. A second userfaultfd is refused. Soft-dirty beside userfaultfd is fine.",
		kernel: "6.12",
		workload: { ...SMALL, pages: 4096, pattern: { kind: "uniform" }, writes: 400, second: true },
		...SMALL_PLAN,
	},
	{
		id: "one-byte",
		title: "One byte in a huge page",
		claim:
			"One byte written: soft-dirty reports 512 pages because one entry maps them; userfaultfd reports what its reader chose, 4 KiB or 2 MiB.",
		kernel: "6.12",
		workload: { ...SMALL, pages: 1024, huge: 1, pattern: { kind: "list", pages: [3] }, writes: 1, intervals: 3 },
		...SMALL_PLAN,
	},
];
