import type { Bits } from "../../../base/bits.ts";
import { pagemapBits } from "../../../sim/fs/proc/pagemap.ts";
import { PM_SOFT_DIRTY } from "../../../sim/include/observation.ts";
import { vmaLookup } from "../../../sim/kernel/process.ts";
import { pagemapReads, WORD } from "../tool.ts";
import { MachineSubject } from "./machine_subject.ts";

/** Writes 4 to clear_refs, and reads pagemap. */
export class MachineSoftDirty extends MachineSubject {
	protected start(): void {
		const { pages } = this.layout;
		this.counts.syscalls++;
		this.counts.visited += this.entries(0, pages);
		// pmdp_invalidate() flushes for each huge page, and the end of clear_refs for all, where it does not forget to.
		this.counts.flushes += this.entries(0, pages, "huge") + (this.m.kernel.clearRefsForgetsTlb ? 0 : 1);
		this.run({ kind: "clear_refs" });
	}

	override secondScan(): void {
		const { written, dropped } = this.program;
		this.run({ kind: "clear_refs" });
		// The machine's notes of the truth begin anew with clear_refs; what the first scanner is judged by does not.
		this.m.change(this.program, "written", written);
		this.m.change(this.program, "dropped", dropped);
	}

	collect(reported: Bits): void {
		const { pages } = this.layout;
		reported.clear();
		this.eachEntry(0, pages, (flags, page, n, huge, pfn) => {
			const vma = vmaLookup(this.program, this.vpn(page));
			if ((pagemapBits(this.m, vma, flags, pfn, huge) & PM_SOFT_DIRTY) !== 0) reported.addRange(page, page + n);
		});
		this.counts.syscalls += pagemapReads(pages);
		this.counts.visited += this.entries(0, pages);
		this.counts.reportBytes += pages * WORD;
	}
}
