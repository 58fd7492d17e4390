/**
 * A program under a tracker. The lab asks it the same things whether the machine of src/sim answers, entry for entry, or columns of bits
 * do, so that the two can be compared count for count.
 */
import type { Bits } from "../../base/bits.ts";
import type { Counts } from "./counts.ts";

export interface Subject {
	/** Starts an interval; `first`: nothing was set up yet. */
	arm(first: boolean): void;
	/** The program stores one byte to a page. */
	write(page: number): void;
	/** The program gives a page back by madvise(MADV_DONTNEED). */
	drop(page: number): void;
	/** Another scanner of the same kind reads and starts over. */
	secondScan(): void;
	/** Ends the interval: what the tracker reports becomes the content of the set. */
	collect(reported: Bits): void;
	/** Pages that were written in the interval and not dropped since. */
	written(): Bits;
	/** Pages that hold anything. */
	present(): Bits;
	/** What was counted since this was last asked. */
	takeCounts(): Counts;
}
