/** The lab's numbers in words. */
import { PAGE_SIZE } from "../../sim/include/page_size.ts";
import { addCounts, type Counter, noCounts } from "../../trackers/lab/counts.ts";
import type { IntervalResult } from "../../trackers/lab/run_tracker.ts";

interface CounterWords {
	readonly name: string;
	readonly about: string;
	readonly bytes?: true;
}

export const COUNTER_WORDS: Readonly<Record<Counter, CounterWords>> = {
	faults: { name: "faults", about: "page faults of the program" },
	messages: { name: "messages", about: "userfaultfd messages read" },
	signals: { name: "signals", about: "SIGSEGVs delivered" },
	exits: { name: "VM exits", about: "exits of the guest that tracking causes" },
	held: { name: "held", about: "times that a writer waited for user space" },
	syscalls: { name: "system calls", about: "calls of the tracker and its handler" },
	visited: { name: "entries visited", about: "page-table, log and ring entries that a walk looked at" },
	reportBytes: { name: "report", about: "bytes of reports handed to user space", bytes: true },
	flushes: { name: "TLB flushes", about: "flushes of one page or of all" },
	splits: { name: "huge pages split", about: "huge pages split, or a hypervisor's huge entries" },
	bitSets: { name: "bits set", about: "bits that software sets, again and again" },
	copied: { name: "copied", about: "bytes copied before a write may go on", bytes: true },
	extra: { name: "extra memory", about: "most memory held beyond the program's own", bytes: true },
	vmas: { name: "VMAs", about: "most VMAs that the memory was cut into" },
};

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export function countText(n: number): string {
	return grouped.format(n);
}

/** `3.5 MiB`: three digits, the largest binary unit that keeps it above one. */
export function bytesText(bytes: number): string {
	const units = ["B", "KiB", "MiB", "GiB", "TiB"];
	let value = bytes;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${value >= 100 || Number.isInteger(value) ? grouped.format(value) : value.toPrecision(3)} ${units[unit]}`;
}

export function counterText(counter: Counter, value: number): string {
	return COUNTER_WORDS[counter].bytes ? bytesText(value) : countText(value);
}

/** Memory of so many pages, as in `64 MiB`. */
export function memoryText(pages: number): string {
	return bytesText(pages * PAGE_SIZE);
}

/** The page as the explorer names it. */
export function pageText(page: number): string {
	return `heap+0x${(page * PAGE_SIZE).toString(16)}`;
}

/** Several intervals as one: everything added, of peaks the highest. */
export function together(results: readonly IntervalResult[]): IntervalResult {
	const sum = { written: 0, reported: 0, missed: 0, spurious: 0, missedPages: [] as readonly number[], counts: noCounts() };
	for (const each of results) {
		sum.written += each.written;
		sum.reported += each.reported;
		sum.missed += each.missed;
		sum.spurious += each.spurious;
		sum.counts = addCounts(sum.counts, each.counts);
		// Pages are listed for one interval only: of several, the last.
		sum.missedPages = each.missedPages;
	}
	return sum;
}
