import type { Bits } from "../../../base/bits.ts";
import type { BitsPool } from "../../../base/bits_pool.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import { pagemapReads, WORD } from "../tool.ts";
import type { Layout } from "../workload.ts";
import { blockOf, ColumnSubject } from "./column_subject.ts";

/** Soft-dirty: two bits for each page, those of its PTE or of the PMD above it. */
export class SoftDirty extends ColumnSubject {
	private readonly softDirty: Bits;
	private readonly writable: Bits;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool) {
		super(kernel, layout, pool);
		this.softDirty = pool.take();
		this.writable = pool.take();
	}

	// fs/proc/task_mmu.c: clear_refs_write()
	protected start(first: boolean): void {
		const { mem } = this;
		// All start out clear here; on the machine the first write made every bit set.
		if (!first) this.clearRefs();
		mem.counts.syscalls++;
		mem.counts.visited += mem.entries();
		mem.counts.flushes += mem.hugeBlocks + (mem.kernel.clearRefsForgetsTlb ? 0 : 1);
	}

	override secondScan(): void {
		this.clearRefs();
	}

	protected store(page: number): void {
		if (this.writable.has(page)) return;
		this.mem.counts.faults++;
		if (this.mem.isHuge(page)) {
			// mm/huge_memory.c: do_huge_pmd_wp_page(): one write answers for all.
			const [from, to] = blockOf(page);
			this.writable.addRange(from, to);
			this.softDirty.addRange(from, to);
			return;
		}
		this.mem.reuse(page);
		this.filled(page);
	}

	protected filled(page: number): void {
		this.writable.add(page);
		this.softDirty.add(page);
	}

	protected override splitting(page: number): void {
		const { kernel } = this.mem;
		const [from, to] = blockOf(page);
		// The PMD is always dirty here: the program wrote to all of its memory before.
		if (kernel.splitDirtiesPtes) this.softDirty.addRange(from, to);
		else if (!kernel.splitCarriesSoftDirty) this.softDirty.deleteRange(from, to);
	}

	protected emptied(page: number): void {
		this.writable.delete(page);
		this.softDirty.delete(page);
	}

	collect(reported: Bits): void {
		const { mem } = this;
		reported.copyFrom(this.softDirty);
		mem.counts.syscalls += pagemapReads(mem.layout.pages);
		mem.counts.visited += mem.entries();
		mem.counts.reportBytes += mem.layout.pages * WORD;
	}

	private clearRefs(): void {
		this.writable.clear();
		this.softDirty.clear();
	}
}
