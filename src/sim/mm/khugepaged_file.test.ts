import { describe, expect, it } from "vitest";
import type { Step } from "../include/operation.ts";
import { kernelById } from "../kernels/kernels.ts";
import { boot, step } from "../machine.ts";
import type { Machine } from "../machine_state.ts";
import { observe } from "../observe.ts";

/** What the recordings cannot show: a collapse while pages of the file are on their way. The rest is in evidence/recordings. */
type Told = readonly [process: string, operation: Step["operation"]];

const PAGE = 4096;
const HUGE = 512 * PAGE;
const shm = (offset = 0, length = PAGE) => ({ region: "shm", offset, length });
const map: Told = ["A", { kind: "map", region: "shm", length: 2 * HUGE, prot: "rw", shared: true }];
const write = (offset = 0, length = PAGE): Told => ["A", { kind: "write", range: shm(offset, length) }];
const collapse: Told = ["A", { kind: "advise", range: shm(0, HUGE), advice: "collapse" }];
const begin: Told = ["A", { kind: "migrate_begin", range: shm(), node: 1 }];
const finish: Told = ["A", { kind: "migrate_finish", range: shm() }];

function machine(id: string): Machine {
	const kernel = kernelById(id);
	if (kernel === undefined) throw new Error(`no kernel ${id}`);
	return boot(kernel);
}

const carryOut = (m: Machine, [process, operation]: Told) => step(m, { process, operation });
const runs = (m: Machine) => observe(m).processes[0]?.regions[0]?.runs ?? [];

describe.each(["6.1", "6.12"])("MADV_COLLAPSE of shared memory on %s", (id) => {
	it("leaves the file as it is while one of its pages is on its way", () => {
		const m = machine(id);
		for (const told of [map, write(0, 16 * PAGE), begin]) carryOut(m, told);
		const before = runs(m);
		expect(carryOut(m, collapse).result).toMatchObject({ ret: -1, errno: 11 });
		expect(runs(m)).toEqual(before);
		carryOut(m, finish);
		expect(carryOut(m, collapse).result).toMatchObject({ ret: 0 });
		expect(runs(m)[0]).toMatchObject({ level: 1, n: 512 });
	});

	it("waits for the file's huge page to arrive, and finds it mapped", () => {
		const m = machine(id);
		for (const told of [map, write(), collapse, begin]) carryOut(m, told);
		expect(carryOut(m, collapse).events).toMatchObject([{ kind: "blocked" }]);
		expect(carryOut(m, finish).events).toContainEqual(expect.objectContaining({ kind: "unblocked" }));
		expect(runs(m)[0]).toMatchObject({ level: 1, n: 512 });
	});
});

it("an older kernel refuses, as it refuses every advice that it does not know", () => {
	const m = machine("5.15.0");
	for (const told of [map, write()]) carryOut(m, told);
	expect(carryOut(m, collapse).result).toMatchObject({ ret: -1, errno: 22 });
});
