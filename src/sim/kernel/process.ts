/** A process with its address space. Source: struct task_struct, struct mm_struct. */
import type { Operation, ProcessId } from "../include/operation.ts";
import type { PageSet } from "../mm/page_set.ts";
import type { TableRef } from "../mm/pgtable.ts";
import type { Vma } from "../mm/vma.ts";
import type { WpWatch } from "../wp_watch.ts";

/** A name that the scenario gave to a stretch of addresses; it stays when the memory is unmapped. */
export interface Region {
	readonly name: string;
	/** Virtual page number. */
	readonly start: number;
	readonly pages: number;
}

/** An access that stopped at a fault which user space has to answer, or at a page that is being moved; it goes on from that page. */
export interface Blocked {
	readonly operation: Operation;
	/**
	 * userfaultfd; the reader of an event that a call of its own made; an entry of a page on its way, which is waited for with
	 * mmap_lock held; that page's lock; the kernel's own BUG().
	 */
	readonly on: "userfaultfd" | "event" | "entry" | "lock" | "oops";
	/** Context that was asked, 0 for none. */
	readonly context: number;
	/** Head of the folio that is waited for, -1 for none. */
	readonly folio: number;
	/** Page of the fault, and the end of what is still to be done. */
	readonly vpn: number;
	readonly end: number;
}

export interface Process {
	readonly id: ProcessId;
	/** Position in the machine's list: the owner number of its page tables. */
	readonly index: number;
	/** Its memory exists. */
	live: boolean;
	/**
	 * The script can name it: not so the child of a fork that waits for a reader, nor a process that was told to exit while it is blocked.
	 * Their pages stay where they are.
	 */
	inReach: boolean;
	/** Sorted by address, without overlaps. Replaced as a whole. */
	vmas: readonly Vma[];
	regions: readonly Region[];
	pgd: TableRef;
	/** Its newest userfaultfd, 0 for none. */
	uffd: number;
	/** Set while it waits for somebody to answer its fault, or for a migration to end. */
	blocked: Blocked | null;
	/** CPU that it is bound to, null when it runs wherever the manager runs. */
	cpu: number | null;
	/** Node that its memory policy binds it to, null for the default: the node of its CPU. */
	node: number | null;
	/** Pages that its CPU may write without asking the page table; null where no kernel rule depends on that (mm/tlb.ts). */
	tlb: PageSet | null;
	/** The last byte value that a `write` stored; wraps from 255 to 1, as the recorder's does. */
	stamp: number;
	/** Pages stored to since the process's last clear_refs: the truth that trackers are judged by. */
	written: PageSet;
	/** Written in that time, then given up by the program itself. */
	dropped: PageSet;
	/** Pages stored to between the last two clear_refs: what a reader that cleared at the first of them looks for. Empty before the second. */
	overtaken: PageSet;
	/** Whether its soft-dirty was ever cleared. */
	cleared: boolean;
	/** The truth about uffd-wp where messages tell of writes, and where only PAGEMAP_SCAN does (WP_ASYNC). */
	wpSync: WpWatch;
	wpAsync: WpWatch;
}

export function copyProcess(process: Process): Process {
	const { tlb, written, dropped, overtaken } = process;
	return { ...process, tlb: tlb?.copy() ?? null, written: written.copy(), dropped: dropped.copy(), overtaken: overtaken.copy() };
}

/** Whether it can be named, seen and asked to do something. */
export function isRunning({ live, inReach }: Process): boolean {
	return live && inReach;
}

/** The VMA that holds the page. Source: mm/mmap.c, find_vma() and a test of its start. */
export function vmaLookup(process: Process, vpn: number): Vma | undefined {
	let low = 0;
	let high = process.vmas.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const vma = process.vmas[middle];
		if (vma === undefined) return undefined;
		if (vpn < vma.start) high = middle - 1;
		else if (vpn >= vma.end) low = middle + 1;
		else return vma;
	}
	return undefined;
}

/** The first VMA that ends above the page. Source: mm/mmap.c, find_vma(). */
export function findVma(process: Process, vpn: number): Vma | undefined {
	return process.vmas.find((vma) => vma.end > vpn);
}
