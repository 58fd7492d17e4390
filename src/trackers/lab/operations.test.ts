import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { DROP, Operations } from "./operations.ts";
import type { Workload } from "./workload.ts";

const BASE: Workload = {
	pages: 8192,
	populated: 0.5,
	huge: 0,
	pattern: { kind: "uniform" },
	writes: 1000,
	drops: 100,
	intervals: 2,
	seed: 3,
	second: false,
};

function all(workload: Workload, interval = 0, operations = new Operations(workload)): number[] {
	const list: number[] = [];
	for (const chunk of operations.chunks(interval)) list.push(...chunk);
	return list;
}

const patterns: fc.Arbitrary<Workload["pattern"]> = fc.constantFrom(
	{ kind: "uniform" },
	{ kind: "sequential" },
	{ kind: "zipf", exponent: 1.1 },
	{ kind: "hot", share: 0.1, heat: 0.9 },
	{ kind: "list", pages: [7, 9000] },
);

test.prop({ pattern: patterns, writes: fc.nat(9000), drops: fc.nat(200), seed: fc.integer() })(
	"as many writes and drops as asked for, all to populated pages, and the same again",
	({ pattern, writes, drops, seed }) => {
		const workload = { ...BASE, pattern, writes, drops, seed };
		const operations = new Operations(workload);
		const list = all(workload, 1, operations);
		expect(list.filter((operation) => operation >= DROP)).toHaveLength(drops);
		expect(list).toHaveLength(writes + drops);
		expect(list.every((operation) => operation % DROP < 4096)).toBe(true);
		expect(all(workload, 1, operations)).toEqual(list);
		expect(all(workload, 1)).toEqual(list);
	},
);

test("drops stand evenly between the writes", () => {
	const at = all(BASE).flatMap((operation, i) => (operation >= DROP ? [i] : []));
	expect(at).toEqual(Array.from({ length: 100 }, (_, i) => 11 * i + 10));
});

test("sequential goes on in the next interval; a hot set gets its part", () => {
	const sequential = { ...BASE, pattern: { kind: "sequential" as const }, drops: 0 };
	expect(all(sequential, 1).slice(0, 3)).toEqual([1000, 1001, 1002]);
	const hot = all({ ...BASE, pattern: { kind: "hot", share: 0.1, heat: 0.9 }, drops: 0, writes: 10_000 });
	const share = hot.filter((page) => page < 410).length / hot.length;
	expect(share).toBeGreaterThan(0.88);
	expect(share).toBeLessThan(0.92);
});
