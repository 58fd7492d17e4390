/**
 * What an observer reads of a system between two moments: the page tables of every region, run by run, beside VMAs, struct page
 * and /proc/PID/pagemap. The machine and the recordings of real kernels both speak this, so everything above (pictures,
 * comparison, verdicts) works for either. Pages and counts are in units of the base page (4 KiB).
 */
import type { ProcessId } from "./operation.ts";

/** Where the walk ended: 0 PTE, 1 PMD, 2 PUD, 3 PGD. A huge page is a present entry at level 1. */
export type Level = 0 | 1 | 2 | 3;

/** Bits of `Run.page`, in the order in which recordings list the names. */
export const PAGE_FLAGS = ["anon", "ksm", "dirty", "swapbacked", "exclusive", "swapcache", "large"] as const;
export type PageFlag = (typeof PAGE_FLAGS)[number];
export const PG_ANON = 1;
export const PG_KSM = 2;
export const PG_DIRTY = 4;
export const PG_SWAPBACKED = 8;
export const PG_EXCLUSIVE = 16;
export const PG_SWAPCACHE = 32;
export const PG_LARGE = 64;

/** Bits of `Run.pagemap`: bits 55–63 of the pagemap word, shifted right by 55. */
export const PM_SOFT_DIRTY = 0x1;
export const PM_MMAP_EXCLUSIVE = 0x2;
export const PM_UFFD_WP = 0x4;
export const PM_FILE = 0x40;
export const PM_SWAP = 0x80;
export const PM_PRESENT = 0x100;

/** Pages `at … at+n-1` of a region that read alike. A run at level 1 never crosses a huge-page boundary of the address. */
export interface Run {
	readonly at: number;
	readonly n: number;
	readonly level: Level;
	/** The raw word. Present or PROT_NONE: without the frame number (bits 12–51). Swap: only the bits below type and offset. */
	readonly entry: bigint;
	/** Frame of the first page; page k has `frame + k`, unless `shared`: then all pages map this one. */
	readonly frame?: number | "zero";
	readonly shared?: boolean;
	/** Swap slot of the first page; page k has `slot + k`. */
	readonly slot?: number;
	/** Bits of a PTE marker (1: uffd-wp). */
	readonly marker?: number;
	/** Type number of another not-present entry (a migration entry), on the kernel at hand. */
	readonly special?: number;
	/** What the offset of a migration entry says for the first page: its frame, and above it accessed and dirty (6.1 on). Models only. */
	readonly moving?: number;
	/** PG_* bits of struct page/folio. */
	readonly page?: number;
	/** PTE map count of this base page; only where mapped at level 0. */
	readonly mapcount?: number;
	/** PM_* bits. */
	readonly pagemap: number;
}

/** smaps VmFlags that are kept: soft-dirty, huge/nohuge, mergeable, uffd missing/wp/minor, shared. */
export const VMA_FLAGS = ["sd", "hg", "nh", "mg", "um", "uw", "ui", "sh"] as const;
export type VmaFlag = (typeof VMA_FLAGS)[number];

export interface VmaView {
	/** First page, from the region's start. */
	readonly at: number;
	readonly n: number;
	/** As /proc/PID/maps prints it: `rw-`, `r--`, `---`. */
	readonly prot: string;
	/** In the order in which smaps prints them. */
	readonly flags: readonly VmaFlag[];
}

export interface RegionView {
	readonly name: string;
	/** Virtual page number of the region's first page (address >> 12). */
	readonly start: number;
	/** Pages. */
	readonly pages: number;
	readonly vmas: readonly VmaView[];
	/** Cover the region from page 0 to its end, without gaps. */
	readonly runs: readonly Run[];
}

export interface ProcessView {
	readonly id: ProcessId;
	/** Waits in userfaultfd for somebody to resolve its fault. */
	readonly blocked: boolean;
	readonly regions: readonly RegionView[];
}

/** Live processes, in the order of their ids. */
export interface Observation {
	readonly processes: readonly ProcessView[];
}
