import { Bits } from "../../../base/bits.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import { MESSAGE_BYTES } from "../tool.ts";
import { BLOCK, type Layout } from "../workload.ts";
import { MachineSubject } from "./machine_subject.ts";

/** Registers for write-protect, answers messages one by one, and protects again what it let through. */
export class MachineUffdSync extends MachineSubject {
	private readonly granule: number;
	private readonly noted: Bits;

	constructor(kernel: KernelRecord, layout: Layout, granule: "page" | "block") {
		super(kernel, layout);
		this.granule = granule === "page" ? 1 : BLOCK;
		this.noted = new Bits(layout.pages);
	}

	protected start(first: boolean): void {
		const { hugeEnd, pages } = this.layout;
		if (first) {
			this.run({ kind: "uffd_open", features: ["wp"] });
			this.run({ kind: "uffd_register", range: this.range(0, pages), modes: ["wp"] });
			// The UFFDIO_API that the open step includes is a call of its own.
			this.counts.syscalls += 3;
			if (hugeEnd > 0) this.protect(0, hugeEnd);
			if (hugeEnd < pages) this.protect(hugeEnd, pages);
			return;
		}
		this.noted.runs((start, end) => {
			if (start < hugeEnd && end > hugeEnd) {
				this.protect(start, hugeEnd);
				this.protect(hugeEnd, end);
			} else this.protect(start, end);
		});
		this.noted.clear();
	}

	private protect(start: number, end: number): void {
		this.counts.syscalls++;
		this.counts.visited += this.entries(start, end);
		this.counts.flushes++;
		this.run({ kind: "uffd_protect", range: this.range(start, end) });
	}

	override write(page: number): void {
		const events = this.fault({ kind: "write", range: this.range(page, page + 1) });
		for (const event of events) {
			if (event.kind === "blocked") this.counts.held++;
			if (event.kind === "pagefault") this.answer(this.pageOf(event.at));
		}
	}

	private answer(page: number): void {
		const start = page - (page % this.granule);
		const end = start + this.granule;
		this.counts.messages++;
		this.counts.reportBytes += MESSAGE_BYTES;
		this.counts.syscalls += 2;
		this.counts.visited += this.entries(start, end);
		this.counts.flushes++;
		this.noted.addRange(start, end);
		// Unprotecting wakes the writer, whose retry runs within the same step: no exception of its own.
		this.count(this.traced({ kind: "uffd_unprotect", range: this.range(start, end) }).runs);
	}

	collect(reported: Bits): void {
		reported.copyFrom(this.noted);
	}
}
