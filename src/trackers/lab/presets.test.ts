import { describe, expect, test } from "vitest";
import { EBUSY } from "../../sim/include/errno.ts";
import { PM_SOFT_DIRTY } from "../../sim/include/observation.ts";
import type { Operation } from "../../sim/include/operation.ts";
import { KERNELS, kernelById } from "../../sim/kernels/kernels.ts";
import { boot, step } from "../../sim/machine.ts";
import { observe } from "../../sim/observe.ts";
import { MOST_LISTED } from "./judgement.ts";
import { DROP, Operations } from "./operations.ts";
import { PRESETS, type Preset } from "./presets.ts";
import { type IntervalResult, type Path, runTracker } from "./run_tracker.ts";
import { type SnapshotResult, snapshotMemory } from "./snapshot.ts";
import { type TrackerId, unavailable } from "./tracker.ts";
import { Workbench } from "./workbench.ts";
import { layoutOf, MACHINE_PAGES, type Workload } from "./workload.ts";

function preset(id: string): Preset {
	const found = PRESETS.find((each) => each.id === id);
	if (found === undefined) throw new Error(`no preset ${id}`);
	return found;
}

function kernel(id: string) {
	const found = kernelById(id);
	if (found === undefined) throw new Error(`no kernel ${id}`);
	return found;
}

/** Results of the workload's intervals, on the machine wherever it can be driven. */
function run(workload: Workload, tracker: TrackerId, id: string): IntervalResult[] {
	const path: Path = workload.pages <= MACHINE_PAGES ? "machine" : "columns";
	return [...runTracker(new Workbench(workload), kernel(id), tracker, path)].filter((each) => typeof each !== "number");
}

function last(results: readonly IntervalResult[]): IntervalResult {
	const found = results.at(-1);
	if (found === undefined) throw new Error("there was no interval");
	return found;
}

/** Distinct pages, and distinct blocks, that the first interval writes. */
function distinct(workload: Workload): { pages: number; blocks: number } {
	const pages = writtenPages(workload);
	return { pages: pages.size, blocks: new Set([...pages].map((page) => page >>> 9)).size };
}

/** Pages that the first interval names, to write or to drop. */
function writtenPages(workload: Workload): Set<number> {
	const pages = new Set<number>();
	for (const chunk of new Operations(workload).chunks(0)) for (const operation of chunk) pages.add(operation % DROP);
	return pages;
}

function snapshot({ workload, snapshot: plan }: Preset, id: string): SnapshotResult {
	const running = snapshotMemory(workload, kernel(id), plan);
	for (;;) {
		const next = running.next();
		if (next.done) return next.value;
	}
}

test("every preset names a kernel, and no two are called alike", () => {
	for (const { kernel: id } of PRESETS) expect(KERNELS.map((each) => each.id)).toContain(id);
	expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
});

describe("a terabyte guest in precopy", () => {
	const { workload, kernel: id } = preset("terabyte");

	test("soft-dirty looks at all 2²⁸ entries to clear and to read; PML at what was written, with an exit for each 512", () => {
		const once = { ...workload, intervals: 1 };
		const [softDirty] = run(once, "soft-dirty", id);
		expect(softDirty?.counts.visited).toBe(2 * 2 ** 28);
		const [pml] = run(once, "kvm-pml", id);
		const { pages } = distinct(once);
		expect(pml).toMatchObject({ written: pages, reported: pages, missed: 0 });
		expect(pml?.counts.exits).toBe(Math.ceil(pages / 512));
	});

	test("on log-log axes the slope of soft-dirty's entries over memory is 1, whatever is written", () => {
		for (const writes of [0, 10, 1000]) {
			const visited = [12, 14, 16, 18].map(
				(power) => last(run({ ...workload, pages: 2 ** power, writes }, "soft-dirty", id)).counts.visited,
			);
			const slopes = visited.slice(1).map((value, i) => Math.log2(value / (visited[i] ?? 1)) / 2);
			expect(slopes).toEqual([1, 1, 1]);
		}
	});

	test("PML's entries, and its exits, do not depend on the size of memory", () => {
		const pattern = { kind: "list", pages: Array.from({ length: 1000 }, (_, i) => i) } as const;
		const counts = [12, 16, 20].map((power) => last(run({ ...workload, pages: 2 ** power, writes: 1000, pattern }, "kvm-pml", id)).counts);
		expect(counts.map(({ visited, exits }) => ({ visited, exits }))).toEqual(Array(3).fill({ visited: 2000, exits: 2 }));
	});

	test("an asynchronous scan skips what is not mapped", () => {
		for (const populated of [1, 0.5, 0.125]) {
			const half = { ...workload, pages: 8192, populated, writes: 100 };
			expect(last(run(half, "uffd-async", id)).counts.visited).toBe(8192 * populated);
			expect(last(run(half, "soft-dirty", id)).counts.reportBytes).toBe(8192 * 8);
		}
	});
});

