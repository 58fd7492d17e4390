/**
 * `npm run check -- --kernel 6.12 [--preset soft-dirty] [--ops map,write,…] [--depth 6] [--json] …`: explores the machine of a kernel for
 * states that break a property. Ends with 0 when it found nothing, 1 when it found something, 2 when it was asked wrongly.
 */
import { readFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { err, type Result } from "../src/base/result.ts";
import { type CheckOptions, readOptions, USAGE } from "../src/check/options.ts";
import { COUNTS, propertiesOf } from "../src/check/properties.ts";
import { mergeFindings, mergeReports, type Report, reportFinding } from "../src/check/report.ts";
import { Walks } from "../src/check/walks.ts";
import { printStep } from "../src/scenario/print.ts";
import { readReport } from "./check_report.ts";
import { explore, serve } from "./check_threads.ts";

if (isMainThread) await main(process.argv.slice(2));
else serve();

async function main(words: readonly string[]): Promise<void> {
	const read = readOptions(words);
	if (!read.ok) {
		refuse(read.error);
		return;
	}
	const options = read.value;
	if (options.help) console.log(USAGE);
	else if (options.merge.length > 0) merge(options.merge, options.json);
	else tell(options.walks > 0 ? walkAbout(options) : await exhaust(options), options.json);
}

function refuse(why: string): void {
	console.error(`${why}\n\n${USAGE}`);
	process.exitCode = 2;
}

async function exhaust(options: CheckOptions): Promise<Report> {
	const start = performance.now();
	const outcome = await explore(options, (line) => {
		if (!options.json) console.error(line);
	});
	const { kernel, scope } = options;
	return {
		kernel: kernel.id,
		states: outcome.states,
		seconds: seconds(start),
		exhausted: outcome.limit === null || outcome.limit === "depth",
		complete: outcome.limit === null,
		depth: outcome.depth,
		transitions: outcome.transitions,
		findings: mergeFindings(outcome.findings).map((finding) => reportFinding(kernel, scope, finding, printStep)),
	};
}

/** The walks of one shard; a walk's seed depends on its number alone, so shards add up to the whole. */
function walkAbout(options: CheckOptions): Report {
	const start = performance.now();
	const { kernel, scope, limits, shard } = options;
	const properties = propertiesOf(options.properties);
	const walks = new Walks({ kernel, scope, limits, properties, counts: options.properties.includes(COUNTS) }, options.seed);
	for (let number = shard.index; number < options.walks; number += shard.count) {
		if (seconds(start) > options.seconds) break;
		walks.walk(number);
	}
	walks.shorten(properties);
	return {
		kernel: kernel.id,
		states: 0,
		seconds: seconds(start),
		exhausted: false,
		complete: false,
		depth: limits.depth,
		transitions: walks.steps,
		findings: mergeFindings(walks.findings).map((finding) => reportFinding(kernel, scope, finding, printStep)),
	};
}

function merge(files: readonly string[], json: boolean): void {
	const read = files.map((file) => readShard(file));
	const wrong = read.find((report) => !report.ok);
	if (wrong !== undefined && !wrong.ok) {
		refuse(wrong.error);
		return;
	}
	const reports = read.flatMap((report) => (report.ok ? [report.value] : []));
	const kernels = new Set(reports.map(({ kernel }) => kernel));
	const merged = mergeReports(reports);
	if (kernels.size > 1) refuse(`shards of one kernel can be merged; these are of ${[...kernels].join(", ")}`);
	else if (merged !== null) tell(merged, json);
}

function readShard(file: string): Result<Report, string> {
	try {
		const report = readReport(readFileSync(file, "utf8"));
		return report.ok ? report : err(`${file}: ${report.error}`);
	} catch (error) {
		return err(`${file}: ${error instanceof Error ? error.message : String(error)}`);
	}
}

function tell(report: Report, json: boolean): void {
	if (json) console.log(JSON.stringify(report));
	else {
		for (const { property, path, microStep, say, confirmed, times } of report.findings) {
			console.log(`\n${property}: ${microStep}${times > 1 ? `, met ${times} times` : ""}`);
			for (const line of path) console.log(`  ${line}`);
			console.log(`  ${say}`);
			if (!confirmed) console.log("  Not confirmed at full geometry: 512 pages to a huge page do not show it.");
		}
		const extent = report.complete ? "all there are" : report.exhausted ? `all within ${report.depth} steps` : "not all";
		console.log(
			`\n${report.kernel}: ${report.findings.length} findings; ${report.states} states, ${extent}; ${report.transitions} steps, ${report.seconds} s`,
		);
	}
	if (report.findings.length > 0) process.exitCode = 1;
}

function seconds(start: number): number {
	return Math.round((performance.now() - start) / 10) / 100;
}
