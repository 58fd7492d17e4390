import { describe, expect, it } from "vitest";
import { present } from "../base/assert.ts";
import { Ground } from "../base/ground.ts";
import { X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import type { Step } from "../sim/include/operation.ts";
import { deriveKernel } from "../sim/kernels/derive.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { Explorer, type Plan } from "./explorer.ts";
import { causeKey } from "./finding.ts";
import { lift } from "./lift.ts";
import { readOptions } from "./options.ts";
import { COUNTS, PROPERTIES, propertiesOf } from "./properties.ts";
import { causeAtEnd, propertyById } from "./replay.ts";
import { mergeReports, reportFinding } from "./report.ts";
import { DEFAULT_SCOPE, geometryOf, PRESETS, type Scope } from "./scope.ts";
import { shrink } from "./shrink.ts";
import { Walks } from "./walks.ts";

const kernel = (id: string) => present(kernelById(id), id);
const missed = propertiesOf(["soft-dirty-missed"]);

function plan(id: string, scope: Scope = DEFAULT_SCOPE, depth = 5): Plan {
	return {
		kernel: kernel(id),
		scope,
		properties: PROPERTIES.filter(({ usual }) => usual),
		counts: true,
		limits: { depth, states: 1e6 },
	};
}

function run(explorer: Explorer): Explorer {
	do while (explorer.expand(1000));
	while (explorer.deepen());
	return explorer;
}

describe("lifting", () => {
	it.each([
		["4.6.2", "soft-dirty", 5],
		["6.1-fix-reverted", "soft-dirty", 5],
		["6.12", "ksm", 6],
		["6.12", "halves", 6],
		["5.7.14", "tlb", 6],
	])("what is found on %s (%s) replays to the same at 512 pages a huge page", (id, preset, depth) => {
		const scope = present(PRESETS[preset], preset);
		const { findings } = run(new Explorer(plan(id, scope, depth)));
		expect(findings.length).toBeGreaterThan(0);
		for (const { property, path, cause } of findings) {
			const lifted = lift(kernel(id), scope, path, present(propertyById(property), property), cause);
			expect(lifted.cause).toMatchObject({ fn: cause.fn, label: cause.label });
			expect(lifted.path.length).toBe(path.length);
			expect(lifted.path[0]?.operation).toMatchObject({ kind: "map", length: 512 * 4096 });
		}
	});

	it("says so when the replay shows nothing", () => {
		const { findings } = run(new Explorer(plan("4.6.2")));
		const { path, cause } = present(findings[0], "a finding");
		expect(lift(kernel("4.8.15"), DEFAULT_SCOPE, path, present(missed[0], "a property"), cause).cause).toBeNull();
	});
});

describe("shrinking", () => {
	const range = (page: number, pages = 1) => ({ region: "heap", offset: page * 4096, length: pages * 4096 });
	const steps: readonly Step[] = [
		{ kind: "map", region: "other", length: 8192, prot: "rw", shared: false } as const,
		{ kind: "map", region: "heap", length: 1024 * 4096, prot: "rw", shared: false } as const,
		{ kind: "advise", range: range(0, 1024), advice: "hugepage" } as const,
		{ kind: "write", range: range(0) } as const,
		{ kind: "clear_refs" } as const,
		{ kind: "read", range: range(9) } as const,
		{ kind: "write", range: range(3, 40) } as const,
		{ kind: "write", range: { region: "other", offset: 0, length: 4096 } } as const,
		{ kind: "advise", range: range(256, 4), advice: "dontneed" } as const,
	].map((operation) => ({ process: "A", operation }));

	it("leaves of a long scenario what shows the same, and not one step more", () => {
		const [property] = missed;
		const shows = (some: readonly Step[]) => causeAtEnd(kernel("4.6.2"), X86_64_GEOMETRY, some, present(property, "it")) !== null;
		expect(shows(steps)).toBe(true);
		const short = shrink(steps, shows);
		expect(shows(short)).toBe(true);
		expect(short.map(({ operation }) => operation.kind)).toEqual(["map", "advise", "clear_refs", "write", "advise"]);
		for (let i = 0; i < short.length; i++) expect(shows(short.toSpliced(i, 1))).toBe(false);
		expect(short[0]?.operation).toMatchObject({ length: 512 * 4096 });
		expect(short[3]?.operation).toMatchObject({ range: { length: 4096 } });
	});
});

describe("random walks", () => {
	it("in shards find what they find together", () => {
		const found = (numbers: readonly number[]) => {
			const walks = new Walks(plan("4.6.2", DEFAULT_SCOPE, 30), 5);
			for (const number of numbers) walks.walk(number);
			walks.shorten(PROPERTIES);
			return walks.findings;
		};
		const numbers = Array.from({ length: 200 }, (_, i) => i);
		const keys = (numbers: readonly number[]) => found(numbers).map(({ property, cause }) => causeKey(property, cause));
		const [even, odd] = [numbers.filter((n) => n % 2 === 0), numbers.filter((n) => n % 2 === 1)];
		expect(new Set([...keys(even), ...keys(odd)])).toEqual(new Set(keys(numbers)));
		expect(keys(numbers).length).toBeGreaterThan(0);
	});

	it("end in ways of which no step can be left out", () => {
		const walks = new Walks(plan("4.6.2", { ...DEFAULT_SCOPE, processes: 1 }, 30), 5);
		for (let number = 0; number < 300; number++) walks.walk(number);
		walks.shorten(PROPERTIES);
		expect(walks.findings.length).toBeGreaterThan(0);
		for (const { property, path, cause } of walks.findings) {
			const shows = (steps: readonly Step[]) => {
				const found = causeAtEnd(kernel("4.6.2"), geometryOf(DEFAULT_SCOPE), steps, present(propertyById(property), property));
				return found !== null && causeKey(property, found) === causeKey(property, cause);
			};
			expect(shows(path)).toBe(true);
			for (let i = 0; i < path.length; i++) expect(shows(path.toSpliced(i, 1))).toBe(false);
		}
	});
});

describe("explorers on the same ground meet what one meets", () => {
	/** They take turns at every depth, by `turn` states each, until none of them goes on. */
	function finish(ground: Ground, explorers: readonly Explorer[], turn: number): void {
		for (;;) {
			while (explorers.map((explorer) => explorer.expand(turn)).some((more) => more)) expect(ground.crowded).toBe(false);
			const lists = explorers.map(({ ahead }) => ahead);
			const taken = new Int32Array(lists.length);
			if (!explorers.map((explorer) => explorer.deepen(lists, taken)).some((more) => more)) return;
		}
	}

	/** Explorers whose grounds are the same memory; there is more of it than they need, so that nothing has to grow. */
	function together(count: number, one: Plan): { readonly ground: Ground; readonly explorers: readonly Explorer[] } {
		const ground = new Ground(count);
		const first = new Explorer(one, { ground, index: 0 });
		const others = Array.from({ length: count - 1 }, (_, i) => {
			return new Explorer(one, { ground: new Ground(count, ground.shares()), index: i + 1 });
		});
		return { ground, explorers: [first, ...others] };
	}

	it.each([
		["4.6.2", DEFAULT_SCOPE, 5, 2, 1],
		["4.6.2", DEFAULT_SCOPE, 5, 3, 70],
		["6.12", present(PRESETS["ksm"], "the scope"), 5, 2, 10],
	] as const)("on %s", (id, scope, depth, count, turn) => {
		const one = run(new Explorer(plan(id, scope, depth)));
		const { ground, explorers } = together(count, plan(id, scope, depth));
		finish(ground, explorers, turn);
		expect(explorers.map(({ states }) => states)).toEqual(explorers.map(() => one.states));
		expect(explorers.reduce((sum, { transitions }) => sum + transitions, 0)).toBe(one.transitions);
		for (const { transitions } of explorers) expect(transitions).toBeGreaterThan(0);
		const causes = (all: readonly Explorer[]) =>
			new Set(all.flatMap(({ findings }) => findings.map(({ property, cause }) => causeKey(property, cause))));
		expect(causes(explorers)).toEqual(causes([one]));
	});

	it("within the limit of states, which is that of all", () => {
		const { ground, explorers } = together(2, { ...plan("4.6.2"), limits: { depth: 9, states: 400 } });
		finish(ground, explorers, 3);
		expect(explorers.map(({ limit }) => limit)).toContain("states");
		expect(explorers[0]?.states).toBe(400);
	});
});

it("a derived kernel that drops the line of 804dd150468c has the bug again", () => {
	const derived = deriveKernel(kernel("6.1"), ["splitCarriesSoftDirty"]);
	if (!derived.ok) throw new Error(derived.error);
	const found = run(new Explorer({ ...plan("6.1"), kernel: derived.value })).findings;
	expect(found.map(({ cause }) => cause.fn)).toContain("__split_huge_pmd_locked");
});

it("reports of shards add up, and keep the shortest path", () => {
	const { findings } = run(new Explorer(plan("4.6.2")));
	const told = reportFinding(kernel("4.6.2"), DEFAULT_SCOPE, present(findings[0], "a finding"), ({ operation }) => operation.kind);
	const report = (path: readonly string[]) => ({
		...{ kernel: "4.6.2", states: 2, seconds: 1, exhausted: true, complete: false, depth: 5, transitions: 3 },
		findings: [{ ...told, path, times: 2 }],
	});
	const merged = mergeReports([report(["a", "b", "c"]), report(["d", "e"])]);
	expect(merged).toMatchObject({ states: 4, transitions: 6, findings: [{ path: ["d", "e"], times: 4 }] });
	expect(mergeReports([])).toBeNull();
});

describe("options", () => {
	it("are read", () => {
		const read = readOptions(["--kernel", "6.12", "--ops", "map,write", "--depth", "3", "--json", "--shard", "1/4", "--drop", "doubleMap"]);
		expect(read.ok && read.value).toMatchObject({ json: true, limits: { depth: 3 }, shard: { index: 1, count: 4 } });
		expect(read.ok && read.value.kernel.doubleMap).toBe(true);
		expect(read.ok && read.value.properties).toContain(COUNTS);
	});

	it.each([
		[["--kernel", "7"], "there is no kernel 7"],
		[[], "--kernel is missing"],
		[["--kernel", "6.12", "--depth", "0"], "expected a whole number from 1"],
		[["--kernel", "6.12", "--ops", "map,wriet"], "wriet"],
		[["--kernel", "6.12", "--preset", "__proto__"], "no preset"],
		[["--kernel", "6.12", "--shard", "4/4"], "--shard 4/4"],
		[["--kernel", "6.12", "--deep"], "--deep"],
		[["--kernel", "6.12", "--properties", "nice"], "nice"],
	])("%j is refused, naming the place", (words, why) => {
		const read = readOptions(words);
		expect(read.ok ? "" : read.error).toContain(why);
	});
});
