import { describe, expect, it } from "vitest";
import { entryWordOf } from "../arch/run_word.ts";
import type { Step } from "../include/operation.ts";
import { kernelById } from "../kernels/kernels.ts";
import { boot, step, stepTraced } from "../machine.ts";
import type { Machine } from "../machine_state.ts";
import { observe } from "../observe.ts";

/** Steps as a scenario spells them, without the language (which stands above the machine): `P kind offset pages [word]` of the heap. */
type Told = readonly [process: string, operation: Step["operation"]];

const PAGE = 4096;
const HUGE = 512 * PAGE;
const heap = (offset = 0, length = PAGE) => ({ region: "heap", offset, length });
const map = (length: number): Told => ["A", { kind: "map", region: "heap", length, prot: "rw", shared: false }];
const hugepage: Told = ["A", { kind: "advise", range: heap(0, HUGE), advice: "hugepage" }];
const write = (process = "A", offset = 0): Told => [process, { kind: "write", range: heap(offset) }];
const read = (process = "A", offset = 0): Told => [process, { kind: "read", range: heap(offset) }];
const begin = (length = PAGE): Told => ["A", { kind: "migrate_begin", range: heap(0, length), node: 1 }];
const finish = (length = PAGE): Told => ["A", { kind: "migrate_finish", range: heap(0, length) }];
const clear: Told = ["A", { kind: "clear_refs" }];
const fork: Told = ["A", { kind: "fork", child: "B" }];
const SMALL: readonly Told[] = [map(4 * PAGE), write()];
const LARGE: readonly Told[] = [map(HUGE), hugepage, write()];

function machine(id: string, ...told: readonly Told[]): Machine {
	const kernel = kernelById(id);
	if (kernel === undefined) throw new Error(`no kernel ${id}`);
	const m = boot(kernel);
	for (const [process, operation] of told) step(m, { process, operation });
	return m;
}

const carryOut = (m: Machine, [process, operation]: Told) => step(m, { process, operation });

/** The entry of a page as the kernel at hand has it, and what pagemap says. */
function entry(m: Machine, page = 0, process = "A") {
	const region = observe(m).processes.find(({ id }) => id === process)?.regions[0];
	const run = region?.runs.find(({ at, n }) => at <= page && page < at + n);
	if (region === undefined || run === undefined) throw new Error("the region has entries");
	const { word } = entryWordOf(m.kernel.layout, run, page, region.start + page, "pfn");
	return { word, level: run.level, special: run.special, pagemap: run.pagemap, frame: run.frame };
}

/** The frame of page 0, before it moves. */
const pfnOf = (m: Machine) => BigInt(Number(entry(m).frame));
const inverted = (offset: bigint) => (~offset << 9n) & ((1n << 59n) - 1n) & ~0x1ffn;

describe("the entry of a written, soft-dirty page on its way", () => {
	it.each([
		// Type, offset and soft-dirty where each era has them; 6.1 and 6.12 carry accessed (bit 34 of the offset) and dirty (35).
		["4.6.2", (pfn: bigint) => (31n << 1n) | (pfn << 9n) | 0x80n],
		["4.8.15", (pfn: bigint) => (31n << 9n) | (pfn << 14n) | 0x80n],
		["4.14.5", (pfn: bigint) => (29n << 9n) | (pfn << 14n) | 2n],
		["5.7.14", (pfn: bigint) => (29n << 59n) | inverted(pfn) | 2n],
		["5.15.0", (pfn: bigint) => (27n << 59n) | inverted(pfn) | 2n],
		["6.1", (pfn: bigint) => (25n << 59n) | inverted(pfn | (3n << 34n)) | 2n],
		["6.12", (pfn: bigint) => (26n << 59n) | inverted(pfn | (3n << 34n)) | 2n],
	] as const)("%s", (id, expected) => {
		const m = machine(id, ...SMALL);
		const pfn = pfnOf(m);
		carryOut(m, begin());
		expect(entry(m).word.toString(16)).toBe(expected(pfn).toString(16));
		// Swapped and soft-dirty, mapped by nobody.
		expect(entry(m).pagemap).toBe(0x81);
	});

	it.each(["4.14.5", "5.7.14", "5.15.0", "6.1", "6.12"])("is one PMD on %s, and was split before on 4.8", (id) => {
		const m = machine(id, ...LARGE, begin(HUGE));
		expect(entry(m, 300)).toMatchObject({ level: 1, special: m.kernel.layout.swap.types.migrationWrite });
		expect(entry(machine("4.8.15", ...LARGE, begin(HUGE)))).toMatchObject({ level: 0, special: 31 });
	});
});

