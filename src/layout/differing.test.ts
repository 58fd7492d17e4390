import { expect, test } from "vitest";
import type { PageDifference } from "../history/difference.ts";
import type { Fact } from "../history/meaning.ts";
import { X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import { cellMarks, differingStretches } from "./differing.ts";

const SOFT_DIRTY: Fact = { aspect: "entries", key: "soft-dirty", name: "soft-dirty", colour: "sd", here: "1", there: "0" };
const VMA: Fact = { aspect: "vmas", key: "sd", name: "VMA flag sd", colour: "ink", here: "1", there: "0" };
const PLACE = { process: "A", region: "heap" };
const PAGES: readonly PageDifference[] = [
	{ ...PLACE, at: 0, n: 1024, facts: [VMA] },
	{ ...PLACE, at: 3, n: 2, facts: [SOFT_DIRTY] },
	{ ...PLACE, at: 600, n: 1, facts: [SOFT_DIRTY] },
	{ process: "B", region: "heap", at: 0, n: 1, facts: [SOFT_DIRTY] },
];
const observation = {
	processes: [{ id: "A", blocked: false, regions: [{ name: "heap", start: 512, pages: 1024, vmas: [], runs: [] }] }],
};

test("marks the entries that differ, and those above them that lead there", () => {
	const stretches = differingStretches(PAGES, observation);
	expect(stretches.map(({ process, from, n }) => [process, from, n])).toEqual([
		["A", 515, 2],
		["A", 1112, 1],
	]);
	const marked = (level: 0 | 1, page: number) => {
		const marks = cellMarks(stretches, { process: "A", level, page }, X86_64_GEOMETRY);
		return marks === null ? null : [...marks.marked.keys()].filter((index) => marks.marked[index] === 1);
	};
	expect(marked(0, 512)).toEqual([3, 4]);
	expect(marked(0, 1024)).toEqual([88]);
	expect(marked(0, 1536)).toBeNull();
	expect(marked(1, 0)).toEqual([1, 2]);
	const words = cellMarks(stretches, { process: "A", level: 0, page: 512 }, X86_64_GEOMETRY);
	expect([words?.words(3), words?.words(5)]).toEqual(["soft-dirty 1, there 0", ""]);
});
