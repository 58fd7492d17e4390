/** What tracking costs, counted. Nothing here is a time. */

/** Counters that grow with everything that happens. */
export const SUMS = [
	/** Page faults of the writer: exceptions, not how often a handler is entered. */
	"faults",
	/** userfaultfd messages read. */
	"messages",
	/** SIGSEGVs delivered. */
	"signals",
	/** VM exits that exist because of tracking. */
	"exits",
	/** Times a writer stood still until user space let it go on. */
	"held",
	/** System calls of the tracker, its handler included. */
	"syscalls",
	/** Entries of page tables, logs and rings that a walk looked at. */
	"visited",
	/** Bytes of reports handed to user space. */
	"reportBytes",
	/** TLB flushes, of one page or of all. */
	"flushes",
	/** Huge pages, or a hypervisor's huge entries, split into base pages. */
	"splits",
	/** Bits set in software, again and again for the same page. */
	"bitSets",
	/** Bytes copied for the writer before it may write. */
	"copied",
] as const;
/** Counters that hold a highest value. */
export const PEAKS = [
	/** Bytes held beyond what the program itself has. */
	"extra",
	/** VMAs that the memory consists of. */
	"vmas",
] as const;
export const COUNTERS = [...SUMS, ...PEAKS] as const;
export type Counter = (typeof COUNTERS)[number];
export type Counts = Record<Counter, number>;

export function noCounts(): Counts {
	return {
		faults: 0,
		messages: 0,
		signals: 0,
		exits: 0,
		held: 0,
		syscalls: 0,
		visited: 0,
		reportBytes: 0,
		flushes: 0,
		splits: 0,
		bitSets: 0,
		copied: 0,
		extra: 0,
		vmas: 0,
	};
}

/** Sums added, peaks the higher of both. */
export function addCounts(a: Counts, b: Counts): Counts {
	const result = noCounts();
	for (const key of SUMS) result[key] = a[key] + b[key];
	for (const key of PEAKS) result[key] = Math.max(a[key], b[key]);
	return result;
}
