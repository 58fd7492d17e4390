/**
 * `npm test`: every check, one after the other, all of them even when one fails. The last line counts tests (vitest and
 * Playwright); a check that is not a list of tests (lint, types, size, …) counts as one when it fails.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { npm, root } from "./npm.mjs";

const cache = join(root, "node_modules", ".cache", "pagewalk");
const unitReport = join(cache, "unit.json");
const e2eReport = join(cache, "e2e.json");

function npmRun(script, args, env) {
	return npm(["run", "--silent", script, ...(args.length > 0 ? ["--", ...args] : [])], { env: { ...process.env, ...env } }).status;
}

function report(path) {
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch {
		return undefined;
	}
}

/** A run that exits with an error but names no failed test (a crash, a file that cannot be loaded) is one failure. */
function tally(status, counts) {
	if (counts === undefined) return { passed: 0, failed: 1 };
	return { passed: counts.passed, failed: status !== 0 && counts.failed === 0 ? 1 : counts.failed };
}

const vitestCounts = (json) => json && { passed: json.numPassedTests, failed: json.numFailedTests };
const playwrightCounts = (json) => json && { passed: json.stats.expected, failed: json.stats.unexpected + json.stats.flaky };

const stages = [
	{ script: "check:lock" },
	{ script: "check:lint" },
	{ script: "check:promises" },
	{ script: "check:types" },
	{
		script: "test:unit",
		args: ["--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`],
		counts: () => vitestCounts(report(unitReport)),
	},
	{ script: "build" },
	{ script: "check:size" },
	{ script: "check:unused" },
	{ script: "conformance", args: ["public/recordings"] },
	{ script: "conformance", args: ["evidence/recordings"] },
	{
		script: "test:e2e",
		args: ["--reporter=list,json"],
		env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
		counts: () => playwrightCounts(report(e2eReport)),
	},
];

mkdirSync(cache, { recursive: true });
rmSync(unitReport, { force: true });
rmSync(e2eReport, { force: true });
let passed = 0;
let failed = 0;
const broken = [];
for (const { script, args = [], env = {}, counts } of stages) {
	const start = performance.now();
	console.log(`\n── ${script}`);
	const status = npmRun(script, args, env);
	const count = counts ? tally(status, counts()) : { passed: 0, failed: status === 0 ? 0 : 1 };
	passed += count.passed;
	failed += count.failed;
	if (count.failed > 0) broken.push(script);
	console.log(`── ${script}: ${status === 0 ? "ok" : "FAILED"}, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
if (broken.length > 0) console.log(`\nfailed: ${broken.join(", ")}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
