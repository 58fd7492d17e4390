import { describe, expect, it } from "vitest";
import { present } from "../base/assert.ts";
import { makeGeometry } from "../sim/include/geometry.ts";
import type { Observation, Run } from "../sim/include/observation.ts";
import { layout612 } from "../sim/kernels/layouts.ts";
import { drawCells, tableCells } from "./cells.ts";
import { makeScene } from "./scene.ts";
import { pageTables } from "./tables.ts";
import { drawTree, rowViews, treePicture } from "./tree_geometry.ts";
import { walkTree } from "./tree_walk.ts";

/** Tables of four entries, huge pages of four base pages, as the checker has them. */
const SMALL = makeGeometry(2);

const none = (at: number, n: number, level: 0 | 1 | 2 | 3): Run => ({ at, n, level, entry: 0n, pagemap: 0 });
const page = (at: number, n: number, frame: number): Run => ({ at, n, level: 0, entry: 0x8000000000000867n, frame, pagemap: 0x101 });
const huge = (at: number, frame: number): Run => ({ at, n: 4, level: 1, entry: 0x80000000000008e7n, frame, pagemap: 0x101 });

function observe(...regions: { name: string; start: number; runs: readonly Run[] }[]): Observation {
	return {
		processes: [
			{
				id: "A",
				blocked: false,
				regions: regions.map(({ name, start, runs }) => {
					const last = present(runs.at(-1), "a run");
					const pages = last.at + last.n;
					return { name, start, pages, vmas: [{ at: 0, n: pages, prot: "rw-", flags: [] }], runs };
				}),
			},
		],
	};
}

const draw = (observation: Observation) => drawTree(treePicture(pageTables(observation, SMALL), SMALL));

describe("pageTables", () => {
	it("finds the tables above where each walk ended, and folds what is empty", () => {
		const heap = { name: "heap", start: 64, runs: [page(0, 2, 0), none(2, 2, 0), huge(4, 4), none(8, 8, 1)] };
		const stack = { name: "stack", start: 80, runs: [none(0, 16, 2)] };
		expect(draw(observe(heap, stack))).toBe(
			[
				"A PGD 1 of 4 · 0–1",
				"  [1] PUD 1 of 4 · 0–1",
				"    [0] PMD 2 of 4 · 0–1",
				"      [0] PTE 2 of 4 · 0–0.5",
				"      [1] huge · 0.5–1",
			].join("\n"),
		);
	});

	it("keeps a table that has only empty entries", () => {
		expect(draw(observe({ name: "heap", start: 64, runs: [none(0, 4, 0)] }))).toContain("[0] PTE 0 of 4");
	});

	it("puts regions far apart into tables of their own", () => {
		const drawn = draw(observe({ name: "a", start: 64, runs: [page(0, 4, 0)] }, { name: "b", start: 80, runs: [page(0, 4, 4)] }));
		expect(drawn.split("\n").filter((line) => line.includes("PMD"))).toHaveLength(2);
	});

	it("counts a huge entry whose pages read differently once", () => {
		const halves: Run[] = [
			{ ...huge(0, 0), n: 2 },
			{ ...huge(0, 0), at: 2, n: 2, frame: 2, pagemap: 0x100 },
		];
		expect(draw(observe({ name: "heap", start: 64, runs: halves }))).toContain("PMD 1 of 4");
	});

	it("always has a root", () => {
		expect(draw({ processes: [{ id: "A", blocked: false, regions: [] }] })).toBe("A PGD 0 of 4 · 0–1");
	});
});

describe("tableCells", () => {
	const observation = observe({ name: "heap", start: 64, runs: [page(0, 2, 0), none(2, 2, 0), huge(4, 4), none(8, 8, 1)] });
	const verdict = { written: [], reported: 0, missed: [], spurious: [], spuriousCount: 0, dropped: [] };
	const moment = { cursor: { step: 0, micro: 0 }, observation, verdict };
	const scene = makeScene({ moment, previous: null, layout: layout612, lens: "soft-dirty", geometry: SMALL });
	const trees = pageTables(observation, SMALL);
	const drawn = (level: 0 | 1 | 2 | 3, at: number) => {
		const cells = tableCells(scene, trees, { process: "A", level, page: at });
		return `${cells.state}: ${drawCells(cells, 4)}`;
	};

	it("draws tables, huge entries and empty places of any geometry", () => {
		expect([drawn(0, 64), drawn(0, 68), drawn(0, 72)]).toEqual(["table: ##--", "huge: ####", "empty: ----"]);
		expect([drawn(1, 64), drawn(2, 64), drawn(3, 0)]).toEqual(["table: T#--", "table: T", "table:  T"]);
	});
});

describe("the tree on the screen", () => {
	const observation = observe({ name: "a", start: 64, runs: [page(0, 4, 0), huge(4, 4)] }, { name: "b", start: 80, runs: [page(0, 4, 8)] });
	const picture = treePicture(pageTables(observation, SMALL), SMALL);

	it("is walked with the arrow keys", () => {
		const start = present(picture.strips[0], "the root");
		const seen = [start];
		for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "x"]) {
			const here = present(seen.at(-1), "where the walk is");
			seen.push(walkTree(picture, here, key) ?? here);
		}
		expect(seen.map(({ row, index, kind }) => `${row} ${index} ${kind}`)).toEqual([
			"0 null table",
			"1 1 table",
			"2 0 table",
			"3 0 table",
			"3 1 huge",
			"3 0 table",
			"3 0 table",
			"2 1 table",
			"2 1 table",
		]);
	});

	it("keeps the walk in sight when the last row is magnified", () => {
		const views = rowViews(picture, { scale: 50, from: 0.01 });
		expect(views.map(({ scale }) => Math.round(scale * 100) / 100)).toEqual([1, 1, 1.5, 50]);
		expect(rowViews(picture, { scale: 1, from: 0 })).toEqual(Array(4).fill({ scale: 1, from: 0 }));
	});
});
