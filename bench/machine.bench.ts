/** How fast the machine faults and splits, how much it holds, and how fast a long history is moved about in. */
import { Bench } from "tinybench";
import { Run } from "../src/history/run.ts";
import { parseLine } from "../src/scenario/parse.ts";
import type { Step } from "../src/sim/include/operation.ts";
import { kernelById } from "../src/sim/kernels/kernels.ts";
import { boot, step } from "../src/sim/machine.ts";
import type { Machine } from "../src/sim/machine_state.ts";
import { planScript } from "../src/worker/runs.ts";
import { quantile, report } from "./budget.ts";

const HUGE = 256;

function parsed(line: string): Step {
	const result = parseLine(line);
	if (!result.ok) throw new Error(`“${line}” is no step`);
	return result.value;
}

function machineAfter(lines: readonly string[]): Machine {
	const kernel = kernelById("6.12");
	if (kernel === undefined) throw new Error("there is no kernel 6.12");
	const machine = boot(kernel);
	for (const line of lines) step(machine, parsed(line));
	return machine;
}

/** Operations a second: each round carries out `steps`, which make `count` of them, on a machine that is set up outside the clock. */
async function rate(what: string, setup: readonly string[], steps: readonly string[], count: number, atLeast: number): Promise<void> {
	const ready = steps.map(parsed);
	let machine = machineAfter(setup);
	const bench = new Bench({ time: 2000, warmupTime: 500 });
	bench.add(
		what,
		() => {
			for (const each of ready) step(machine, each);
		},
		{
			beforeEach: () => {
				machine = machineAfter(setup);
			},
		},
	);
	await bench.run();
	const result = bench.tasks[0]?.result;
	if (result === undefined || result.error !== undefined) throw new Error(`${what}: ${String(result?.error)}`);
	report({ what, value: Math.round((count / result.mean) * 1000), unit: "/s", atLeast });
}

/** Bytes that stay after a collection. */
function held(): number {
	globalThis.gc?.();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

function memory(what: string, lines: readonly string[], atMost: number): void {
	if (globalThis.gc === undefined) throw new Error("start me by `npm run bench`, which exposes the collector");
	const before = held();
	const machine = machineAfter(lines);
	const bytes = held() - before;
	// Used after the measurement, so that the machine is alive in it.
	if (machine.processes.length === 0) throw new Error("no process");
	report({ what, value: bytes / 1e6, unit: "MB", atMost });
}

/** A long session: what its history holds, and how long the way to any step of it takes. */
function longHistory(what: string, setup: readonly string[], steps: number, atMost: number): void {
	const kernel = kernelById("6.12");
	if (kernel === undefined) throw new Error("there is no kernel 6.12");
	const processes = 1 + setup.filter((line) => line.includes("fork")).length;
	const lines = [
		...setup,
		...Array.from({ length: steps - setup.length }, (_, i) =>
			i % 97 === 96 ? "A: clear_refs" : `${"ABCD"[i % processes]}: write heap+${((i * 37) % 1024) * 4}K`,
		),
	];
	const before = held();
	const run = new Run(kernel, planScript(lines.map((text) => ({ text, enabled: true }))));
	const bytes = held() - before;
	const took: number[] = [];
	for (let i = 0; i < 200; i++) {
		const start = performance.now();
		run.at({ step: (i * 61_803) % steps, micro: 0 });
		took.push(performance.now() - start);
	}
	report({ what: `${what}, memory with all steps`, value: bytes / 1e6, unit: "MB", atMost: 100 });
	report({ what: `${what}, keyframes`, value: run.bytes / 1e6, unit: "MB" });
	report({
		what: `${what}, jump to any step, 95th percentile`,
		value: quantile(took, 0.95),
		unit: "ms",
		atMost,
	});
	report({ what: `${what}, jump to any step, worst`, value: quantile(took, 1), unit: "ms" });
}

// First of all: what later measurements leave behind would be collected inside this one.
memory("a fully mapped GiB of small pages", ["A: map heap 1G", "A: write heap 1G"], 16);
const hugePages = Array.from({ length: HUGE }, (_, i) => `A: advise heap+${i * 2}M 4K dontneed`);
await rate("small-page write faults", ["A: map heap 64M"], ["A: write heap 64M"], 16_384, 2_000_000);
await rate(
	"THP splits",
	[`A: map heap ${HUGE * 2}M`, `A: advise heap ${HUGE * 2}M hugepage`, `A: write heap ${HUGE * 2}M`],
	hugePages,
	HUGE,
	50_000,
);
longHistory("100,000 steps of 4 MiB", ["A: map heap 4M"], 100_000, 50);
const four = ["A: map heap 4M", "A: write heap 4M", "A: fork B", "A: fork C", "A: fork D"];
longHistory("100,000 steps of four processes with 4 MiB each", four, 100_000, 50);
longHistory("100,000 steps beside a mapped GiB", ["A: map heap 4M", "A: map large 1G", "A: write large 1G"], 100_000, 50);
