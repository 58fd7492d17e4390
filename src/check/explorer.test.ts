import { describe, expect, it } from "vitest";
import { present } from "../base/assert.ts";
import type { Step } from "../sim/include/operation.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { boot, step } from "../sim/machine.ts";
import { Explorer, type Limits } from "./explorer.ts";
import { Fingerprint } from "./fingerprint.ts";
import { afterStep, NO_PROMISES, type Promises } from "./promise.ts";
import { PROPERTIES } from "./properties.ts";
import { alphabet, DEFAULT_SCOPE, enabled, geometryOf, PRESETS, type Scope } from "./scope.ts";
import { statePrint } from "./state_print.ts";
import { StateView } from "./view.ts";

const kernel = (id: string) => present(kernelById(id), id);

function explored(id: string, scope: Scope, limits: Partial<Limits> = {}): Explorer {
	const explorer = new Explorer({
		kernel: kernel(id),
		scope,
		properties: PROPERTIES.filter(({ usual }) => usual),
		counts: true,
		limits: { depth: 5, states: 1e6, ...limits },
	});
	do while (explorer.expand(1000));
	while (explorer.deepen());
	return explorer;
}

const missed = (explorer: Explorer) => explorer.findings.filter(({ property }) => property === "soft-dirty-missed");

describe("the bug of 2016", () => {
	it.each(["4.6.2", "6.1-fix-reverted"])("is found on %s from an empty start, at the micro-step that builds the entries", (id) => {
		const found = present(missed(explored(id, DEFAULT_SCOPE))[0], "a finding");
		expect(found.path.map(({ operation }) => (operation.kind === "advise" ? operation.advice : operation.kind))).toEqual([
			"map",
			"hugepage",
			"clear_refs",
			"write",
			"dontneed",
		]);
		expect(found.cause).toMatchObject({ fn: "__split_huge_pmd_locked", label: "build 512 entries" });
	});

	it.each(["4.6.2", "6.1-fix-reverted"])("has no shorter way on %s", (id) => {
		expect(missed(explored(id, DEFAULT_SCOPE, { depth: 4 }))).toEqual([]);
	});

	it.each(["4.8.15", "6.1"])("is not there on %s in the same scope", (id) => {
		const explorer = explored(id, DEFAULT_SCOPE);
		expect(explorer.findings).toEqual([]);
		expect(explorer.limit).toBe("depth");
	});
});

it("a cause that is first met at some depth is not lost among the many ways to those known before", () => {
	const found = missed(explored("4.6.2", { ...DEFAULT_SCOPE, processes: 3 }, { depth: 7 }));
	const late = present(
		found.find(({ cause }) => cause.label === "publish table"),
		"the cause",
	);
	expect(late.path).toHaveLength(7);
});

describe("on 6.12", () => {
	it("KSM drops soft-dirty (B21)", () => {
		const found = missed(explored("6.12", present(PRESETS["ksm"], "the scope"), { depth: 6 }));
		expect(found.map(({ cause }) => cause.fn)).toContain("replace_page");
	});
});

describe("what one call cannot show", () => {
	const kinds = (path: readonly Step[]) => path.map(({ operation }) => operation.kind);

	it.each(["4.8.15", "6.12"])("on %s clear_refs leaves an entry writable whose page is on its way (B24)", (id) => {
		const found = missed(explored(id, present(PRESETS["halves"], "the scope"), { depth: 6 }));
		const ways = found.map(({ path }) => kinds(path));
		expect(ways).toContainEqual(expect.arrayContaining(["migrate_begin", "clear_refs", "migrate_finish"]));
		expect(missed(explored(id, present(PRESETS["halves"], "the scope"), { depth: 4 }))).toEqual([]);
	});

	it("5.7.14 forgets to flush the TLB of the CPU that the process is bound to (B3), 5.15.0 does not", () => {
		const scope = present(PRESETS["tlb"], "the scope");
		const [found] = missed(explored("5.7.14", scope, { depth: 6 }));
		expect(found?.cause).toMatchObject({ fn: "TLB", label: "write unseen" });
		expect(found?.path).toHaveLength(6);
		expect(missed(explored("5.7.14", scope, { depth: 5 }))).toEqual([]);
		expect(missed(explored("5.15.0", scope, { depth: 7 }))).toEqual([]);
	});
});

