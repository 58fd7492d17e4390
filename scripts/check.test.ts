/** The checker's command, with threads as it starts them. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { readReport } from "./check_report.ts";

function check(...words: readonly string[]) {
	const run = spawnSync(process.execPath, ["scripts/run.mjs", "scripts/check.ts", "--json", ...words], { encoding: "utf8" });
	const report = readReport(run.stdout);
	if (!report.ok) throw new Error(`${report.error}\n${run.stderr}`);
	const { states, transitions, exhausted, complete, depth, findings } = report.value;
	const causes = findings.map(({ property, microStep, path }) => `${property} ${microStep} ${path.length}`).sort();
	return { status: run.status, extent: { states, transitions, exhausted, complete, depth }, causes };
}

describe("threads meet together what one meets", () => {
	it.each([
		[
			["--kernel", "4.6.2", "--depth", "7"],
			["2", "3"],
		],
		[["--kernel", "6.12", "--preset", "ksm", "--depth", "6"], ["2"]],
	] as const)("%s", (words, threads) => {
		const one = check(...words);
		expect(one.causes).not.toEqual([]);
		for (const count of threads) expect(check(...words, "--threads", count)).toEqual(one);
	});

	it("and not a state more than they may", () => {
		const { extent } = check("--kernel", "4.8.15", "--depth", "9", "--states", "60000", "--threads", "3");
		expect(extent).toMatchObject({ states: 60_000, exhausted: false });
	});
});
