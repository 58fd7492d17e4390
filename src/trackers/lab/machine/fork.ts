import type { Bits } from "../../../base/bits.ts";
import { walkPmds } from "../../../sim/mm/walk.ts";
import { TABLE_BYTES } from "../tool.ts";
import type { FunctionRun } from "./counting_trace.ts";
import { MachineSubject } from "./machine_subject.ts";

const CHILD = "B";

/** Forks a child at the start of each interval; it exits when everything was saved. */
export class MachineFork extends MachineSubject {
	private tables = 0;
	private copied = 0;

	protected start(): void {
		const { pages } = this.layout;
		this.counts.syscalls++;
		this.counts.visited += this.entries(0, pages);
		this.counts.flushes++;
		this.run({ kind: "fork", child: CHILD });
		this.tables = this.childTables() * TABLE_BYTES;
		this.copied = 0;
		this.counts.extra = this.tables;
	}

	/** Tables of PTEs that the child has; for each huge page one is laid by. */
	private childTables(): number {
		const child = this.m.process(CHILD);
		let count = 0;
		if (child === undefined) return 0;
		walkPmds(this.m, child, this.vpn(0), this.vpn(this.layout.pages), {
			huge: () => {
				count++;
				return "done";
			},
			table: () => {
				count++;
			},
		});
		return count;
	}

	protected override count(runs: readonly FunctionRun[]): void {
		const before = this.counts.copied;
		super.count(runs);
		this.copied += this.counts.copied - before;
		this.counts.extra = Math.max(this.counts.extra, this.tables + this.copied);
	}

	/** The child does not know what changed: all has to be saved. Then it goes. */
	collect(reported: Bits): void {
		this.run({ kind: "exit" }, CHILD);
		reported.copyFrom(this.present());
	}
}
