import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { KERNELS } from "../../sim/kernels/kernels.ts";
import { type IntervalResult, type Path, runTracker } from "./run_tracker.ts";
import { TRACKERS, TRAITS, type TrackerId, unavailable } from "./tracker.ts";
import { Workbench } from "./workbench.ts";
import type { Pattern, Workload } from "./workload.ts";

function results(workload: Workload, kernel: (typeof KERNELS)[number], tracker: TrackerId, path: Path): IntervalResult[] {
	return [...runTracker(new Workbench(workload), kernel, tracker, path)].filter((each) => typeof each !== "number");
}

const pattern: fc.Arbitrary<Pattern> = fc.oneof(
	fc.constant({ kind: "uniform" as const }),
	fc.constant({ kind: "sequential" as const }),
	fc.record({ kind: fc.constant("zipf" as const), exponent: fc.double({ min: 0.5, max: 2, noNaN: true }) }),
	fc.record({
		kind: fc.constant("hot" as const),
		share: fc.double({ min: 0.01, max: 1, noNaN: true }),
		heat: fc.double({ min: 0, max: 1, noNaN: true }),
	}),
	fc.record({ kind: fc.constant("list" as const), pages: fc.array(fc.nat(4095), { minLength: 1, maxLength: 8 }) }),
);

const workload: fc.Arbitrary<Workload> = fc.record({
	pages: fc.integer({ min: 2, max: 6 }).map((blocks) => blocks * 512),
	populated: fc.double({ min: 0.2, max: 1, noNaN: true }),
	huge: fc.constantFrom(0, 0.3, 0.6, 1),
	pattern,
	writes: fc.integer({ min: 0, max: 150 }),
	drops: fc.constantFrom(0, 1, 20),
	intervals: fc.integer({ min: 1, max: 3 }),
	seed: fc.integer(),
	second: fc.boolean(),
});

// What models a hypervisor is the same code on either path: kvm.test.ts looks at it.
const cases = KERNELS.flatMap((kernel) =>
	TRACKERS.filter((tracker) => TRAITS[tracker].drivenBy === "page tables" && unavailable(tracker, kernel) === null).map((tracker) => ({
		kernel,
		tracker,
	})),
);

test("(regression) unprotecting 2 MiB takes write from pages of it that were never protected", () => {
	const found: Workload = {
		pages: 1024,
		populated: 0.2,
		huge: 0,
		pattern: { kind: "list", pages: [1, 0] },
		writes: 3,
		drops: 20,
		intervals: 3,
		seed: 1,
		second: false,
	};
	for (const { kernel } of cases.filter(({ tracker }) => tracker === "uffd-sync-huge")) {
		expect(results(found, kernel, "uffd-sync-huge", "columns")).toEqual(results(found, kernel, "uffd-sync-huge", "machine"));
	}
});

for (const { kernel, tracker } of cases) {
	test.prop({ workload }, { numRuns: 8 })(
		`${tracker} on ${kernel.id}: machine and columns count alike`,
		({ workload }) => {
			expect(results(workload, kernel, tracker, "columns")).toEqual(results(workload, kernel, tracker, "machine"));
		},
		60_000,
	);
}
