import { describe, expect, it } from "vitest";
import { recordingNamed } from "../../scripts/shipped_recordings.ts";
import { parseLine } from "../scenario/parse.ts";
import type { Observation, Run } from "../sim/include/observation.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { conformance, conformanceJson, judgeConformance, type Runner, type RunStep } from "./conformance.ts";
import { conformanceReport } from "./conformance_report.ts";
import known from "./known_differences.json";
import { readKnownDifferences } from "./known_differences.ts";
import { observe } from "./player.ts";
import type { Recording } from "./recording.ts";

const recordings = ["thp-split-dontneed", "sd-simple", "wp-simple"].map((name) => recordingNamed(name));

/** A machine that does what the recordings say on 6.1 and 6.12, and cannot do userfaultfd. */
function parrot(change: (step: RunStep, index: number, kernel: string, script: readonly string[]) => RunStep = (step) => step): Runner {
	return {
		layout: (kernel) => (["6.1", "6.12"].includes(kernel) ? layoutOf(kernel) : undefined),
		run(kernel, script) {
			const needs = script.filter((line) => line.includes("uffd")).map((line) => line.split(" ").slice(1, 3).join(" "));
			if (needs.length > 0) return { notModelled: needs };
			const recording = recordings.find((candidate) => candidate.script === script);
			return { steps: steps(recording, kernel).map((step, index) => change(step, index, kernel, script)) };
		},
	};
}

function steps(recording: Recording | undefined, kernel: string): RunStep[] {
	const recorded = recording?.kernels.get(kernel) ?? [];
	const parsed = (recording?.script ?? []).map((line) => {
		const result = parseLine(line);
		return result.ok ? result.value : null;
	});
	const observations = observe(recorded, parsed).map((observation) => renumbered(observation));
	return recorded.map((step, index) => ({
		events: step.events,
		observation: observations[index + 1] ?? { processes: [] },
		...(step.result === undefined ? {} : { result: step.result }),
	}));
}

/** Frames as a machine would number them. */
const renumbered = (observation: Observation) =>
	withRuns(observation, (run) => (typeof run.frame === "number" ? { ...run, frame: run.frame + 4096 } : run));

function withRuns(observation: Observation, change: (run: Run) => Run): Observation {
	return {
		processes: observation.processes.map((process) => ({
			...process,
			regions: process.regions.map((region) => ({ ...region, runs: region.runs.map(change) })),
		})),
	};
}

