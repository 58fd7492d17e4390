/**
 * A program under a tracker on the machine of src/sim: every operation goes through the machine's door, and what it cost is read from
 * its results, its events and its micro-steps. Source of the counts: the functions of the kernel that ran.
 */
import { assert } from "../../../base/assert.ts";
import { Bits } from "../../../base/bits.ts";
import { ENTRY_TABLE } from "../../../sim/arch/x86_64.ts";
import type { KernelEvent } from "../../../sim/include/event.ts";
import type { KernelRecord } from "../../../sim/include/kernel_record.ts";
import type { Operation, Range, Step } from "../../../sim/include/operation.ts";
import { PAGE_SIZE } from "../../../sim/include/page_size.ts";
import type { Process } from "../../../sim/kernel/process.ts";
import { boot, step } from "../../../sim/machine.ts";
import type { Machine } from "../../../sim/machine_state.ts";
import { PageSet } from "../../../sim/mm/page_set.ts";
import { walkPmds } from "../../../sim/mm/walk.ts";
import { type Counts, noCounts } from "../counts.ts";
import type { Subject } from "../subject.ts";
import { BLOCK, type Layout } from "../workload.ts";
import { countingTrace, type FunctionRun } from "./counting_trace.ts";

/** Functions that end a write fault, one run each. */
const FAULT_ENDS: ReadonlySet<string> = new Set(["do_anonymous_page", "wp_page_reuse", "wp_page_copy", "do_huge_pmd_wp_page"]);
const REGION = "heap";
export const PROGRAM = "A";

export abstract class MachineSubject implements Subject {
	protected readonly m: Machine;
	protected readonly layout: Layout;
	protected counts: Counts = noCounts();
	/** Every step that was carried out, for whoever wants to see the run in the explorer. */
	readonly log: Step[] = [];
	private readonly first: number;

	constructor(kernel: KernelRecord, layout: Layout) {
		this.m = boot(kernel);
		this.layout = layout;
		this.run({ kind: "map", region: REGION, length: layout.pages * PAGE_SIZE, prot: "rw", shared: false });
		if (layout.hugeEnd > 0) this.run({ kind: "advise", range: this.range(0, layout.hugeEnd), advice: "hugepage" });
		this.run({ kind: "write", range: this.range(0, layout.populated) });
		this.first = this.program.regions[0]?.start ?? 0;
	}

	arm(first: boolean): void {
		this.m.change(this.program, "written", new PageSet());
		this.m.change(this.program, "dropped", new PageSet());
		this.start(first);
	}

	write(page: number): void {
		this.fault({ kind: "write", range: this.range(page, page + 1) });
	}

	drop(page: number): void {
		if (this.entries(page, page + 1, "present") > 0) this.counts.flushes++;
		this.count(this.traced({ kind: "advise", range: this.range(page, page + 1), advice: "dontneed" }).runs);
	}

	secondScan(): void {}

	abstract collect(reported: Bits): void;

	written(): Bits {
		const bits = new Bits(this.layout.pages);
		for (const vpn of this.program.written.within(this.first, this.first + this.layout.pages)) bits.add(vpn - this.first);
		return bits;
	}

	present(): Bits {
		const bits = new Bits(this.layout.pages);
		this.eachEntry(0, this.layout.pages, (flags, page, pages) => {
			if (flags !== 0) bits.addRange(page, page + pages);
		});
		return bits;
	}

	takeCounts(): Counts {
		const taken = this.counts;
		this.counts = noCounts();
		return taken;
	}

	/** Sets tracking up for the interval. */
	protected abstract start(first: boolean): void;

	protected get program(): Process {
		const process = this.m.process(PROGRAM);
		assert(process !== undefined, "the program lives");
		return process;
	}

	protected range(start: number, end: number): Range {
		return { region: REGION, offset: start * PAGE_SIZE, length: (end - start) * PAGE_SIZE };
	}

	/** Carries a call out that must succeed; its events. */
	protected run(operation: Operation, process = PROGRAM): readonly KernelEvent[] {
		const what = { process, operation };
		this.log.push(what);
		const { result, events } = step(this.m, what);
		assert(result === undefined || result.errno === 0, `${operation.kind} succeeds: errno ${result?.errno}`);
		return events;
	}

	/** The same, with the kernel's functions that ran and changed something. */
	protected traced(operation: Operation): { readonly events: readonly KernelEvent[]; readonly runs: readonly FunctionRun[] } {
		const trace = countingTrace(this.m);
		this.m.attach(trace);
		try {
			const events = this.run(operation);
			trace.finish();
			return { events, runs: trace.microSteps() };
		} finally {
			this.m.attach(null);
		}
	}

	/** An access of the program: counts the exceptions that it takes, and gives the events back. */
	protected fault(operation: Operation): readonly KernelEvent[] {
		const { events, runs } = this.traced(operation);
		for (const { fn, times } of runs) if (FAULT_ENDS.has(fn)) this.counts.faults += times;
		// A fault that waits for user space ends in no function; its retry belongs to the answer.
		for (const { kind } of events) if (kind === "pagefault") this.counts.faults++;
		this.count(runs);
		return events;
	}

	/** Counts splits, copies and their flushes among the functions that ran. */
	protected count(runs: readonly FunctionRun[]): void {
		for (const { fn, label, times } of runs) {
			if (fn === "__split_huge_pmd_locked" && label === "publish table") this.counts.splits += times;
			else if (fn === "wp_page_copy") this.counts.copied += times * PAGE_SIZE;
			else if (fn === "do_huge_pmd_wp_page" && label === "copy huge page") this.counts.copied += times * BLOCK * PAGE_SIZE;
			else continue;
			this.counts.flushes += times;
		}
	}

	/** Page-table entries of the program that a walk over the pages looks at. */
	protected entries(start: number, end: number, which: "all" | "present" | "huge" = "all"): number {
		let found = 0;
		this.eachEntry(start, end, (flags, _page, _pages, huge) => {
			if (which === "all" || (which === "present" ? flags !== 0 : huge)) found++;
		});
		return found;
	}

	/** Visits each entry below the pages as the kernel's walks do: tables entry by entry, a huge page once, holes not at all. */
	protected eachEntry(
		start: number,
		end: number,
		visit: (flags: number, page: number, pages: number, huge: boolean, pfn: number) => void,
	): void {
		const { tables } = this.m;
		walkPmds(this.m, this.program, this.first + start, this.first + end, {
			huge: (pmd, from, to) => {
				visit(tables.flags.get(pmd), from - this.first, to - from, true, tables.target.get(pmd));
				return "done";
			},
			table: (table, from, to) => {
				const first = tables.first(table) - tables.info(table).base;
				for (let vpn = from; vpn < to; vpn++) {
					const flags = tables.flags.get(first + vpn);
					assert((flags & ENTRY_TABLE) === 0, "a PTE is no table");
					visit(flags, vpn - this.first, 1, false, tables.target.get(first + vpn));
				}
			},
		});
	}

	/** The program's page as the kernel numbers it. */
	protected vpn(page: number): number {
		return this.first + page;
	}

	/** The page that an event names. */
	protected pageOf(place: string): number {
		return Number.parseInt(place.slice(`${REGION}+0x`.length), 16) / PAGE_SIZE;
	}
}
