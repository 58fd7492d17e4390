/**
 * Distinct states a second: the checker on its default scope, beside plain breadth-first search that keeps whole states as JSON and copies the
 * machine for each; and what five million states hold. Speed is told in processor time of this process.
 */
import { HashSet } from "../src/base/hash_set.ts";
import { Explorer, type Plan } from "../src/check/explorer.ts";
import { PROPERTIES } from "../src/check/properties.ts";
import { alphabet, DEFAULT_SCOPE, enabled, geometryOf } from "../src/check/scope.ts";
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

const plan = (depth: number): Plan => ({
	kernel,
	scope: DEFAULT_SCOPE,
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

exploreAll(plan(4));
let start = cpuSeconds();
const explorer = exploreAll(plan(6));
const took = cpuSeconds() - start;
report({ what: "distinct states, one worker", value: Math.round(explorer.states / took), unit: "/s", atLeast: 200_000 });
report({ what: "steps of the machine on the way", value: Math.round(explorer.transitions / took), unit: "/s" });

plainSearch(3);
start = cpuSeconds();
const plain = plainSearch(4);
report({ what: "the same by JSON states", value: Math.round(plain / (cpuSeconds() - start)), unit: "/s" });
const [symmetric] = [exploreAll(plan(4)).states];
report({ what: "JSON states for each state of the checker, 4 steps deep", value: plain / symmetric, unit: "" });

const set = new HashSet(5_000_000);
for (let i = 0; i < 5_000_000; i++) set.add(Math.imul(i, 0x9e3779b1) >>> 0, Math.imul(i, 0x85ebca6b) >>> 0);
report({
	what: "5 million states, hashes and a frontier of a third of them",
	value: (set.bytes + (5_000_000 / 3) * 8) / 1e6,
	unit: "MB",
	atMost: 1000,
});