describe("conformance", () => {
	it("counts what agrees and what is not modelled", () => {
		const outcome = conformance(recordings, parrot());
		const total = recordings.slice(0, 2).reduce((sum, recording) => sum + recording.script.length, 0);
		const all = { agree: total, total };
		const tally = {
			scenarios: { agree: 2, total: 3, notModelled: 1 },
			steps: all,
			aspects: { entries: all, pagemap: all, vmas: all, frames: all, pages: all, results: all },
		};
		expect(conformanceJson(outcome)).toEqual({ kernels: { "6.12": tally, "6.1": tally }, failures: [] });
		expect(outcome.notModelled["6.12"]).toEqual({
			"uffd open": 1,
			"uffd register": 1,
			"uffd protect": 1,
			"uffd unprotect": 1,
		});
		expect(judgeConformance(outcome, [])).toEqual({ unexplained: [], stale: [], passed: true });
	});

	it("lists kernels in the order that is asked for", () => {
		expect(Object.keys(conformance(recordings, parrot(), ["4.6.2", "6.1", "6.12", "9.9"]).kernels)).toEqual(["6.1", "6.12"]);
	});

	const lossy = parrot((step, index, kernel, script) => {
		const here = kernel === "6.12" && index === 5 && script.length === 9;
		const lose = (run: Run): Run => (run.at === 0 ? { ...run, entry: run.entry & ~0x800n, pagemap: run.pagemap & ~1 } : run);
		return here ? { ...step, result: { ret: -1, errno: 12 }, observation: withRuns(step.observation, lose) } : step;
	});

	it("names scenario, kernel, step and aspect of each difference", () => {
		const outcome = conformance(recordings, lossy);
		const failure = { scenario: "thp-split-dontneed", kernel: "6.12", step: 6 };
		expect(outcome.failures).toEqual([
			{ ...failure, aspect: "entries", expected: "PTE 0x8000000000000867", actual: "PTE 0x8000000000000067" },
			{ ...failure, aspect: "pagemap", expected: "0x103 (soft-dirty, exclusive, present)", actual: "0x102 (exclusive, present)" },
			{ ...failure, aspect: "results", expected: "ret 0", actual: "ret -1, errno 12" },
		]);
		expect(outcome.kernels["6.12"]).toMatchObject({
			scenarios: { agree: 1, total: 3 },
			aspects: { vmas: { agree: outcome.kernels["6.12"]?.steps.total } },
		});
		expect(outcome.kernels["6.12"]?.aspects.entries.agree).toBe((outcome.kernels["6.12"]?.steps.total ?? 0) - 1);
		expect(outcome.kernels["6.1"]?.scenarios.agree).toBe(2);
	});

	it("counts a run that stops early as differing in all that it lacks", () => {
		const short: Runner = { ...parrot(), run: () => ({ steps: [] }) };
		const outcome = conformance(recordings.slice(0, 1), short);
		expect(outcome.kernels["6.12"]?.steps).toEqual({ agree: 0, total: 9 });
		expect(outcome.failures[0]).toMatchObject({ expected: "the step", actual: "the machine stopped before it" });
	});

	it("lets known differences stand, each for its scenario, kernel and aspect, and only while they are there", () => {
		const outcome = conformance(recordings, lossy);
		const entry = (aspect: "entries" | "pagemap" | "results" | "vmas", scenario = "thp-split-dontneed") => ({
			scenario,
			kernel: "6.12",
			aspect,
			reason: "because",
		});
		const some = judgeConformance(outcome, [entry("entries"), entry("pagemap")]);
		expect(some.passed).toBe(false);
		expect(some.unexplained.map((failure) => failure.aspect)).toEqual(["results"]);
		const all = [entry("entries"), entry("pagemap"), entry("results")];
		expect(judgeConformance(outcome, all)).toEqual({ unexplained: [], stale: [], passed: true });
		const stale = judgeConformance(outcome, [...all, entry("vmas"), entry("vmas", "elsewhere")]);
		expect(stale).toEqual({ unexplained: [], stale: [entry("vmas")], passed: false });
	});

	it("reports in text", () => {
		const outcome = conformance(recordings, lossy);
		const report = conformanceReport(outcome, judgeConformance(outcome, []));
		expect(report).toContain(
			"thp-split-dontneed on 6.12, step 6: entries at A heap+0x0\n  recorded PTE 0x8000000000000867\n  machine  PTE 0x8000000000000067\n",
		);
		expect(report).toMatch(/^kernel +scenarios +not modelled +steps +entries +pagemap +vmas +frames +pages +results$/m);
		expect(report).toMatch(/^6\.12 +1\/2 +1 /m);
		expect(report).toMatch(/^uffd open +1 +1$/m);
		const fine = conformance(recordings, parrot());
		expect(conformanceReport(fine, judgeConformance(fine, []))).toContain("All that is modelled agrees.");
	});
});

describe("known_differences.json", () => {
	it("is well-formed", () => {
		const result = readKnownDifferences(known);
		expect(result.ok && result.value.length <= 5).toBe(true);
	});

	it("is refused with the place where it is not", () => {
		const result = readKnownDifferences([{ scenario: "a", kernel: "6.1", aspect: "entrys", reason: "r" }]);
		expect(result).toMatchObject({ ok: false, error: { path: "[0].aspect" } });
	});
});
