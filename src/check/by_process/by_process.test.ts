import { describe, expect, it } from "vitest";
import { present } from "../../base/assert.ts";
import { Ground } from "../../base/ground.ts";
import { kernelById } from "../../sim/kernels/kernels.ts";
import { ByMachine } from "../by_machine.ts";
import { Explorer } from "../explorer.ts";
import { Paths } from "../paths.ts";
import { PROPERTIES } from "../properties.ts";
import { alphabet, DEFAULT_SCOPE, PRESETS, type Scope } from "../scope.ts";
import { STEPPED, type Successors } from "../successors.ts";
import { ByProcess } from "./by_process.ts";
import { separable } from "./separable.ts";

const key = ({ high, low }: Successors) => `${high}:${low}`;

/** Explores by the machine alone, and holds what is learnt process by process to it, step by step. Returns how many states either tells apart. */
function inLockstep(id: string, scope: Scope, depth: number): { readonly machine: number; readonly process: number } {
	const kernel = present(kernelById(id), id);
	const machine = new ByMachine(kernel, scope, PROPERTIES);
	const process = new ByProcess(kernel, scope, PROPERTIES, new Ground());
	const steps = alphabet(scope).length;
	const states = new Map([[key(machine), key(process)]]);
	const numbers = new Int32Array(process.width);
	process.describe(numbers, 0);
	let frontier = new Paths(0, process.width);
	frontier.push(new Uint8Array(0), 0, numbers);
	let keys = [key(process)];
	for (let at = 0; at < depth; at++) {
		const next = new Paths(at + 1, process.width);
		const nextKeys: string[] = [];
		for (let i = 0; i < frontier.count; i++) {
			const path = frontier.at(i);
			machine.moveTo(path);
			process.moveTo(path, frontier.numbers, i * process.width);
			expect(process.broken).toBe(machine.broken);
			for (let op = 0; op < steps; op++) {
				const outcome = machine.take(op);
				const where = `${[...path, op]}`;
				const learnt = process.take(op);
				if (outcome !== STEPPED) {
					expect(learnt, where).toBe(outcome);
					continue;
				}
				// A step that did something and leaves everything as it was is as good as none.
				const after = learnt === STEPPED ? key(process) : keys[i];
				const known = states.get(key(machine));
				expect(known ?? after, where).toBe(after);
				if (learnt !== STEPPED) continue;
				expect([process.brokenAfter, process.miscounted], where).toEqual([machine.brokenAfter, machine.miscounted]);
				if (known !== undefined) continue;
				states.set(key(machine), key(process));
				process.describe(numbers, 0);
				next.push(path, op, numbers);
				nextKeys.push(key(process));
			}
		}
		frontier = next;
		keys = nextKeys;
	}
	return { machine: states.size, process: new Set(states.values()).size };
}

const everything: Scope = {
	...DEFAULT_SCOPE,
	moves: [...DEFAULT_SCOPE.moves, "nohugepage", "store", "fill", "free", "pageout", "collapse", "numa_hint", "remap"],
};

describe("what was learnt of a process", () => {
	it.each([
		["4.6.2", DEFAULT_SCOPE, 5],
		["6.12", DEFAULT_SCOPE, 5],
		["4.8.15", { ...DEFAULT_SCOPE, processes: 3 }, 5],
		["5.15.0", { ...DEFAULT_SCOPE, bits: 2 }, 4],
		["6.1", everything, 4],
		["4.14.5", everything, 4],
	] as const)("holds on %s wherever a process looks the same", (id, scope, depth) => {
		const { machine, process } = inLockstep(id, scope, depth);
		// Names of processes are merged somewhat better.
		expect(process).toBeGreaterThan(machine * 0.99);
		expect(process).toBeLessThanOrEqual(machine);
	});
});

/** Assertions hold every lesson to the machine wherever it is asked again; deeper down than lockstep gets, they are what is tested. */
describe("no lesson is contradicted", () => {
	it.each([
		["4.8.15", DEFAULT_SCOPE, 7],
		["6.12", DEFAULT_SCOPE, 7],
		["6.1", { ...DEFAULT_SCOPE, processes: 3 }, 6],
	] as const)("on %s", (id, scope, depth) => {
		const explorer = new Explorer({
			kernel: present(kernelById(id), id),
			scope,
			properties: PROPERTIES.filter(({ usual }) => usual),
			counts: true,
			limits: { depth, states: 1e6 },
		});
		do while (explorer.expand(1000));
		while (explorer.deepen());
		expect([explorer.depth, explorer.limit, explorer.findings]).toEqual([depth, "depth", []]);
	});
});

describe("a scope is explored process by process", () => {
	it("where processes meet in nothing but the pages that they share", () => {
		expect(separable(DEFAULT_SCOPE)).toBe(true);
		expect(separable(everything)).toBe(true);
		for (const name of ["ksm", "uffd", "halves", "tlb"]) expect(separable(present(PRESETS[name], name)), name).toBe(false);
	});
});
