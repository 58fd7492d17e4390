/**
 * A live snapshot over time: a saver writes the memory out at its pace while the program goes on writing. fork() copies whatever the
 * parent writes first, as long as the child lives; a userfaultfd thread saves a page before it lets the first write to it through,
 * into a buffer that may be bounded, and then holds writers until there is room.
 */
import { Bits } from "../../base/bits.ts";
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import { PAGE_SIZE } from "../../sim/include/page_size.ts";
import { DROP, Operations } from "./operations.ts";
import { TABLE_BYTES } from "./tool.ts";
import { BLOCK, layoutOf, type Workload } from "./workload.ts";

export interface SnapshotPlan {
	/** Pages that the saver writes out while the program makes one interval's writes. */
	readonly pagesPerInterval: number;
	/** Pages that the userfaultfd thread's buffer has room for. */
	readonly bufferPages: number;
}

export interface SnapshotSample {
	/** Intervals since the start. */
	readonly time: number;
	/** Extra memory in bytes: of fork, of userfaultfd without a bound, and with it. */
	readonly fork: number;
	readonly unbounded: number;
	readonly bounded: number;
}

export interface SnapshotResult {
	readonly samples: readonly SnapshotSample[];
	readonly peakFork: number;
	readonly peakUnbounded: number;
	readonly peakBounded: number;
	/** Writes that had to wait for room in the bounded buffer, and for how long in all: pages saved meanwhile. */
	readonly heldWrites: number;
	readonly heldPages: number;
}

const MOST_SAMPLES = 200;
/** Intervals after which a snapshot that is not done counts as never done. */
const MOST_INTERVALS = 4096;

/** Memory that waits to be written out by a saver that takes what lies in its buffer first, then page after page. */
class Saver {
	readonly limit: number;
	peak = 0;
	buffered = 0;
	held = 0;
	heldPages = 0;
	private readonly saved: Bits;
	private next = 0;
	private readonly populated: number;

	constructor(pages: number, populated: number, limit: number) {
		this.saved = new Bits(pages);
		this.populated = populated;
		this.limit = limit;
	}

	/** One page is written out. */
	save(): void {
		if (this.buffered > 0) {
			this.buffered--;
			return;
		}
		while (this.next < this.populated && this.saved.has(this.next)) this.next++;
		if (this.next < this.populated) this.saved.add(this.next++);
	}

	/** A first write: the old page goes into the buffer, as soon as there is room. */
	write(page: number): void {
		if (this.saved.has(page)) return;
		if (this.buffered >= this.limit) {
			this.held++;
			this.heldPages++;
			this.save();
		}
		this.saved.add(page);
		this.buffered++;
		this.peak = Math.max(this.peak, this.buffered);
	}
}

/** Yields the share that is done, and the result at the end. Writes only; drops are left out. */
export function* snapshotMemory(workload: Workload, kernel: KernelRecord, plan: SnapshotPlan): Generator<number, SnapshotResult, void> {
	const layout = layoutOf(workload);
	const unbounded = new Saver(layout.pages, layout.populated, Number.POSITIVE_INFINITY);
	const bounded = new Saver(layout.pages, layout.populated, Math.max(1, plan.bufferPages));
	const copied = new Bits(layout.pages);
	const tables = layout.touchedBlocks * TABLE_BYTES;
	const intervals = Math.min(MOST_INTERVALS, layout.populated / plan.pagesPerInterval);
	const writes = Math.max(1, workload.writes);
	const total = Math.ceil(intervals * writes);
	const operations = new Operations({ ...workload, drops: 0, writes, intervals: Math.ceil(intervals) });
	const samples: SnapshotSample[] = [{ time: 0, fork: tables, unbounded: 0, bounded: 0 }];
	let forkBytes = tables;
	let done = 0;
	let saved = 0;
	for (let interval = 0; done < total; interval++) {
		for (const chunk of operations.chunks(interval)) {
			for (const operation of chunk) {
				if (operation >= DROP || done >= total) continue;
				const page = operation;
				if (!copied.has(page)) {
					const whole = page < layout.hugeEnd && kernel.cowCopiesHuge;
					const from = whole ? page - (page % BLOCK) : page;
					const to = whole ? from + BLOCK : page + 1;
					copied.addRange(from, to);
					forkBytes += (to - from) * PAGE_SIZE;
				}
				unbounded.write(page);
				bounded.write(page);
				done++;
				const due = Math.floor((done * plan.pagesPerInterval) / writes);
				for (; saved < due; saved++) {
					unbounded.save();
					bounded.save();
				}
				if (done % Math.ceil(total / MOST_SAMPLES) === 0) {
					const extra = (saver: Saver) => saver.buffered * PAGE_SIZE;
					samples.push({ time: done / writes, fork: forkBytes, unbounded: extra(unbounded), bounded: extra(bounded) });
				}
			}
			yield done / total;
			if (done >= total) break;
		}
	}
	return {
		samples,
		peakFork: forkBytes,
		peakUnbounded: unbounded.peak * PAGE_SIZE,
		peakBounded: bounded.peak * PAGE_SIZE,
		heldWrites: bounded.held,
		heldPages: bounded.heldPages,
	};
}
