import { expect, test } from "vitest";
import type { FilmStep, Moment } from "../history/film.ts";
import { PM_SOFT_DIRTY } from "../sim/include/observation.ts";
import type { Answer, MachineWorker } from "./protocol.ts";
import { machineRuns } from "./runs.ts";

const BUG_2016 = [
	"A: map heap 4M",
	"A: advise heap 4M hugepage",
	"A: write heap",
	"A: clear_refs",
	"A: write heap+0x3000",
	"A: advise heap+1M 4K dontneed",
	"A: read heap+0x3000",
];

function expectValue<T>(answer: Answer<T>): T {
	if (!answer.ok) throw new Error(answer.problem);
	return answer.value;
}

/** Opens the script and runs it to its end, page by page. */
function openIn(machine: MachineWorker, kernel: string, script: readonly string[]) {
	const { run, total, shared } = expectValue(machine.open(kernel, { texts: script, off: [] }));
	const steps: FilmStep[] = [];
	let pages = 0;
	for (; steps.length < total; pages++) steps.push(...expectValue(machine.more(run, steps.length)));
	const at = (step: number, micro = 0): Moment => expectValue(machine.at(run, { step, micro }));
	return { run, steps, pages, shared, at, microSteps: (step: number) => expectValue(machine.microSteps(run, step)) };
}

function open(kernel: string, script: readonly string[]) {
	return openIn(machineRuns(), kernel, script);
}

function statuses(steps: readonly FilmStep[]): string[] {
	return steps.map(({ status, problem }) => (problem === undefined ? status : `${status}: ${problem}`));
}

test("4.6.2 misses the written page behind the split; 4.8.15 does not", () => {
	const broken = open("4.6.2", BUG_2016).at(6).verdict;
	expect(broken.missed).toEqual([{ process: "A", region: "heap", page: 3 }]);
	expect(broken.reported).toBe(0);
	const fixed = open("4.8.15", BUG_2016).at(6).verdict;
	expect(fixed.missed).toEqual([]);
	expect(fixed.reported).toBe(511);
	expect(fixed.spuriousCount).toBe(510);
});

test("the micro-step that builds the PTEs is the one that loses soft-dirty", () => {
	const run = open("4.6.2", BUG_2016);
	const labels = run.microSteps(5).map(({ label }) => label);
	expect(labels).toEqual(["invalidate PMD", "dirty to folio", "build 512 entries", "publish table", "drop pages"]);
	const softDirty = (micro: number) => {
		const run3 = run.at(5, micro).observation.processes[0]?.regions[0]?.runs.find(({ at, n }) => at <= 3 && 3 < at + n);
		return ((run3?.pagemap ?? 0) & PM_SOFT_DIRTY) !== 0;
	};
	expect(softDirty(0)).toBe(true);
	expect(softDirty(labels.indexOf("publish table") + 1)).toBe(false);
});

test("standing behind the last micro-step is standing behind the step", () => {
	const run = open("6.12", BUG_2016);
	run.steps.forEach(({ micros }, step) => {
		expect(run.microSteps(step)).toHaveLength(micros);
		expect(run.at(step, micros).observation).toEqual(run.at(step + 1).observation);
		expect(run.at(step, 0).observation).toEqual(run.at(step).observation);
	});
});

test("any order of jumps shows what going forward shows", () => {
	const script = [
		"A: map heap 2M",
		...Array.from({ length: 80 }, (_, i) => `A: ${i % 9 === 8 ? "clear_refs" : `write heap+${(i * 7) % 512}K`}`),
	].map((line) => line.replace(/\+(\d+)K/, (_, k: string) => `+${Number(k) * 4}K`));
	const forward = open("6.1", script);
	const wanted = script.map((_, step) => forward.at(step));
	const jumping = open("6.1", script);
	for (const step of [70, 3, 64, 65, 31, 32, 33, 0, 80, 1]) expect(jumping.at(step)).toEqual(wanted[step] ?? forward.at(step));
});

test("lines that cannot run are shown with the reason and change nothing", () => {
	const run = open("6.1", ["A: map heap 1M", "A: wriet heap", "A: fork B", "A: read nowhere", "A: write heap"]);
	const [map, typo, fork, nowhere, write] = statuses(run.steps);
	expect([map, write]).toEqual(["done", "done"]);
	expect(typo).toMatch(/^refused: .*wriet/);
	expect(nowhere).toMatch(/^refused: .*nowhere/);
	expect(fork).toMatch(/^(done|refused: the machine has no “fork” yet)$/);
	expect(run.at(2).observation).toEqual(run.at(1).observation);
});

test("a process that writes where it may not dies, and its later steps are skipped", () => {
	const run = open("6.1", ["A: map heap 64K r", "A: write heap", "A: read heap"]);
	expect(statuses(run.steps)).toEqual(["done", "died", "skipped"]);
	expect(run.steps[1]?.events).toEqual([{ kind: "died", process: "A", code: 111 }]);
	expect(run.at(3).observation.processes).toEqual([]);
});

test("an unknown kernel is refused with its name", () => {
	expect(machineRuns().open("9.9", { texts: [], off: [] })).toEqual({ ok: false, problem: "the machine has no kernel 9.9" });
});

test("a long run comes in pages, and another that begins alike takes over what is done", () => {
	const script = ["A: map heap 64K", ...Array.from({ length: 4999 }, (_, i) => `A: write heap+${(i % 16) * 4}K`)];
	const machine = machineRuns(() => 0);
	const long = openIn(machine, "6.1", script);
	expect(long.pages).toBe(3);
	const edited = script.with(4000, "A: clear_refs");
	const other = openIn(machine, "6.1", edited);
	expect(other.shared).toEqual({ run: long.run, steps: 4000 });
	expect(other.steps[3999]).toBe(long.steps[3999]);
	expect(other.at(5000)).toEqual(open("6.1", edited).at(5000));
	expect(openIn(machine, "6.12", script).shared).toBeNull();
});

test("the machine looks up after a slice of time, however many steps are left", () => {
	let clock = 0;
	const machine = machineRuns(() => (clock += 30));
	const texts = ["A: map heap 64K", ...Array.from({ length: 999 }, () => "A: write heap")];
	const { run } = expectValue(machine.open("6.1", { texts, off: [] }));
	expect(expectValue(machine.more(run, 0)).length).toBeLessThan(100);
});
