import { expect, test } from "vitest";
import { kernelById } from "../../sim/kernels/kernels.ts";
import { runTracker } from "./run_tracker.ts";
import { MAX_MAP_COUNT } from "./tool.ts";
import { Workbench } from "./workbench.ts";

test("when no more VMAs are to be had, mprotect's handler permits everything and all pages count as written", () => {
	const kernel = kernelById("6.12");
	if (kernel === undefined) throw new Error("no kernel 6.12");
	const pages = 2 ** 18;
	// Every other page, so that each first write makes two VMAs more.
	const pattern = { kind: "list" as const, pages: Array.from({ length: 4096 }, (_, i) => i * 2) };
	const workload = { pages, populated: 1, huge: 0, pattern, writes: 4096, drops: 0, intervals: 1, seed: 1, second: false };
	const run = (change: object) =>
		[...runTracker(new Workbench({ ...workload, ...change }), kernel, "mprotect", "columns")].filter((each) => typeof each !== "number");
	expect(run({})[0]).toMatchObject({ reported: 4096, spurious: 0, counts: { vmas: 2 * 4096, signals: 4096 } });
	const [many] = run({ pattern: { kind: "uniform" }, writes: 60_000 });
	expect(many?.counts.vmas).toBeLessThanOrEqual(MAX_MAP_COUNT);
	expect(many).toMatchObject({ reported: pages, missed: 0 });
	expect(many?.counts.signals).toBeLessThan(60_000);
});
