import { describe, expect, it } from "vitest";
import type { Operation, Range } from "../include/operation.ts";
import { kernelById } from "../kernels/kernels.ts";
import { boot, step } from "../machine.ts";
import type { Machine } from "../machine_state.ts";
import { observe } from "../observe.ts";

const HUGE = 2 << 20;

function machine(id: string): Machine {
	const kernel = kernelById(id);
	if (kernel === undefined) throw new Error(`no kernel ${id}`);
	return boot(kernel);
}

function heap(offset = 0, length = 4096): Range {
	return { region: "heap", offset, length };
}

function run(m: Machine, ...operations: Operation[]): number[] {
	return operations.map((operation) => step(m, { process: "A", operation }).result?.ret ?? Number.NaN);
}

/** The first run of the process's only region. */
function firstRun(m: Machine, process = "A") {
	const run = observe(m).processes.find(({ id }) => id === process)?.regions[0]?.runs[0];
	if (run === undefined) throw new Error("the region has entries");
	return run;
}

function hugePageElsewhere(id: string): Machine {
	const m = machine(id);
	run(
		m,
		{ kind: "policy", node: 1 },
		{ kind: "map", region: "heap", length: HUGE, prot: "rw", shared: false },
		{ kind: "advise", range: heap(0, HUGE), advice: "hugepage" },
		{ kind: "write", range: heap() },
		{ kind: "policy", node: "default" },
		{ kind: "clear_refs" },
	);
	return m;
}

const hint: Operation = { kind: "numa_hint", range: heap(0, HUGE) };
const read: Operation = { kind: "read", range: heap() };
const SOFT_DIRTY = 1n << 11n;
const WRITE = 1n << 1n;

describe("a NUMA hint", () => {
	it.each([
		["5.7.14", SOFT_DIRTY | WRITE],
		["5.15.0", 0n],
	])("on %s, read from another node: the moved huge page has soft-dirty and write %s", (id, marks) => {
		const m = hugePageElsewhere(id);
		const before = firstRun(m).frame;
		expect(run(m, hint, read)).toEqual([512, 0]);
		expect(firstRun(m).frame).not.toBe(before);
		expect(firstRun(m).entry & (SOFT_DIRTY | WRITE)).toBe(marks);
	});

	it("moves nothing for a process that is bound to a node by hand", () => {
		const m = hugePageElsewhere("4.8.15");
		const { frame, entry } = firstRun(m);
		run(m, { kind: "policy", node: 1 }, hint, read);
		expect(firstRun(m)).toMatchObject({ frame, entry });
	});

	it("counts no page twice", () => {
		expect(run(hugePageElsewhere("4.8.15"), hint, hint)).toEqual([512, 0]);
	});

	it("does nothing from 5.18 on while NUMA balancing is off", () => {
		const m = hugePageElsewhere("6.1");
		const { entry } = firstRun(m);
		expect(run(m, hint)).toEqual([0]);
		expect(firstRun(m).entry).toBe(entry);
	});

	it("leaves a forked huge page where it is, and its readers without write", () => {
		const m = hugePageElsewhere("4.8.15");
		run(m, { kind: "write", range: heap() }, { kind: "fork", child: "B" });
		const { frame } = firstRun(m);
		run(m, hint, read);
		expect(firstRun(m).frame).toBe(frame);
		expect(firstRun(m, "B").frame).toBe(frame);
		expect(firstRun(m).entry & WRITE).toBe(0n);
	});

	it("passes forked base pages over from 4.16 on", () => {
		const counts = ["4.14.5", "5.7.14"].map((id) => {
			const m = machine(id);
			run(m, { kind: "map", region: "heap", length: 8192, prot: "rw", shared: false }, { kind: "write", range: heap(0, 8192) });
			run(m, { kind: "fork", child: "B" }, { kind: "write", range: heap() });
			return run(m, { kind: "numa_hint", range: heap(0, 8192) })[0];
		});
		expect(counts).toEqual([2, 1]);
	});

	it("refuses a node and a CPU that are not there", () => {
		const refused = (operation: Operation) => step(machine("5.15.0"), { process: "A", operation }).result;
		expect(refused({ kind: "policy", node: 2 })).toEqual({ ret: -1, errno: 22 });
		expect(refused({ kind: "cpu", cpu: 2 })).toEqual({ ret: -1, errno: 22 });
		expect(refused({ kind: "prober_cpu", cpu: 2 })).toEqual({ ret: -1, errno: 22 });
	});
});
