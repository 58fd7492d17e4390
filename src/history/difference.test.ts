import { describe, expect, test } from "vitest";
import type { Observation, Run, VmaView } from "../sim/include/observation.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { differenceOf, isSame, type View } from "./difference.ts";

const VMAS: readonly VmaView[] = [{ at: 0, n: 512, prot: "rw-", flags: ["hg"] }];

function view(kernel: string, runs: readonly Run[], vmas = VMAS): View {
	const layout = layoutOf(kernel);
	if (layout === undefined) throw new Error(`no layout of ${kernel}`);
	const observation: Observation = {
		processes: [{ id: "A", blocked: false, regions: [{ name: "heap", start: 512, pages: 512, vmas, runs }] }],
	};
	return { layout, observation, slotsTold: true };
}

/** Every page of the region, or the given stretch. */
function run(entry: bigint, rest: Partial<Run> = {}): Run {
	return { at: 0, n: 512, level: 0, entry, pagemap: 0x181, ...rest };
}

const SOFT_DIRTY_PTE = 0x8000000000000827n;

describe("what is kept elsewhere is no difference", () => {
	test("soft-dirty of a swap entry: bit 7 before 4.14, bit 1 since; offsets inverted from 4.19 on", () => {
		const old = view("4.8.15", [run(0x80n, { slot: 40, pagemap: 0x81 })]);
		const now = view("6.12", [run(0x2n, { slot: 7, pagemap: 0x81 })]);
		expect(differenceOf(old, now)).toEqual({ pages: [], things: [] });
	});

	test("dirty of a read-only entry: bit 6, and bit 58 from 6.6 on", () => {
		const old = view("6.1", [run(0x8000000000000865n, { frame: 1 })]);
		const now = view("6.12", [run(0x8400000000000825n, { frame: 9 })]);
		expect(isSame(differenceOf(old, now))).toBe(true);
		const clean = view("6.12", [run(0x8000000000000825n, { frame: 9 })]);
		expect(differenceOf(old, clean).pages[0]?.facts.map(({ key }) => key)).toEqual(["dirty"]);
	});

	test("exclusive in swap entries, which older kernels do not have", () => {
		const old = view("5.15.0", [run(0n, { slot: 0 })]);
		const now = view("6.1", [run(0x8n, { slot: 0 })]);
		expect(isSame(differenceOf(old, now))).toBe(true);
		expect(differenceOf(now, view("6.12", [run(0n, { slot: 0 })])).pages[0]?.facts.map(({ key }) => key)).toEqual(["exclusive"]);
	});
});

test("bits that were not recorded differ from nothing", () => {
	// PROT_NONE, as the recorder misread it: only bits 0 to 8 are known.
	const recorded = view("6.12", [run(0x100n, { slot: 77 })]);
	const modelled = view("6.12", [run(0x8400000000000900n, { frame: 3 })]);
	expect(isSame(differenceOf(recorded, modelled))).toBe(true);
});

test("a huge entry and its 512 PTEs differ in the level and in the bits that were lost, over as many pages", () => {
	const huge = view("4.6.2", [run(0x80000000000008e7n, { level: 1, frame: 512 })]);
	const split = view("4.6.2", [
		run(0x8000000000000067n, { n: 256, frame: 0 }),
		run(SOFT_DIRTY_PTE | 0x40n, { at: 256, n: 256, frame: 256 }),
	]);
	const { pages } = differenceOf(huge, split);
	expect(pages.map(({ at, n, facts }) => [at, n, facts.map(({ key, here, there }) => `${key} ${here} ${there}`)])).toEqual([
		[0, 256, ["level PMD PTE", "soft-dirty 1 0"]],
		[256, 256, ["level PMD PTE"]],
	]);
});

test("an entry and none are told apart by their kind and by what trackers read, not bit by bit", () => {
	const { pages } = differenceOf(view("6.1", [run(SOFT_DIRTY_PTE, { frame: 0 })]), view("6.1", [run(0n, { pagemap: 0 })]));
	expect(pages[0]?.facts.map(({ aspect, key }) => `${aspect} ${key}`)).toEqual([
		"entries kind",
		"entries soft-dirty",
		"pagemap soft-dirty",
		"pagemap swap",
		"pagemap present",
	]);
});

test("frames are names: only which entries share one counts", () => {
	const half = (at: number, frame: number): Run => run(SOFT_DIRTY_PTE, { at, n: 256, frame });
	const apart = view("6.1", [half(0, 1000), half(256, 5000)]);
	expect(isSame(differenceOf(apart, view("6.1", [half(0, 256), half(256, 0)])))).toBe(true);
	const { pages } = differenceOf(apart, view("6.1", [half(0, 0), half(256, 0)]));
	expect(pages.map(({ at, n, facts }) => [at, n, facts.map(({ aspect }) => aspect)])).toEqual([[256, 256, ["frames"]]]);
	const zero = view("6.1", [run(SOFT_DIRTY_PTE, { frame: "zero" })]);
	expect(differenceOf(zero, apart).pages[0]?.facts[0]).toMatchObject({ here: "the zero page", there: "a frame of its own" });
});

test("VMAs differ by protection, flag and boundary", () => {
	const runs = [run(0n, { pagemap: 0 })];
	const other = view("6.1", runs, [
		{ at: 0, n: 256, prot: "rw-", flags: ["sd", "hg"] },
		{ at: 256, n: 256, prot: "r--", flags: ["hg"] },
	]);
	const { pages } = differenceOf(view("6.1", runs), other);
	expect(pages.map(({ at, n, facts }) => [at, n, facts.map(({ key, here, there }) => `${key} ${here} ${there}`)])).toEqual([
		[0, 256, ["sd 0 1"]],
		[256, 256, ["prot rw- r--", "boundary none here"]],
	]);
});

test("results, events, and who lives are compared where the steps correspond", () => {
	const at = (errno: number, told: boolean): View => {
		const plain = view("6.1", [run(0n, { pagemap: 0 })]);
		return told ? { ...plain, step: { result: { ret: errno === 0 ? 0 : -1, errno }, events: [] } } : plain;
	};
	expect(differenceOf(at(0, true), at(22, true)).things).toEqual([
		expect.objectContaining({ key: "result", here: "ret 0", there: "errno 22" }),
	]);
	expect(differenceOf(at(0, true), at(22, false)).things).toEqual([]);
	const gone: View = { ...at(0, false), observation: { processes: [] } };
	expect(differenceOf(at(0, false), gone).things).toEqual([expect.objectContaining({ key: "live", here: "A", there: "none" })]);
});