describe("between the halves", () => {
	it.each(["4.6.2", "5.15.0", "6.12"])("who touches the page waits, others go on, and finish lets it go on (%s)", (id) => {
		const m = machine(id, ...SMALL, fork, begin());
		expect(carryOut(m, read()).events).toEqual([{ kind: "blocked", process: "A", by: "migration" }]);
		expect(carryOut(m, read("A", 2 * PAGE)).events).toEqual([{ kind: "skipped", process: "A", why: "blocked" }]);
		expect(carryOut(m, write("B")).events).toEqual([{ kind: "blocked", process: "B", by: "migration" }]);
		// The waiting fault holds mmap_lock for reading: what needs it for writing has to wait too, a second lookup has not.
		expect(carryOut(m, clear).events).toEqual([{ kind: "skipped", process: "A", why: "blocked" }]);
		expect(carryOut(m, begin()).events).toEqual([{ kind: "migrating", folios: 0, other: 1, status: -2 }]);
		expect(carryOut(m, finish()).events).toEqual([
			{ kind: "moved", ok: 1, other: 0, status: 0 },
			{ kind: "unblocked", process: "A", ret: 0, errno: 0 },
			{ kind: "unblocked", process: "B", ret: 0, errno: 0 },
		]);
		expect(entry(m, 0, "B").frame).not.toBe(entry(m).frame);
		expect(m.frames.node(Number(entry(m).frame))).toBe(1);
	});

	it("whole migration is both halves one after the other", () => {
		for (const id of ["4.14.5", "6.12"]) {
			const halves = machine(id, ...LARGE, begin(HUGE), finish(HUGE));
			const whole = machine(id, ...LARGE, ["A", { kind: "migrate", range: heap(0, HUGE), node: 1 }]);
			expect(observe(halves)).toEqual(observe(whole));
		}
	});

	it("fork makes a write entry readable in both, soft-dirty kept, and accessed and dirty with it", () => {
		const m = machine("6.12", ...SMALL);
		const pfn = pfnOf(m);
		for (const told of [begin(), fork]) carryOut(m, told);
		const expected = (24n << 59n) | inverted(pfn | (3n << 34n)) | 2n;
		expect([entry(m).word, entry(m, 0, "B").word]).toEqual([expected, expected]);
		carryOut(m, finish());
		expect(entry(m, 0, "B").frame).toBe(entry(m).frame);
		expect(entry(m).word & 2n).toBe(0n);
	});

	it.each([
		["5.7.14", 28],
		["6.12", 25],
	])("mprotect() makes it readable, exclusive where the kernel can say so (%s)", (id, type) => {
		const m = machine(id, ...SMALL, begin(), ["A", { kind: "protect", range: heap(0, 4 * PAGE), prot: "r" }]);
		expect(entry(m)).toMatchObject({ special: type, pagemap: 0x81 });
	});

	it("uffd protect reaches a migration PMD only from 6.1 stable on", () => {
		const armed = (id: string) => {
			const range = heap(0, HUGE);
			const uffd: readonly Told[] = [
				["A", { kind: "uffd_open", features: ["wp"] }],
				["A", { kind: "uffd_register", range, modes: ["wp"] }],
				begin(HUGE),
				["A", { kind: "uffd_protect", range }],
				finish(HUGE),
			];
			return (entry(machine(id, ...LARGE, ...uffd)).word & (1n << 10n)) !== 0n;
		};
		expect(["5.7.14", "5.15.0", "6.1", "6.12"].map(armed)).toEqual([false, false, true, true]);
	});

	it.each(["4.14.5", "6.12"])("a page that is dropped on its way is gone when its migration ends (%s)", (id) => {
		const m = machine(id, ...SMALL);
		const frame = Number(entry(m).frame);
		for (const told of [begin(), ["A", { kind: "advise", range: heap(), advice: "dontneed" }] as Told]) carryOut(m, told);
		expect(entry(m).word).toBe(0n);
		expect(m.frames.refs.get(frame)).toBe(1);
		expect(carryOut(m, finish()).events).toEqual([{ kind: "moved", ok: 1, other: 0, status: 0 }]);
		expect(m.frames.refs.get(frame)).toBe(0);
	});

	it("mremap() takes the entry along, soft-dirty, and finish finds it there", () => {
		const m = machine("6.12", ...SMALL, clear, begin(), ["A", { kind: "remap", range: heap(0, 4 * PAGE), to: "moved" }]);
		const there = () => observe(m).processes[0]?.regions.find(({ name }) => name === "moved")?.runs[0];
		expect(there()).toMatchObject({ special: 24 + 1, pagemap: 0x81 });
		carryOut(m, finish());
		expect(there()?.frame).toBeTypeOf("number");
	});

	it("reclaim, splits and MADV_COLD pass it over", () => {
		const m = machine("6.12", ...LARGE, begin(HUGE));
		const before = entry(m);
		const range = heap(0, HUGE);
		for (const operation of [
			{ kind: "split_all" },
			{ kind: "swap_out", range },
			{ kind: "advise", range, advice: "cold" },
			{ kind: "advise", range, advice: "pageout" },
			{ kind: "advise", range, advice: "free" },
			{ kind: "ksm_run" },
		] as const)
			carryOut(m, ["A", operation]);
		expect(entry(m)).toEqual(before);
	});

	it("exit leaves the page to its migrator, who can end it", () => {
		const m = machine("6.12", ...SMALL, fork, begin(), ["A", { kind: "exit" }]);
		expect(carryOut(m, finish()).events).toEqual([{ kind: "moved", ok: 1, other: 0, status: 0 }]);
		expect(entry(m, 0, "B").frame).toBeTypeOf("number");
	});
});

