import { describe, expect, it } from "vitest";
import type { Observation, Run, VmaFlag } from "../sim/include/observation.ts";
import { judge } from "./judge.ts";

/** Runs from `what*n` words: `.` none, `m` mapped, `s` swapped, `z` zero page, `k` marker; capital: soft-dirty. */
function heap(words: string, flags: VmaFlag[] = []): Observation {
	const runs: Run[] = [];
	let at = 0;
	for (const word of words.split(" ")) {
		const kind = word[0] ?? ".";
		const n = Number(word.slice(1) || "1");
		const pagemap = kind !== kind.toLowerCase() || kind === ":" ? 1 : 0;
		const base = { at, n, level: 0 as const, pagemap };
		const low = kind.toLowerCase();
		if (low === "m") runs.push({ ...base, entry: 0x867n, frame: at, page: 1, mapcount: 1 });
		else if (low === "s") runs.push({ ...base, entry: 2n, slot: at });
		else if (low === "z") runs.push({ ...base, entry: 0x225n, frame: "zero" });
		else if (low === "k") runs.push({ ...base, entry: 0n, marker: 1 });
		else runs.push({ ...base, entry: 0n });
		at += n;
	}
	const region = { name: "heap", start: 0, pages: at, vmas: [{ at: 0, n: at, prot: "rw-", flags }], runs };
	return { processes: [{ id: "A", blocked: false, regions: [region] }] };
}

const truth = (written: { at: number; n: number }[], dropped: { at: number; n: number }[] = []) => [
	{ process: "A", region: "heap", written, dropped },
];
const pages = (list: readonly { page: number }[]) => list.map((verdict) => verdict.page);

describe("judge", () => {
	it("is content when exactly the written pages are reported", () => {
		const verdict = judge(truth([{ at: 2, n: 3 }]), heap("m2 M3 m11"));
		expect(verdict).toMatchObject({ reported: 3, missed: [], spurious: [], spuriousCount: 0, dropped: [] });
		expect(pages(verdict.written)).toEqual([2, 3, 4]);
	});

	it("finds the page that the split lost", () => {
		const verdict = judge(truth([{ at: 3, n: 1 }]), heap("m256 .1 m255"));
		expect(verdict.missed).toEqual([{ process: "A", region: "heap", page: 3 }]);
		expect(verdict.reported).toBe(0);
	});

	it("counts what is reported beyond the writes, in runs across entries", () => {
		const verdict = judge(truth([{ at: 3, n: 1 }]), heap("M256 .1 M100 S155"));
		expect(verdict.spurious).toEqual([
			{ process: "A", region: "heap", page: 0, n: 3 },
			{ process: "A", region: "heap", page: 4, n: 252 },
			{ process: "A", region: "heap", page: 257, n: 255 },
		]);
		expect(verdict.spuriousCount).toBe(510);
		expect(verdict.reported).toBe(511);
	});

	it("looks at swap entries and the zero page, not at holes and markers", () => {
		const verdict = judge(truth([{ at: 0, n: 5 }]), heap("s1 z1 .1 k1 m1"));
		expect(pages(verdict.missed)).toEqual([0, 1, 4]);
		expect(pages(verdict.dropped)).toEqual([2, 3]);
		expect(judge([], heap(":9")).reported).toBe(0);
	});

	it("keeps dropped pages apart, whatever stands there now", () => {
		const verdict = judge(truth([{ at: 4, n: 1 }], [{ at: 1, n: 2 }]), heap("m1 z1 Z1 m1 M1"));
		expect(pages(verdict.written)).toEqual([1, 2, 4]);
		expect(pages(verdict.dropped)).toEqual([1, 2]);
		expect(verdict).toMatchObject({ reported: 2, missed: [], spuriousCount: 0 });
	});

	it("calls a shared page missed when reclaim took its entry", () => {
		const verdict = judge(truth([{ at: 0, n: 2 }], [{ at: 3, n: 1 }]), heap(".4", ["sh"]));
		expect(pages(verdict.missed)).toEqual([0, 1]);
		expect(pages(verdict.dropped)).toEqual([3]);
	});

	it("knows nothing of processes that are gone", () => {
		expect(judge([{ process: "B", region: "heap", written: [{ at: 0, n: 1 }], dropped: [] }], heap("m1")).written).toEqual([]);
	});
});
