/** What the programs under all trackers share, in columns. */
import type { Bits } from "../../../base/bits.ts";
import type { BitsPool } from "../../../base/bits_pool.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import type { Counts } from "../counts.ts";
import type { Subject } from "../subject.ts";
import type { Layout } from "../workload.ts";
import { Columns } from "./columns.ts";

export abstract class ColumnSubject implements Subject {
	protected readonly mem: Columns;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool) {
		this.mem = new Columns(kernel, layout, pool);
	}

	arm(first: boolean): void {
		// A terabyte's worth of bits is not swept more often than need be.
		if (!first) this.mem.written.clear();
		this.start(first);
	}

	write(page: number): void {
		this.mem.noteWrite(page);
		if (this.mem.present.has(page)) this.store(page);
		else {
			this.mem.fill(page);
			this.filled(page);
		}
	}

	drop(page: number): void {
		const split = this.mem.isHuge(page);
		if (split) this.splitting(page);
		if (this.mem.drop(page)) this.emptied(page);
	}

	secondScan(): void {}

	abstract collect(reported: Bits): void;

	written(): Bits {
		return this.mem.written;
	}

	present(): Bits {
		return this.mem.present;
	}

	takeCounts(): Counts {
		return this.mem.takeCounts();
	}

	/** Sets tracking up for the interval. */
	protected abstract start(first: boolean): void;
	/** A write to a page that is there. */
	protected abstract store(page: number): void;
	/** The page was filled by a write. */
	protected abstract filled(page: number): void;
	/** The huge page around `page` is about to be split. */
	protected splitting(_page: number): void {}
	/** The page was dropped. */
	protected abstract emptied(page: number): void;
}

/** First and last page (end exclusive) of the block around a page. */
export function blockOf(page: number): readonly [number, number] {
	const start = (page >>> 9) << 9;
	return [start, start + 512];
}
