import type { Bits } from "../../../base/bits.ts";
import type { BitsPool } from "../../../base/bits_pool.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import { REGION_BYTES, scanCalls } from "../tool.ts";
import { BLOCK, type Layout } from "../workload.ts";
import { ColumnSubject } from "./column_subject.ts";

/** userfaultfd write-protect that resolves itself, and PAGEMAP_SCAN that reports and protects again in one go. */
export class UffdAsync extends ColumnSubject {
	/** Armed entries; all others that are there are writable. */
	private readonly armed: Bits;
	private readonly found: Bits;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool) {
		super(kernel, layout, pool);
		this.armed = pool.take();
		this.found = pool.take();
	}

	protected start(first: boolean): void {
		if (!first) return;
		this.mem.counts.syscalls += 3;
		this.scan();
	}

	protected store(page: number): void {
		if (!this.armed.has(page)) return;
		const { mem } = this;
		mem.counts.faults++;
		// mm/memory.c: __handle_mm_fault(): an armed huge page is split, and only the written page gives its mark up.
		if (mem.isHuge(page)) mem.split(page);
		this.armed.delete(page);
		mem.reuse(page);
	}

	protected filled(): void {}

	protected emptied(page: number): void {
		this.armed.delete(page);
	}

	override secondScan(): void {
		this.armed.copyFrom(this.mem.present);
	}

	collect(reported: Bits): void {
		this.scan();
		reported.copyFrom(this.found);
	}

	/** Finds what is there and written, and arms it. */
	// fs/proc/task_mmu.c: do_pagemap_scan(), PM_SCAN_WP_MATCHING
	private scan(): void {
		const { mem, found } = this;
		found.copyFrom(mem.present);
		found.deleteAll(this.armed);
		let ranges = 0;
		let lastBlock = -1;
		let blocks = 0;
		found.runs((start, end) => {
			ranges++;
			const from = Math.max(Math.floor(start / BLOCK), lastBlock + 1);
			const to = Math.floor((end - 1) / BLOCK);
			blocks += to - from + 1;
			lastBlock = to;
		});
		this.armed.copyFrom(mem.present);
		mem.counts.syscalls += scanCalls(ranges);
		mem.counts.visited += mem.entries();
		mem.counts.reportBytes += ranges * REGION_BYTES;
		mem.counts.flushes += blocks;
	}
}
