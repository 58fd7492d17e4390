/**
 * `npm run conformance [-- DIR] [--json]`: runs every scenario of a directory of recordings on the machine and compares it, step by step,
 * with what the real kernels did. Exits with 1 when something differs that known_differences.json does not explain, or cannot be read.
 */
import { performance } from "node:perf_hooks";
import {
	conformance,
	conformanceJson,
	judgeConformance,
	type Runner,
	type RunOutcome,
	type RunStep,
} from "../src/recording/conformance.ts";
import { conformanceReport } from "../src/recording/conformance_report.ts";
import known from "../src/recording/known_differences.json";
import { readKnownDifferences } from "../src/recording/known_differences.ts";
import { loadRecording } from "../src/recording/load.ts";
import type { Recording } from "../src/recording/recording.ts";
import { notModelled } from "../src/scenario/model_scope.ts";
import { parseLine } from "../src/scenario/parse.ts";
import type { Step } from "../src/sim/include/operation.ts";
import { KERNELS, kernelById } from "../src/sim/kernels/kernels.ts";
import { boot, step } from "../src/sim/machine.ts";
import { observe } from "../src/sim/observe.ts";
import { RECORDINGS, recordingNames, recordingText } from "./shipped_recordings.ts";

/** A line that the language does not have is counted as not modelled by its words, as any other that the machine lacks. */
function readScript(script: readonly string[]): { readonly steps: readonly Step[]; readonly missing: readonly string[] } {
	const steps: Step[] = [];
	const missing: string[] = [];
	for (const line of script) {
		const parsed = parseLine(line);
		if (!parsed.ok) {
			missing.push(`“${line}”`);
			continue;
		}
		const name = notModelled(parsed.value);
		if (name !== null) missing.push(name);
		steps.push(parsed.value);
	}
	return { steps, missing };
}

const machine: Runner = {
	layout: (id) => kernelById(id)?.layout,
	run(id, script): RunOutcome {
		const { steps, missing } = readScript(script);
		const kernel = kernelById(id);
		if (missing.length > 0 || kernel === undefined) return { notModelled: missing };
		const m = boot(kernel);
		const done: RunStep[] = [];
		try {
			for (const each of steps) {
				const { result, events } = step(m, each);
				done.push({ events, observation: observe(m), ...(result === undefined ? {} : { result }) });
			}
		} catch (error) {
			// A bug of the machine: this scenario differs from here on, the others still count.
			console.error(
				`on ${id}, step ${done.length + 1} “${script[done.length] ?? ""}”: ${error instanceof Error ? error.message : String(error)}`,
			);
		}
		return { steps: done };
	},
};

function readAll(directory: string): { readonly recordings: readonly Recording[]; readonly unreadable: number } {
	const recordings: Recording[] = [];
	let unreadable = 0;
	for (const name of recordingNames(directory)) {
		const loaded = loadRecording(recordingText(name, directory));
		if (loaded.ok) recordings.push(loaded.value);
		else {
			unreadable += 1;
			const { path, message, expected } = loaded.error;
			console.error(`${directory}/${name}.json: ${path === "" ? "" : `${path}: `}${message}; expected ${expected}`);
		}
	}
	return { recordings, unreadable };
}

const words = process.argv.slice(2);
const json = words.includes("--json");
const directory = words.find((word) => !word.startsWith("--")) ?? RECORDINGS;
const { recordings, unreadable } = readAll(directory);
if (recordings.length === 0) console.error(`${directory} holds no recording that could be read`);
const differences = readKnownDifferences(known);
if (!differences.ok) throw new Error(`known_differences.json: ${differences.error.path}: ${differences.error.message}`);

const start = performance.now();
const outcome = conformance(
	recordings,
	machine,
	KERNELS.map(({ id }) => id),
);
const judgement = judgeConformance(outcome, differences.value);
if (json) console.log(JSON.stringify(conformanceJson(outcome)));
else {
	console.log(conformanceReport(outcome, judgement));
	console.log(`${recordings.length} recordings, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
if (!judgement.passed || unreadable > 0 || recordings.length === 0) process.exitCode = 1;
