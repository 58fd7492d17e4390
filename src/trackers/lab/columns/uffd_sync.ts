import type { Bits } from "../../../base/bits.ts";
import type { BitsPool } from "../../../base/bits_pool.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import { MESSAGE_BYTES } from "../tool.ts";
import type { Layout } from "../workload.ts";
import { blockOf, ColumnSubject } from "./column_subject.ts";

/** userfaultfd write-protect with a reader that is asked about each first write, and unprotects a base page or 2 MiB at a time. */
export class UffdSync extends ColumnSubject {
	private readonly granule: "page" | "block";
	private readonly armed: Bits;
	private readonly writable: Bits;
	private readonly noted: Bits;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool, granule: "page" | "block") {
		super(kernel, layout, pool);
		this.granule = granule;
		this.armed = pool.take();
		this.writable = pool.take();
		this.noted = pool.take();
		this.writable.copyFrom(this.mem.present);
	}

	protected start(first: boolean): void {
		const { mem } = this;
		const { hugeEnd, pages } = mem.layout;
		if (first) {
			// Opening, asking for the API, registering.
			mem.counts.syscalls += 3;
			if (hugeEnd > 0) this.protect(0, hugeEnd);
			if (hugeEnd < pages) this.protect(hugeEnd, pages);
			return;
		}
		// Only what was reported needs protecting again: the others still are. One call for each run, cut where the VMAs meet.
		this.noted.runs((start, end) => {
			if (start < hugeEnd && end > hugeEnd) {
				this.protect(start, hugeEnd);
				this.protect(hugeEnd, end);
			} else this.protect(start, end);
		});
		this.noted.clear();
	}

	/** UFFDIO_WRITEPROTECT; without markers, what is not there is not protected. */
	private protect(start: number, end: number): void {
		const { mem } = this;
		const to = Math.min(end, mem.layout.populated);
		mem.counts.syscalls++;
		mem.counts.visited += mem.entriesOf(start, to);
		mem.counts.flushes++;
		this.armed.copyRange(mem.present, start, to);
		this.writable.deleteRange(start, to);
	}

	protected store(page: number): void {
		if (this.writable.has(page)) return;
		const { mem } = this;
		mem.counts.faults++;
		if (this.armed.has(page)) this.ask(page);
		if (this.writable.has(page)) return;
		if (mem.isHuge(page)) {
			const [from, to] = blockOf(page);
			this.writable.addRange(from, to);
		} else {
			mem.reuse(page);
			this.writable.add(page);
		}
	}

	/** A message, the reader's answer, and the writer's second try, up to where an ordinary write fault goes on. */
	private ask(page: number): void {
		const { mem } = this;
		const whole = this.granule === "block";
		const [from, to] = whole ? blockOf(page) : [page, page + 1];
		mem.counts.messages++;
		mem.counts.held++;
		mem.counts.reportBytes += MESSAGE_BYTES;
		// Reading the message, and answering.
		mem.counts.syscalls += 2;
		mem.counts.visited += mem.entriesOf(from, to);
		mem.counts.flushes++;
		this.noted.addRange(from, to);
		if (!whole && mem.isHuge(page)) mem.split(page);
		this.armed.deleteRange(from, to);
		// mm/mprotect.c: change_pte_range(): entries get vm_page_prot, which is read-only, and write back only where the kernel upgrades
		// (can_change_pte_writable(): all pages are exclusive, and soft-dirty does not track).
		if (mem.kernel.resolveUpgrades) this.writable.copyRange(mem.present, from, to);
		else this.writable.deleteRange(from, to);
	}

	protected filled(page: number): void {
		this.writable.add(page);
	}

	protected emptied(page: number): void {
		this.writable.delete(page);
		this.armed.delete(page);
	}

	collect(reported: Bits): void {
		reported.copyFrom(this.noted);
	}
}
