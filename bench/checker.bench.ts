/**
 * Distinct states a second: the checker on its default scope, beside plain breadth-first search that keeps whole states as JSON and copies the
 * machine for each; five million states of a larger scope, and what a second thread is good for. Takes minutes.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Explorer, type Plan } from "../src/check/explorer.ts";
import { PROPERTIES } from "../src/check/properties.ts";
import { alphabet, DEFAULT_SCOPE, enabled, geometryOf, type Scope } from "../src/check/scope.ts";
import { statePrint } from "../src/check/state_print.ts";
import { kernelById } from "../src/sim/kernels/kernels.ts";
import { boot, step } from "../src/sim/machine.ts";
import type { MachineSnapshot } from "../src/sim/machine_state.ts";
import { report } from "./budget.ts";

const kernel = kernelById("4.8.15");
if (kernel === undefined) throw new Error("there is no kernel 4.8.15");

function cpuSeconds(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

function exploreAll(plan: Plan): Explorer {
	const explorer = new Explorer(plan);
	do while (explorer.expand(1000));
	while (explorer.deepen());
	return explorer;
}

const plan = (depth: number, scope: Scope = DEFAULT_SCOPE): Plan => ({
	kernel,
	scope,
	properties: PROPERTIES.filter(({ usual }) => usual),
	counts: true,
	limits: { depth, states: 5_000_000 },
});

/** States by their whole text, each kept as a snapshot: what one would write first. */
function plainSearch(depth: number): number {
	const m = boot(plan(0).kernel, geometryOf(DEFAULT_SCOPE));
	const steps = alphabet(DEFAULT_SCOPE);
	const seen = new Set([JSON.stringify(statePrint(m))]);
	let frontier: MachineSnapshot[] = [m.snapshot()];
	for (let at = 0; at < depth; at++) {
		const next: MachineSnapshot[] = [];
		for (const state of frontier) {
			for (const each of steps) {
				m.load(state);
				if (!enabled(m, each)) continue;
				step(m, each);
				const text = JSON.stringify(statePrint(m));
				if (seen.has(text)) continue;
				seen.add(text);
				next.push(m.snapshot());
			}
		}
		frontier = next;
	}
	return seen.size;
}

/** Explores the default scope, which is forgotten before something else is measured. */
function measureRate(depth: number): void {
	exploreAll(plan(depth - 3));
	const began = performance.now();
	const explorer = exploreAll(plan(depth));
	const took = (performance.now() - began) / 1000;
	report({ what: `states that ${depth} steps lead to`, value: explorer.states, unit: "" });
	report({ what: "distinct states, one worker", value: Math.round(explorer.states / took), unit: "/s", atLeast: 200_000 });
	report({ what: "steps tried on the way", value: Math.round(explorer.transitions / took), unit: "/s" });
}

const DEPTH = 9;
measureRate(DEPTH);

plainSearch(3);
const start = cpuSeconds();
const plain = plainSearch(4);
report({ what: "the same by JSON states", value: Math.round(plain / (cpuSeconds() - start)), unit: "/s" });
const [symmetric] = [exploreAll(plan(4)).states];
report({ what: "JSON states for each state of the checker, 4 steps deep", value: plain / symmetric, unit: "" });

const MANY = 5_000_000;
const begun = performance.now();
const large = exploreAll(plan(255, { ...DEFAULT_SCOPE, bits: 2 }));
const seconds = (performance.now() - begun) / 1000;
if (large.states < MANY) throw new Error(`the large scope ends at ${large.states} states`);
report({ what: "5 million states of huge pages of four, explored one after the other", value: seconds, unit: "s" });
report({ what: "distinct states of the larger scope, one worker", value: Math.round(MANY / seconds), unit: "/s" });
report({ what: "what they hold: hashes and paths", value: large.bytes / 1e6, unit: "MB" });
report({ what: "the whole process", value: process.memoryUsage().rss / 1e6, unit: "MB", atMost: 1000 });

/** Seconds of `npm run check` with so many threads, which begin cold. */
function checkWith(threads: number, scope: readonly string[]): number {
	const words = ["--kernel", "4.8.15", ...scope, "--threads", String(threads), "--json"];
	const run = spawnSync(process.execPath, [join("scripts", "run.mjs"), join("scripts", "check.ts"), ...words], {
		encoding: "utf8",
	});
	const { seconds: took }: { seconds: number } = JSON.parse(run.stdout);
	return took;
}

const faster = (scope: readonly string[]) => checkWith(1, scope) / checkWith(2, scope);
// A second one has its own code to compile, some seconds of work whatever it explores.
const LONG = ["--states", "50000000"];
const short = faster(["--depth", String(DEPTH)]);
report({ what: `a second worker makes the default scope, ${DEPTH} steps deep, faster by`, value: short, unit: "times", atLeast: 1.3 });
const long = faster([...LONG, "--depth", String(DEPTH + 2)]);
report({ what: `the same ${DEPTH + 2} steps deep, 38 million states, by`, value: long, unit: "times", atLeast: 1.6 });
const larger = faster([...LONG, "--bits", "2", "--depth", "8"]);
report({ what: "and 32 million states of huge pages of four by", value: larger, unit: "times", atLeast: 1.5 });