describe("Redis background save", () => {
	test("with huge pages, 4.6.2 copies 2 MiB for each first write below a PMD; 6.1 copies 4 KiB", () => {
		const { workload } = preset("redis-thp");
		const { pages, blocks } = distinct(workload);
		expect(blocks).toBeGreaterThan(16);
		expect(run(workload, "fork", "4.6.2")[0]?.counts.copied).toBe(blocks * 2 ** 21);
		expect(run(workload, "fork", "6.1")[0]?.counts.copied).toBe(pages * 4096);
	});

	test("without huge pages every kernel copies 4 KiB for each first write", () => {
		const { workload } = preset("redis-base");
		const { pages } = distinct(workload);
		for (const { id } of KERNELS) expect(run({ ...workload, intervals: 1 }, "fork", id)[0]?.counts.copied).toBe(pages * 4096);
	});

	test("a userfaultfd thread's reports follow its own choice of 4 KiB, huge pages or not", () => {
		for (const name of ["redis-thp", "redis-base"]) {
			const { workload } = preset(name);
			const { pages } = distinct(workload);
			expect(run(workload, "uffd-sync", "6.1")[0]).toMatchObject({ reported: pages, spurious: 0, missed: 0, counts: { copied: 0 } });
		}
	});
});

describe("a live snapshot in bounded memory", () => {
	const plan = preset("live-snapshot");
	const result = snapshot(plan, plan.kernel);

	test("the userfaultfd thread keeps its bound by holding writers; without holding, and with fork, memory passes it", () => {
		const bound = plan.snapshot.bufferPages * 4096;
		expect(result.peakBounded).toBe(bound);
		expect(result.heldWrites).toBeGreaterThan(0);
		expect(result.peakUnbounded).toBeGreaterThan(bound);
		expect(result.peakFork).toBeGreaterThan(bound);
		expect(result.samples.every(({ bounded }) => bounded <= bound)).toBe(true);
	});

	test("fork's share is what the machine counts for the same writes", () => {
		for (const name of ["redis-thp", "redis-base"]) {
			for (const id of ["4.6.2", "6.12"]) {
				const { workload, ...rest } = preset(name);
				const whole = { ...rest, workload, snapshot: { pagesPerInterval: layoutOf(workload).populated, bufferPages: 1 } };
				expect(snapshot(whole, id).peakFork).toBe(run(workload, "fork", id)[0]?.counts.extra);
			}
		}
	});
});

describe("CRIU pre-dump while an allocator gives pages back", () => {
	const { workload } = preset("criu-predump");

	test.each(KERNELS.map(({ id, splitCarriesSoftDirty }) => [id, splitCarriesSoftDirty] as const))(
		"soft-dirty on %s misses pages only where the split loses the bit",
		(id, carries) => {
			const missed = run(workload, "soft-dirty", id).map((each) => each.missed);
			if (carries) expect(missed).toEqual(missed.map(() => 0));
			else expect(missed[0]).toBeGreaterThan(0);
		},
	);

	test("the missed pages are listed, and were written", () => {
		const [first] = run(workload, "soft-dirty", "4.6.2");
		expect(first?.missedPages).toHaveLength(Math.min(first?.missed ?? -1, MOST_LISTED));
		const written = writtenPages(workload);
		for (const page of first?.missedPages ?? []) expect(written.has(page)).toBe(true);
	});

	test("from 6.3 on the split reports too much instead", () => {
		expect(run(workload, "soft-dirty", "6.12").some(({ spurious }) => spurious > 0)).toBe(true);
	});
});

