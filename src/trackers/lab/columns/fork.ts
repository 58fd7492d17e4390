import type { Bits } from "../../../base/bits.ts";
import type { BitsPool } from "../../../base/bits_pool.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import { PAGE_SIZE } from "../../../sim/include/page_size.ts";
import { TABLE_BYTES } from "../tool.ts";
import { BLOCK, type Layout } from "../workload.ts";
import { blockOf, ColumnSubject } from "./column_subject.ts";

/** A child holds the memory as it was at the start of the interval; the parent's first writes copy. */
export class Fork extends ColumnSubject {
	/** Pages that parent and child share. */
	private readonly shared: Bits;
	private tables = 0;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool) {
		super(kernel, layout, pool);
		this.shared = pool.take();
	}

	// mm/memory.c: copy_page_range()
	protected start(): void {
		const { mem } = this;
		this.shared.copyFrom(mem.present);
		mem.counts.syscalls++;
		mem.counts.visited += mem.entries();
		mem.counts.flushes++;
		// One table for each of the parent's; one is laid by for each huge page, too.
		this.tables = mem.layout.touchedBlocks * TABLE_BYTES;
		mem.counts.extra = this.tables;
	}

	protected store(page: number): void {
		if (!this.shared.has(page)) return;
		const { mem } = this;
		mem.counts.faults++;
		mem.counts.flushes++;
		if (mem.isHuge(page) && mem.kernel.cowCopiesHuge) {
			this.shared.deleteRange(...blockOf(page));
			this.copied(BLOCK);
			return;
		}
		if (mem.isHuge(page)) mem.split(page);
		this.shared.delete(page);
		this.copied(1);
	}

	private copied(pages: number): void {
		const { counts } = this.mem;
		counts.copied += pages * PAGE_SIZE;
		counts.extra = Math.max(counts.extra, this.tables + counts.copied);
	}

	protected filled(): void {}

	protected emptied(page: number): void {
		this.shared.delete(page);
	}

	/** It does not know what changed: all has to be saved. */
	collect(reported: Bits): void {
		reported.copyFrom(this.mem.present);
	}
}
