import { describe, expect, it } from "vitest";
import { PTE_LEVEL } from "../include/geometry.ts";
import type { Operation, Range } from "../include/operation.ts";
import type { Process } from "../kernel/process.ts";
import { kernelById } from "../kernels/kernels.ts";
import { boot, step, stepTraced } from "../machine.ts";
import type { Machine } from "../machine_state.ts";
import { observe } from "../observe.ts";
import { entryAt } from "./walk.ts";

const PAGES = 8;
const SOFT_DIRTY = 1n << 11n;

function heap(page = 0, pages = 1, region = "heap"): Range {
	return { region, offset: page * 4096, length: pages * 4096 };
}

const write = (page: number): Operation => ({ kind: "write", range: heap(page) });

function run(m: Machine, ...operations: Operation[]): void {
	for (const operation of operations) step(m, { process: "A", operation });
}

/** A process on CPU 1 that wrote to eight pages, with the manager on a CPU of its own or not. */
function written(manager: number | null, id = "5.7.14"): Machine {
	const kernel = kernelById(id);
	if (kernel === undefined) throw new Error(`no kernel ${id}`);
	const m = boot(kernel);
	if (manager !== null) run(m, { kind: "prober_cpu", cpu: manager });
	run(
		m,
		{ kind: "cpu", cpu: 1 },
		{ kind: "map", region: "heap", length: PAGES * 4096, prot: "rw", shared: false },
		{ kind: "write", range: heap(0, PAGES) },
	);
	return m;
}

/** Pages of the region whose entry is soft-dirty. */
function softDirty(m: Machine): number[] {
	const runs = observe(m).processes[0]?.regions[0]?.runs ?? [];
	return runs.filter(({ entry }) => (entry & SOFT_DIRTY) !== 0n).flatMap(({ at, n }) => Array.from({ length: n }, (_, i) => at + i));
}

function heapOwner(m: Machine): Process {
	const process = m.process("A");
	if (process === undefined) throw new Error("A lives");
	return process;
}

/** First page of the region, and the one behind it. */
function span(process: Process): [number, number] {
	const start = process.regions[0]?.start ?? 0;
	return [start, start + PAGES];
}

const clear: Operation = { kind: "clear_refs" };

describe("clear_refs that forgets the TLB", () => {
	it.each([
		[0, "5.7.14", []],
		[1, "5.7.14", [3]],
		[null, "5.7.14", [3]],
		[0, "5.15.0", [3]],
		[0, "4.14.5", [3]],
	])("with the manager on CPU %s, on %s, a write after it marks %j", (manager, id, marked) => {
		const m = written(manager, id);
		run(m, clear, write(3));
		expect(softDirty(m)).toEqual(marked);
	});

	it("hides only pages that the CPU had found writable and dirty", () => {
		const m = written(0);
		run(m, { kind: "cpu", cpu: 0 }, { kind: "cpu", cpu: 1 }, { kind: "read", range: heap(2) }, clear, write(2), write(3));
		expect(softDirty(m)).toEqual([3]);
	});

	it.each<[string, Operation[]]>([
		[
			"mprotect",
			[
				{ kind: "protect", range: heap(3), prot: "r" },
				{ kind: "protect", range: heap(3), prot: "rw" },
			],
		],
		["a fork", [{ kind: "fork", child: "B" }]],
		["moving the page", [{ kind: "migrate", range: heap(3), node: 1 }]],
		["a NUMA hint", [{ kind: "numa_hint", range: heap(3) }]],
		[
			"moving the process to another CPU and back",
			[
				{ kind: "cpu", cpu: 0 },
				{ kind: "cpu", cpu: 1 },
			],
		],
		[
			"the manager's visit",
			[
				{ kind: "prober_cpu", cpu: 1 },
				{ kind: "prober_cpu", cpu: 0 },
			],
		],
		["MADV_COLD", [{ kind: "advise", range: heap(3), advice: "cold" }]],
	])("ends for the page with %s", (_, flush) => {
		const m = written(0);
		run(m, clear, ...flush, write(3));
		expect(softDirty(m)).toEqual([3]);
	});

	it("keeps its other pages hidden when one page is flushed", () => {
		const m = written(0);
		run(m, clear, { kind: "protect", range: heap(3), prot: "r" }, { kind: "protect", range: heap(3), prot: "rw" }, write(4));
		expect(softDirty(m)).toEqual([]);
	});

	it("changes memory all the same, and says so in a step that can be taken back", () => {
		const m = written(0);
		run(m, clear);
		const process = heapOwner(m);
		const pte = entryAt(m, process, process.regions[0]?.start ?? 0, PTE_LEVEL) ?? 0;
		const seen = () => ({
			content: m.frames.content.get(m.tables.target.get(pte)),
			written: process.written.within(...span(process)).length,
		});
		const before = seen();
		const { trace, microSteps } = stepTraced(m, { process: "A", operation: write(0) });
		expect(microSteps.map(({ fn, changes }) => [fn, changes[0]?.kind])).toEqual([["TLB", "tlb"]]);
		const after = seen();
		expect(after).not.toEqual(before);
		expect(after.written).toBe(1);
		trace.journal.undoTo(0);
		expect(seen()).toEqual(before);
		trace.journal.redo(0, trace.journal.entries.length);
		expect(seen()).toEqual(after);
	});

	it("is undone and redone with the step that flushes", () => {
		const m = written(0);
		const process = heapOwner(m);
		const held = () => process.tlb?.within(...span(process)).length;
		const { trace } = stepTraced(m, { process: "A", operation: { kind: "protect", range: heap(3), prot: "r" } });
		expect(held()).toBe(PAGES - 1);
		trace.journal.undoTo(0);
		expect(held()).toBe(PAGES);
		trace.journal.redo(0, trace.journal.entries.length);
		expect(held()).toBe(PAGES - 1);
	});
});