describe("two scanners at once", () => {
	const { workload } = preset("two-scanners");

	test("soft-dirty and PAGEMAP_SCAN lose what the other one took; alone they lose nothing", () => {
		for (const tracker of ["soft-dirty", "uffd-async"] as const) {
			expect(last(run(workload, tracker, "6.12")).missed).toBeGreaterThan(100);
			expect(last(run({ ...workload, second: false }, tracker, "6.12")).missed).toBe(0);
		}
	});

	/** A process with 16 pages; `errno` of each step. */
	function steps(operations: readonly Operation[]) {
		const m = boot(kernel("6.12"));
		const heap = { region: "heap", offset: 0, length: 16 * 4096 };
		const results = [
			{ kind: "map", region: "heap", length: heap.length, prot: "rw", shared: false } as const,
			{ kind: "write", range: heap } as const,
			...operations,
		].map((operation) => step(m, { process: "A", operation }));
		return { m, results: results.slice(2) };
	}
	const heap = { region: "heap", offset: 0, length: 16 * 4096 };
	const page = (n: number) => ({ region: "heap", offset: n * 4096, length: 4096 });
	const register: Operation[] = [
		{ kind: "uffd_open", features: ["wp"] },
		{ kind: "uffd_register", range: heap, modes: ["wp"] },
	];

	test("a second userfaultfd is refused", () => {
		expect(steps([...register, ...register]).results.map(({ result }) => result?.errno)).toEqual([0, 0, 0, EBUSY]);
	});

	test("soft-dirty and userfaultfd beside each other both see everything", () => {
		const { m, results } = steps([
			...register,
			{ kind: "uffd_protect", range: heap },
			{ kind: "clear_refs" },
			{ kind: "write", range: page(2) },
			{ kind: "uffd_unprotect", range: page(2) },
			{ kind: "write", range: page(5) },
			{ kind: "uffd_unprotect", range: page(5) },
		]);
		const messages = results.flatMap(({ events }) => events).flatMap((event) => (event.kind === "pagefault" ? [event.at] : []));
		expect(messages).toEqual(["heap+0x2000", "heap+0x5000"]);
		const runs = observe(m).processes[0]?.regions[0]?.runs ?? [];
		const dirty = runs.filter(({ pagemap }) => (pagemap & PM_SOFT_DIRTY) !== 0).map(({ at, n }) => [at, n]);
		expect(dirty).toEqual([
			[2, 1],
			[5, 1],
		]);
	});
});

describe("one byte in a huge page", () => {
	const { workload } = preset("one-byte");

	test("soft-dirty reports what the entry maps, userfaultfd what its reader chose", () => {
		expect(last(run(workload, "soft-dirty", "6.12"))).toMatchObject({ written: 1, reported: 512, spurious: 511, counts: { splits: 0 } });
		expect(run(workload, "uffd-sync", "6.12")[0]).toMatchObject({ reported: 1, spurious: 0, counts: { splits: 1, messages: 1 } });
		expect(run(workload, "uffd-sync-huge", "6.12")[0]).toMatchObject({ reported: 512, counts: { splits: 0, messages: 1 } });
		expect(run(workload, "uffd-async", "6.12")[0]).toMatchObject({ reported: 1, counts: { splits: 1, messages: 0, held: 0 } });
	});

	test("fork copies 2 MiB for it on 4.6.2 and 4 KiB on 6.1", () => {
		expect(run(workload, "fork", "4.6.2")[0]?.counts.copied).toBe(2 ** 21);
		expect(run(workload, "fork", "6.1")[0]?.counts.copied).toBe(4096);
	});

	test("mprotect cuts the VMA in three for it", () => {
		expect(run(workload, "mprotect", "6.12")[0]?.counts).toMatchObject({ signals: 1, vmas: 3, splits: 1 });
	});
});

test("a tracker that a kernel does not have says which kernel brought it", () => {
	expect(unavailable("uffd-sync", kernel("4.14.5"))).toMatch("5.7");
	expect(unavailable("uffd-async", kernel("6.1"))).toMatch("6.7");
	expect(unavailable("kvm-ring", kernel("5.7.14"))).toMatch("5.11");
	expect(unavailable("uffd-async", kernel("6.12"))).toBeNull();
});
