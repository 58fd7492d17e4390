import { Bits } from "../../../base/bits.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import { accessRange } from "../../../sim/mm/access.ts";
import type { Layout } from "../workload.ts";
import { MachineSubject } from "./machine_subject.ts";

/**
 * Makes all memory read-only; the handler of SIGSEGV makes one page writable. The machine has no signal handlers: whether an access
 * ends in SIGSEGV is asked of its fault code first, and then the handler's call and the access are steps.
 */
export class MachineMprotect extends MachineSubject {
	private readonly permitted: Bits;

	constructor(kernel: KernelRecord, layout: Layout) {
		super(kernel, layout);
		this.permitted = new Bits(layout.pages);
	}

	protected start(first: boolean): void {
		const { pages } = this.layout;
		this.counts.syscalls++;
		this.counts.flushes++;
		// mprotect() walks the VMAs that change: all of them at first, then those that the handler opened.
		if (first) this.counts.visited += this.entries(0, pages);
		else this.permitted.runs((start, end) => (this.counts.visited += this.entries(start, end)));
		this.permitted.clear();
		this.run({ kind: "protect", range: this.range(0, pages), prot: "r" });
		this.counts.vmas = this.program.vmas.length;
	}

	override write(page: number): void {
		if (this.traps(page)) {
			this.counts.faults++;
			this.counts.signals++;
			this.counts.syscalls++;
			this.counts.visited++;
			this.counts.flushes++;
			this.permitted.add(page);
			this.count(this.traced({ kind: "protect", range: this.range(page, page + 1), prot: "rw" }).runs);
			this.counts.vmas = Math.max(this.counts.vmas, this.program.vmas.length);
		}
		super.write(page);
	}

	/** An access that ends in SIGSEGV changes nothing; any other is left to the step that follows, and is tried on a VMA that forbids it only. */
	private traps(page: number): boolean {
		if (this.permitted.has(page)) return false;
		const vpn = this.vpn(page);
		return accessRange(this.m, this.program, vpn, vpn + 1, (content) => content) === "sigsegv";
	}

	collect(reported: Bits): void {
		reported.copyFrom(this.permitted);
	}
}