describe("soundness", () => {
	interface Naive {
		/** Fingerprints of all states met. */
		readonly prints: ReadonlySet<string>;
		/** Whole states, names and counters included. */
		readonly whole: number;
	}

	/**
	 * All states, told apart by their whole text: no hashes, no symmetry, no undo; every state is made from the start again. On the way
	 * it holds the fingerprint to its word: states that share one lead to the same states, and break the same properties.
	 */
	function naive(id: string, scope: Scope, depth: number): Naive {
		const steps = alphabet(scope);
		const whole = new Set<string>();
		const future = new Map<string, string>();
		const prints = new Set<string>();
		let frontier: (readonly Step[])[] = [[]];
		for (let at = 0; at <= depth; at++) {
			const next: (readonly Step[])[] = [];
			for (const path of frontier) {
				const here = stateAfter(id, scope, path);
				if (whole.has(here.text)) continue;
				whole.add(here.text);
				prints.add(here.print);
				if (at === depth) continue;
				const successors = steps.filter((each) => enabled(here.m, each)).map((each) => [...path, each]);
				const prospect = [here.broken, ...successors.map((each) => stateAfter(id, scope, each).print).sort()].join();
				expect(future.get(here.print) ?? prospect).toBe(prospect);
				future.set(here.print, prospect);
				next.push(...successors);
			}
			frontier = next;
		}
		return { prints, whole: whole.size };
	}

	function stateAfter(id: string, scope: Scope, path: readonly Step[]) {
		const m = boot(kernel(id), geometryOf(scope));
		let promises: Promises = NO_PROMISES;
		for (const each of path) promises = afterStep(m, promises, each, step(m, each)).promises;
		const view = new StateView();
		view.read(m, promises);
		const fingerprint = new Fingerprint(scope.moves.includes("ksm_run"));
		fingerprint.take(m, view);
		const text = JSON.stringify([statePrint(m), promises.map((pages) => [...(pages ?? [])])]);
		const broken = PROPERTIES.map((property) => property.broken(view) >= 0).join();
		return { m, text, broken, print: `${fingerprint.high}:${fingerprint.low}` };
	}

	const two: Scope = { bits: 1, processes: 2, huge: 1, moves: ["map", "hugepage", "write", "clear_refs", "dontneed", "fork", "exit"] };
	const uffd: Scope = {
		...two,
		processes: 1,
		moves: ["map", "hugepage", "write", "uffd_open", "uffd_register", "uffd_protect", "migrate", "swap_out"],
	};
	const ksm: Scope = { ...two, processes: 1, moves: ["map", "mergeable", "store", "clear_refs", "ksm_run", "unmergeable", "protect"] };

	const halves: Scope = { ...two, moves: ["map", "hugepage", "write", "clear_refs", "migrate_begin", "migrate_finish", "fork", "protect"] };
	const bound: Scope = { ...two, processes: 1, moves: ["map", "write", "clear_refs", "cpu", "prober_cpu"] };

	it.each([
		["6.12", halves, 4],
		["4.14.5", halves, 4],
		["5.7.14", bound, 6],
		["4.6.2", two, 4],
		["6.12", two, 4],
		["6.12", uffd, 5],
		["5.7.14", uffd, 5],
		["6.12", ksm, 5],
	] as const)("what is met on %s is what plain enumeration meets", (id, scope, depth) => {
		const plain = naive(id, scope, depth);
		expect(plain.whole).toBeGreaterThan(plain.prints.size);
		expect(explored(id, scope, { depth }).states).toBe(plain.prints.size);
	});
});
