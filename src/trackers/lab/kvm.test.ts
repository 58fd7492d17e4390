import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { kernelById } from "../../sim/kernels/kernels.ts";
import { type IntervalResult, runTracker } from "./run_tracker.ts";
import { TRACKERS, type TrackerId, unavailable } from "./tracker.ts";
import { Workbench } from "./workbench.ts";
import type { Workload } from "./workload.ts";

const BASE: Workload = {
	pages: 8192,
	populated: 1,
	huge: 0,
	pattern: { kind: "sequential" },
	writes: 1000,
	drops: 0,
	intervals: 2,
	seed: 1,
	second: false,
};

function run(tracker: TrackerId, change: Partial<Workload> = {}, id = "6.12"): IntervalResult[] {
	const kernel = kernelById(id);
	if (kernel === undefined) throw new Error(`no kernel ${id}`);
	return [...runTracker(new Workbench({ ...BASE, ...change }), kernel, tracker, "columns")].filter((each) => typeof each !== "number");
}

describe("what a guest wrote", () => {
	test.prop({ writes: fc.integer({ min: 1, max: 8000 }) })("PML exits once for each 512 pages, the last time when asked", ({ writes }) => {
		for (const { written, missed, spurious, counts } of run("kvm-pml", { writes })) {
			expect(counts.exits).toBe(Math.ceil(writes / 512));
			expect({ written, missed, spurious }).toEqual({ written: writes, missed: 0, spurious: 0 });
		}
	});

	test.prop({ writes: fc.integer({ min: 0, max: 8000 }) })("write protection exits once for each page", ({ writes }) => {
		for (const { counts, reported } of run("kvm-wp", { writes })) {
			expect(counts.exits).toBe(writes);
			expect(reported).toBe(writes);
		}
	});

	test("writing a page again costs nothing but QEMU's bit, set again", () => {
		const again = { pattern: { kind: "list", pages: [5] } } as const;
		expect(run("kvm-wp", again)[1]?.counts.exits).toBe(1);
		expect(run("kvm-pml", again)[1]?.counts.exits).toBe(1);
		expect(run("qemu", again)[1]).toMatchObject({ reported: 1, counts: { bitSets: 1000 } });
	});

	test("the ring holds the virtual CPU when it is nearly full: 4096 less 576 entries, by sevens of full logs", () => {
		const [first] = run("kvm-ring", { writes: 8000 });
		expect(first?.counts).toMatchObject({ held: Math.floor(8000 / (7 * 512)), reportBytes: 8000 * 16 });
		expect(first).toMatchObject({ reported: 8000, missed: 0 });
	});

	test("huge entries are split when logging begins, and by first writes before 5.17", () => {
		expect(run("kvm-pml", { huge: 1 })[0]?.counts).toMatchObject({ splits: 16, exits: 2 });
		const [first, second] = run("kvm-pml", { huge: 1, pattern: { kind: "list", pages: [0, 1, 512] } }, "5.15.0");
		expect(first?.counts).toMatchObject({ splits: 2, exits: 4 });
		expect(second?.counts).toMatchObject({ splits: 0, exits: 1 });
	});

	test("a second reader of the same log takes what the first does not see", () => {
		for (const tracker of ["kvm-wp", "kvm-pml", "kvm-ring"] as const) {
			expect(run(tracker, { second: true })[1]).toMatchObject({ written: 1000, reported: 500, missed: 500 });
		}
		expect(run("qemu", { second: true })[1]).toMatchObject({ reported: 1000, missed: 0 });
	});

	test.prop({ seed: fc.integer(), drops: fc.nat(50), huge: fc.constantFrom(0, 0.5, 1) })(
		"no hypervisor's tracker misses a page, whatever is dropped between",
		({ seed, drops, huge }) => {
			const kernel = kernelById("6.12");
			for (const tracker of TRACKERS) {
				if (!tracker.startsWith("kvm") || kernel === undefined || unavailable(tracker, kernel) !== null) continue;
				const results = run(tracker, { seed, drops, huge, pattern: { kind: "uniform" } });
				expect(results.map(({ missed, spurious }) => ({ missed, spurious }))).toEqual(results.map(() => ({ missed: 0, spurious: 0 })));
			}
		},
	);
});
