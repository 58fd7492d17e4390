/** QEMU's migration bitmap, as its emulated writes set it. The same model beside the machine and beside the columns. Source: include/exec/ram_addr.h. */
import type { Bits } from "../../base/bits.ts";
import type { BitsPool } from "../../base/bits_pool.ts";
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import { ColumnSubject } from "./columns/column_subject.ts";
import type { Layout } from "./workload.ts";

export class Qemu extends ColumnSubject {
	private readonly bitmap: Bits;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool) {
		super(kernel, layout, pool);
		this.bitmap = pool.take();
	}

	protected start(): void {
		this.mem.counts.extra = Math.ceil(this.mem.layout.pages / 8);
	}

	protected store(page: number): void {
		this.mem.counts.bitSets++;
		this.bitmap.add(page);
	}

	protected filled(page: number): void {
		this.store(page);
	}

	protected emptied(): void {}

	collect(reported: Bits): void {
		this.mem.counts.reportBytes += Math.ceil(this.mem.layout.pages / 8);
		reported.copyFrom(this.bitmap);
		this.bitmap.clear();
	}
}
