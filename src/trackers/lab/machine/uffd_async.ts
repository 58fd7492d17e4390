import type { Bits } from "../../../base/bits.ts";
import { PAGE_IS_PRESENT, PAGE_IS_SWAPPED, PAGE_IS_WRITTEN } from "../../../sim/fs/proc/pagemap_scan.ts";
import { REGION_BYTES, scanCalls } from "../tool.ts";
import { BLOCK } from "../workload.ts";
import { MachineSubject } from "./machine_subject.ts";

/** Registers with WP_ASYNC, and scans with PM_SCAN_WP_MATCHING for what is there and written. */
export class MachineUffdAsync extends MachineSubject {
	protected start(first: boolean): void {
		if (!first) return;
		this.run({ kind: "uffd_open", features: ["wp_async"] });
		this.run({ kind: "uffd_register", range: this.range(0, this.layout.pages), modes: ["wp"] });
		this.counts.syscalls += 3;
		this.scan(null);
	}

	override secondScan(): void {
		const counts = this.takeCounts();
		this.scan(null);
		this.counts = counts;
	}

	collect(reported: Bits): void {
		reported.clear();
		this.scan(reported);
	}

	/**
	 * Scans block by block, since a step has room for 512 ranges; the ranges are put together again, and the calls counted as a tool
	 * with room for 512 needs them.
	 */
	private scan(reported: Bits | null): void {
		const { pages, populated } = this.layout;
		this.counts.visited += this.entries(0, pages);
		let ranges = 0;
		let lastEnd = -1;
		const found = { anyof: PAGE_IS_PRESENT | PAGE_IS_SWAPPED, all: PAGE_IS_WRITTEN, inverted: 0, wp: true, check: true };
		for (let start = 0; start < pages; start += BLOCK) {
			const end = start < populated ? start + BLOCK : pages;
			const events = this.run({ kind: "scan", range: this.range(start, end), ...found });
			for (const event of events) {
				if (event.kind !== "scanned") continue;
				const from = this.pageOf(event.at);
				if (from !== lastEnd) ranges++;
				lastEnd = from + event.pages;
				reported?.addRange(from, lastEnd);
			}
			// One flush for each PMD's range in which something was armed.
			if (events.length > 0) this.counts.flushes++;
			if (end === pages) break;
		}
		this.counts.syscalls += scanCalls(ranges);
		this.counts.reportBytes += ranges * REGION_BYTES;
	}
}
