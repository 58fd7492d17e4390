import fc from "fast-check";
import { describe, it } from "vitest";
import { walk } from "../check/random_walk.ts";
import { type Geometry, makeGeometry, X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import type { Operation, Step, UffdFeature, UffdMode } from "../sim/include/operation.ts";
import { KERNELS } from "../sim/kernels/kernels.ts";
import { MODELLED_ADVICES, MODELLED_KINDS } from "./model_scope.ts";
import { printStep } from "./print.ts";

/**
 * Unasked, the walks are few and always the same, so that a change is blamed only for what it broke. PAGEWALK_RUNS=600 takes
 * minutes, walks elsewhere each time, and prints the seed and path of what it finds.
 */
const asked = process.env["PAGEWALK_RUNS"];
const RUNS = Number(asked ?? 12);
const SEED = asked === undefined ? { seed: 2016 } : {};
const PAGE = 4096;

const only = <T>(value: T) => fc.constant(value);
const features = fc.constantFrom<readonly UffdFeature[]>(
	["wp"],
	["wp"],
	["wp", "wp_shmem"],
	["wp", "wp_unpopulated"],
	["wp", "wp_async"],
	["wp", "fork"],
	["wp", "remap"],
	["none"],
);
const modes = fc.constantFrom<readonly UffdMode[]>(["wp"], ["wp"], ["missing"], ["missing", "wp"]);

/** Steps over two regions of `pages` pages; ranges begin and end at one of `places`. */
function stepsOf(places: readonly number[], pages: number): fc.Arbitrary<readonly Step[]> {
	const region = fc.constantFrom("heap", "heap", "other", "moved");
	const page = fc.constantFrom(...places);
	const range = fc
		.tuple(region, page, page)
		.map(([name, a, b]) => ({ region: name, offset: Math.min(a, b) * PAGE, length: (Math.abs(a - b) || 1) * PAGE }));
	const one = fc.tuple(region, page).map(([name, a]) => ({ region: name, offset: a * PAGE, length: PAGE }));
	const whole = fc.constantFrom("heap", "other", "moved").map((name) => ({ region: name, offset: 0, length: pages * PAGE }));
	const somewhere = fc.oneof(range, one, whole);
	const all: readonly fc.Arbitrary<Operation>[] = [
		fc.record({
			kind: only("map" as const),
			region: fc.constantFrom("heap", "other"),
			length: only(pages * PAGE),
			prot: fc.constantFrom("rw" as const, "r" as const),
			shared: fc.boolean(),
		}),
		fc.record({ kind: only("unmap" as const), range: one }),
		fc.record({
			kind: only("protect" as const),
			range: somewhere,
			prot: fc.constantFrom("none" as const, "r" as const, "rw" as const, "rw" as const),
		}),
		fc.record({ kind: only("advise" as const), range: somewhere, advice: fc.constantFrom(...MODELLED_ADVICES) }),
		fc.record({
			kind: only("advise" as const),
			range: whole,
			advice: fc.constantFrom("hugepage" as const, "collapse" as const, "mergeable" as const, "pageout" as const),
		}),
		fc.record({ kind: fc.constantFrom("read" as const, "write" as const, "write" as const, "store" as const), range: somewhere }),
		fc.record({ kind: only("write" as const), range: somewhere }),
		fc.record({ kind: only("fill" as const), range: somewhere, byte: fc.nat(2) }),
		fc.record({ kind: only("remap" as const), range: somewhere, to: only("moved") }),
		fc.record({ kind: only("fork" as const), child: fc.constantFrom("B", "C") }),
		fc.record({
			kind: fc.constantFrom("clear_refs" as const, "clear_refs" as const, "split_all" as const, "ksm_run" as const, "exit" as const),
		}),
		fc.record({ kind: only("migrate" as const), range: somewhere, node: fc.nat(1) }),
		fc.record({ kind: only("migrate_begin" as const), range: somewhere, node: fc.nat(1) }),
		fc.record({ kind: only("migrate_begin" as const), range: whole, node: only(1) }),
		fc.record({ kind: only("migrate_finish" as const), range: fc.oneof(whole, somewhere) }),
		fc.record({ kind: only("migrate_finish" as const), range: whole }),
		fc.record({ kind: only("uffd_open" as const), features }),
		fc.record({ kind: only("uffd_register" as const), range: fc.oneof(whole, range), modes }),
		fc.record({
			kind: fc.constantFrom(
				"uffd_protect" as const,
				"uffd_protect" as const,
				"uffd_unprotect" as const,
				"uffd_wake" as const,
				"uffd_zeropage" as const,
				"uffd_unregister" as const,
				"swap_out" as const,
				"numa_hint" as const,
			),
			range: somewhere,
		}),
		fc.record({ kind: only("uffd_copy" as const), range: one, wp: fc.boolean() }),
		fc.record({
			kind: only("scan" as const),
			range: somewhere,
			anyof: fc.constantFrom(2, 255),
			all: only(0),
			inverted: only(0),
			wp: fc.boolean(),
			check: fc.boolean(),
		}),
		fc.record({ kind: fc.constantFrom("cpu" as const, "prober_cpu" as const), cpu: fc.nat(1) }),
		fc.record({ kind: only("policy" as const), node: fc.constantFrom(0, 1, "default" as const) }),
	];
	const step = fc.record({ process: fc.constantFrom("A", "A", "A", "B", "C"), operation: fc.oneof(...all) });
	const modelled = step.filter(({ operation }) => MODELLED_KINDS.has(operation.kind));
	const map = (region: string, shared: boolean): Step => ({
		process: "A",
		operation: { kind: "map", region, length: pages * PAGE, prot: "rw", shared },
	});
	const begin = fc.constantFrom<readonly Step[]>(
		[map("heap", false)],
		[map("heap", false), map("other", true)],
		[
			map("heap", false),
			{ process: "A", operation: { kind: "advise", range: { region: "heap", offset: 0, length: pages * PAGE }, advice: "hugepage" } },
		],
		[
			map("heap", false),
			{ process: "A", operation: { kind: "uffd_open", features: ["wp"] } },
			{ process: "A", operation: { kind: "uffd_register", range: { region: "heap", offset: 0, length: pages * PAGE }, modes: ["wp"] } },
		],
	);
	return fc.tuple(begin, fc.array(modelled, { minLength: 1, maxLength: 24, size: "max" })).map(([first, rest]) => [...first, ...rest]);
}

function hold(kernel: (typeof KERNELS)[number], geometry: Geometry, steps: fc.Arbitrary<readonly Step[]>, numRuns: number): void {
	fc.assert(
		fc.property(steps, (chosen) => {
			walk(kernel, geometry, chosen, printStep);
		}),
		{ numRuns, ...SEED },
	);
}

describe.each(KERNELS)("random walks on $id", (kernel) => {
	// Tables of four entries: huge pages of four pages, and every corner within reach.
	it("keep the invariants with small tables", { timeout: 20_000 + RUNS * 1000 }, () => {
		hold(kernel, makeGeometry(2), stepsOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 12), RUNS * 8);
	});

	it("keep the invariants with x86-64 tables", { timeout: 20_000 + RUNS * 1000 }, () => {
		hold(kernel, X86_64_GEOMETRY, stepsOf([0, 1, 2, 3, 300, 510, 511, 512, 513, 700, 1023, 1024], 1024), Math.ceil(RUNS / 12));
	});
});
