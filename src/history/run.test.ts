import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { present } from "../base/assert.ts";
import type { Range, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { digestRun, markSteps, partingOf } from "./digest.ts";
import { type PlannedStep, Run } from "./run.ts";
import { stateHash } from "./state_hash.ts";

const KERNEL = present(kernelById("6.12"), "kernel 6.12");

function range(page: number, pages = 1): Range {
	return { region: "heap", offset: page * PAGE_SIZE, length: pages * PAGE_SIZE };
}

function plan(operation: Step["operation"], skip = false): PlannedStep {
	const text = JSON.stringify(operation);
	return { text, parsed: { process: "A", operation }, ...(skip ? { withheld: { status: "disabled" } } : {}) };
}

const MAP = plan({ kind: "map", region: "heap", length: 2 ** 21, prot: "rw", shared: false });
const HUGE = plan({ kind: "advise", range: range(0, 512), advice: "hugepage" });

const operation = fc.oneof(
	fc.nat({ max: 511 }).map((page) => plan({ kind: "write", range: range(page) })),
	fc.nat({ max: 511 }).map((page) => plan({ kind: "read", range: range(page) })),
	fc.nat({ max: 500 }).map((page) => plan({ kind: "advise", range: range(page, 9), advice: "dontneed" })),
	fc.nat({ max: 500 }).map((page) => plan({ kind: "write", range: range(page, 9) }, true)),
	fc.constant(plan({ kind: "clear_refs" })),
	fc.constant(plan({ kind: "write", range: range(0, 512) })),
);
const script = fc.array(operation, { maxLength: 60 }).map((steps) => [MAP, HUGE, ...steps]);

function hashAt(run: Run, step: number): string {
	return stateHash(run.at({ step, micro: 0 }).observation);
}

describe("any path to the same operations", () => {
	test.prop([script, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 })), { maxLength: 12 })], { numRuns: 30 })(
		"gives the same state: jumping about, and going inside steps, with hardly any keyframes",
		(steps, jumps) => {
			const forward = new Run(KERNEL, steps);
			const wanted = [...Array(steps.length + 1).keys()].map((step) => hashAt(forward, step));
			const jumping = new Run(KERNEL, steps, { budget: 1 });
			for (const [to, micro] of jumps) {
				const step = to % (steps.length + 1);
				jumping.at({ step, micro });
				jumping.microSteps(to % steps.length);
				expect(hashAt(jumping, step)).toBe(wanted[step]);
			}
		},
	);

	test.prop([script, fc.nat(), script], { numRuns: 30 })("gives the same state: branching off, and running anew", (steps, at, others) => {
		const from = new Run(KERNEL, steps);
		const cut = at % (steps.length + 1);
		const edited = [...steps.slice(0, cut), ...others.slice(2)];
		const shared = from.sharedWith(edited);
		expect(shared).toBeGreaterThanOrEqual(cut);
		const branch = new Run(KERNEL, edited, { after: { run: from, steps: shared } });
		const anew = new Run(KERNEL, edited);
		expect(branch.steps).toEqual(anew.steps);
		expect(branch.digest(edited.length)).toEqual(anew.digest(edited.length));
		expect(hashAt(branch, edited.length)).toBe(hashAt(anew, edited.length));
		// The run that was branched off from is as it was.
		expect(hashAt(from, steps.length)).toBe(hashAt(new Run(KERNEL, steps), steps.length));
	});

	test.prop([script, fc.integer({ min: 1, max: 9 })], { numRuns: 20 })("gives the same state: a few steps at a time", (steps, stride) => {
		const slow = new Run(KERNEL, steps, { paused: true });
		while (!slow.isComplete) {
			slow.advance(stride);
			slow.at({ step: 1, micro: 0 });
		}
		expect(slow.digest(steps.length)).toEqual(new Run(KERNEL, steps).digest(steps.length));
	});
});

test("keyframes stay within their budget, and every step can still be reached", () => {
	const steps = [
		MAP,
		...Array.from({ length: 4000 }, (_, i) =>
			plan({ kind: "advise", range: range((i * 7) % 500, 9), advice: i % 2 === 0 ? "dontneed" : "populate_write" }),
		),
	];
	const roomy = new Run(KERNEL, steps);
	const budget = 2 ** 21;
	const tight = new Run(KERNEL, steps, { budget });
	expect(roomy.bytes).toBeGreaterThan(budget);
	expect(tight.bytes).toBeLessThanOrEqual(budget);
	for (const step of [0, 1999, 4001, 17]) expect(hashAt(tight, step)).toBe(hashAt(roomy, step));
});

describe("a digest", () => {
	test("has a mark for every step of a short run, and 64 of a long one", () => {
		expect(markSteps(3)).toEqual([1, 2, 3]);
		expect(markSteps(640)).toHaveLength(64);
		expect(markSteps(640).at(-1)).toBe(640);
		expect(markSteps(0)).toEqual([]);
	});

	test.prop([script, fc.nat()], { numRuns: 30 })("finds the first step that does otherwise", (steps, nth) => {
		const at = 2 + (nth % 8);
		const run = new Run(KERNEL, [...steps, ...Array.from({ length: 8 }, () => plan({ kind: "clear_refs" }))]);
		const otherwise = run.steps.map((step, i) => (i === at ? { ...step, result: { ret: -1, errno: 99 } } : step));
		const other = digestRun(otherwise, 10, (after) => run.at({ step: after, micro: 0 }).observation);
		const parting = partingOf(10, other, run.digest(10));
		// A letter agrees by chance once in 64 times; then the next one is named.
		expect(parting?.by).toBeGreaterThan(at);
		expect(partingOf(10, run.digest(10), run.digest(10))).toBeNull();
	});
});
