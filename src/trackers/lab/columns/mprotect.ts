import type { Bits } from "../../../base/bits.ts";
import type { BitsPool } from "../../../base/bits_pool.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import { MAX_MAP_COUNT } from "../tool.ts";
import type { Layout } from "../workload.ts";
import { blockOf, ColumnSubject } from "./column_subject.ts";

/** mprotect() and a handler of SIGSEGV that makes one page writable at a time. */
export class Mprotect extends ColumnSubject {
	/** Pages whose VMA permits writing. */
	private readonly permitted: Bits;
	private readonly writable: Bits;
	/** Pages with a dirty entry: 6.1 gives write back only to those. */
	private readonly dirty: Bits;
	private vmas: number;
	private gaveUp = false;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool) {
		super(kernel, layout, pool);
		this.permitted = pool.take();
		this.writable = pool.take();
		this.dirty = pool.take();
		this.dirty.copyFrom(this.mem.present);
		this.vmas = this.baseVmas();
	}

	private baseVmas(): number {
		const { hugeEnd, pages } = this.mem.layout;
		return hugeEnd > 0 && hugeEnd < pages ? 2 : 1;
	}

	protected start(first: boolean): void {
		const { mem } = this;
		mem.counts.syscalls++;
		mem.counts.flushes++;
		// Only VMAs that change are walked. Which of their tables exist: writable ones are pages that were written.
		mem.counts.visited += first || this.gaveUp ? mem.entries() : this.permitted.count();
		if (!first) {
			this.permitted.clear();
			this.writable.clear();
		}
		this.gaveUp = false;
		this.vmas = this.baseVmas();
		mem.counts.vmas = this.vmas;
	}

	override write(page: number): void {
		if (!this.permitted.has(page)) this.trap(page);
		super.write(page);
	}

	/** SIGSEGV, and the handler's call for the page. */
	private trap(page: number): void {
		const { mem } = this;
		mem.counts.faults++;
		mem.counts.signals++;
		mem.counts.syscalls++;
		if (this.vmas + 2 > MAX_MAP_COUNT) {
			this.giveUp();
			return;
		}
		mem.counts.visited++;
		mem.counts.flushes++;
		if (mem.isHuge(page)) {
			this.splitting(page);
			mem.split(page);
		}
		this.changeVma(page);
		if (mem.present.has(page) && this.upgrades(page)) this.writable.add(page);
	}

	/** ENOMEM: no more VMAs to be had. All that is left is to permit everything, and to count everything as written. */
	private giveUp(): void {
		const { mem } = this;
		mem.counts.syscalls++;
		mem.counts.flushes++;
		mem.counts.visited += mem.entries() - this.permitted.count();
		this.permitted.addRange(0, mem.layout.pages);
		this.gaveUp = true;
		this.vmas = this.baseVmas();
		switch (mem.kernel.mprotectUpgrade) {
			case "never":
				return;
			case "dirty":
				// Huge pages wait for their next write fault until 6.2 (mprotectUpgradesPmd).
				this.writable.copyFrom(this.dirty);
				for (let block = 0; block < mem.layout.hugeBlocks; block++) {
					if (mem.isHuge(block << 9)) this.writable.deleteRange(block << 9, (block + 1) << 9);
				}
				return;
			case "always":
				this.writable.copyFrom(mem.present);
		}
	}

	/** The page's VMA becomes writable: it merges with writable neighbours and is cut from read-only ones. */
	private changeVma(page: number): void {
		const { hugeEnd, pages } = this.mem.layout;
		const [first, end] = page < hugeEnd ? [0, hugeEnd] : [hugeEnd, pages];
		if (page > first) this.vmas += this.permitted.has(page - 1) ? -1 : 1;
		if (page + 1 < end) this.vmas += this.permitted.has(page + 1) ? -1 : 1;
		this.permitted.add(page);
		this.mem.counts.vmas = Math.max(this.mem.counts.vmas, this.vmas);
	}

	// mm/mprotect.c: can_change_pte_writable()
	private upgrades(page: number): boolean {
		const { mprotectUpgrade } = this.mem.kernel;
		return mprotectUpgrade === "always" || (mprotectUpgrade === "dirty" && this.dirty.has(page));
	}

	protected store(page: number): void {
		if (!this.writable.has(page)) {
			const { mem } = this;
			mem.counts.faults++;
			if (mem.isHuge(page)) {
				const [from, to] = blockOf(page);
				this.writable.addRange(from, to);
				return;
			}
			mem.reuse(page);
		}
		this.filled(page);
	}

	protected filled(page: number): void {
		this.writable.add(page);
		this.dirty.add(page);
	}

	protected override splitting(page: number): void {
		if (!this.mem.kernel.splitDirtiesPtes) this.dirty.deleteRange(...blockOf(page));
	}

	protected emptied(page: number): void {
		this.writable.delete(page);
		this.dirty.delete(page);
	}

	collect(reported: Bits): void {
		reported.copyFrom(this.permitted);
	}
}