describe("the split of a huge page on its way", () => {
	const drop: Told = ["A", { kind: "advise", range: heap(HUGE / 2), advice: "dontneed" }];

	it.each([
		// References that nobody gives back make the migration fail: the page stays where it was.
		["4.14.5", { kind: "moved", ok: 0, other: 1, status: -11 }, 511],
		["5.7.14", { kind: "moved", ok: 0, other: 1, status: -11 }, 511],
		["5.15.0", { kind: "moved", ok: 0, other: 1, status: -11 }, 511],
		["6.1", { kind: "moved", ok: 1, other: 0, status: 0 }, 0],
		["6.12", { kind: "moved", ok: 1, other: 0, status: 0 }, 0],
	])("%s", (id, event, leaked) => {
		const m = machine(id, ...LARGE, begin(HUGE), drop);
		expect(entry(m, 3)).toMatchObject({ level: 0, special: m.kernel.layout.swap.types.migrationWrite });
		expect(entry(m, 256).word).toBe(0n);
		expect(carryOut(m, finish(HUGE)).events).toEqual([event]);
		const head = m.frames.head(Number(entry(m).frame));
		expect(m.frames.refs.get(head)).toBe(511 + leaked);
		expect(m.frames.node(head)).toBe(leaked === 0 ? 1 : 0);
	});
});

describe("fork() of a huge page on its way on 5.7.14", () => {
	it("leads both entries to another page, which is a BUG() for who touches it", () => {
		const m = machine("5.7.14", ...LARGE);
		const pfn = pfnOf(m);
		for (const told of [begin(HUGE), fork]) carryOut(m, told);
		expect(entry(m).word).toBe((28n << 59n) | inverted(pfn | 2n) | 2n);
		expect(entry(m, 0, "B").word).toBe(entry(m).word);
		carryOut(m, finish(HUGE));
		expect(carryOut(m, read("B")).events).toEqual([{ kind: "oops", process: "B", at: "include/linux/swapops.h: migration_entry_to_page" }]);
		expect(carryOut(m, ["B", { kind: "exit" }]).events).toEqual([{ kind: "skipped", process: "B", why: "blocked" }]);
	});
});

it("tells each half in micro-steps", () => {
	const m = machine("6.12", ...SMALL);
	const functions = ([process, operation]: Told) => stepTraced(m, { process, operation }).microSteps.map(({ fn }) => fn);
	expect(functions(begin())).toEqual(["try_to_migrate_one"]);
	expect(functions(finish())).toEqual(["folio_migrate_flags", "remove_migration_pte"]);
});
