import { describe, expect, it } from "vitest";
import type { Observation, Run, VmaView } from "../sim/include/observation.ts";
import { PG_ANON, PG_SWAPBACKED } from "../sim/include/observation.ts";
import { compareStep, type StepView } from "./compare.ts";

const mapped: Run = { at: 0, n: 512, level: 0, entry: 0x867n, frame: 0, page: PG_ANON | PG_SWAPBACKED, mapcount: 1, pagemap: 0x103 };
const vma: VmaView = { at: 0, n: 512, prot: "rw-", flags: ["sd"] };

function view(runs: readonly Run[], change: Partial<StepView> = {}, vmas: readonly VmaView[] = [vma]): StepView {
	const observation: Observation = {
		processes: [{ id: "A", blocked: false, regions: [{ name: "heap", start: 0, pages: 512, vmas, runs }] }],
	};
	return { result: { ret: 0, errno: 0 }, events: [], observation, ...change };
}

const recorded = view([mapped]);
const piece = (at: number, n: number, change: Partial<Run> = {}): Run => ({ ...mapped, at, n, frame: at, ...change });

describe("compareStep", () => {
	it("finds nothing where runs are merely cut otherwise", () => {
		expect(compareStep(recorded, recorded)).toEqual([]);
		expect(compareStep(recorded, view([piece(0, 3), piece(3, 509)]))).toEqual([]);
	});

	it.each([
		["entries", piece(3, 1, { entry: 0x27n }), "PTE 0x867", "PTE 0x27"],
		["entries", piece(3, 1, { level: 1 }), "PTE 0x867", "PMD 0x867"],
		["entries", piece(3, 1, { marker: 1 }), "PTE 0x867", "PTE marker 1, bits 0x867"],
		["entries", piece(3, 1, { special: 26 }), "PTE 0x867", "PTE not-present entry of type 26, bits 0x867"],
		["entries", piece(3, 1, { slot: 4 }), "PTE 0x867", "PTE swap slot 4, bits 0x867"],
		["pagemap", piece(3, 1, { pagemap: 0x102 }), "0x103 (soft-dirty, exclusive, present)", "0x102 (exclusive, present)"],
		["frames", piece(3, 1, { frame: 9 }), "frame 3", "frame 9"],
		["frames", piece(3, 1, { frame: "zero" }), "frame 3", "the zero page"],
		["pages", piece(3, 1, { page: PG_ANON }), "anon swapbacked, mapcount 1", "anon, mapcount 1"],
		["pages", piece(3, 1, { mapcount: 2 }), "anon swapbacked, mapcount 1", "anon swapbacked, mapcount 2"],
	])("names the first page that differs in %s", (aspect, odd, expected, actual) => {
		expect(compareStep(recorded, view([piece(0, 3), odd, piece(4, 508)]))).toEqual([{ aspect, where: "A heap+0x3000", expected, actual }]);
	});

	it("sees numbers that count on where the others stand still", () => {
		const still = view([{ ...mapped, shared: true }]);
		expect(compareStep(recorded, still)).toMatchObject([
			{ aspect: "frames", where: "A heap+0x1000", expected: "frame 1", actual: "frame 0" },
		]);
	});

	it("compares results, events and who lives", () => {
		expect(compareStep(recorded, view([mapped], { result: { ret: -1, errno: 22 } }))).toMatchObject([
			{ aspect: "results", expected: "ret 0", actual: "ret -1, errno 22" },
		]);
		expect(compareStep(recorded, view([mapped], { events: [{ kind: "blocked", process: "A" }] }))).toMatchObject([
			{ aspect: "results", expected: "no events", actual: "blocked A" },
		]);
		expect(compareStep(recorded, view([mapped], { observation: { processes: [] } }))).toMatchObject([
			{ aspect: "results", expected: "live: A", actual: "live: none" },
		]);
		const idle = { processes: [...recorded.observation.processes, { id: "B", blocked: false, regions: [] }] };
		expect(compareStep(recorded, view([mapped], { observation: idle }))).toEqual([]);
	});

	it("compares VMAs and regions", () => {
		expect(compareStep(recorded, view([mapped], {}, [{ ...vma, flags: [] }]))).toEqual([
			{ aspect: "vmas", where: "A heap", expected: "0+512 rw- sd", actual: "0+512 rw-" },
		]);
		const bare: Observation = { processes: [{ id: "A", blocked: false, regions: [] }] };
		expect(
			compareStep({ ...recorded, observation: recorded.observation }, { ...recorded, observation: bare }).map((d) => d.aspect),
		).toEqual(["vmas", "results"]);
	});

	it("tells each aspect once, in order", () => {
		const wrong = view([piece(0, 1), piece(1, 2, { entry: 0n, pagemap: 0, frame: 7, page: 0 }), piece(3, 509, { entry: 1n })], {}, []);
		expect(compareStep(recorded, wrong).map((difference) => difference.aspect)).toEqual(["entries", "pagemap", "vmas", "frames", "pages"]);
	});
});
