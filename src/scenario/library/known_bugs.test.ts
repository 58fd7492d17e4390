import { describe, expect, it } from "vitest";
import { Run } from "../../history/run.ts";
import { KERNELS } from "../../sim/kernels/kernels.ts";
import { parseLine } from "../parse.ts";
import { failedChecks } from "./claim.ts";
import { KNOWN_BUGS } from "./known_bugs.ts";
import { UNSHOWN_BUGS } from "./unshown_bugs.ts";

/** The plan of a script; a line that cannot be read is a mistake of the library. */
function plan(script: readonly string[]) {
	return script.map((text) => {
		const read = parseLine(text);
		if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
		return { text, parsed: read.value };
	});
}

describe.each(KNOWN_BUGS)("$id: $title", ({ shows, spared, script, claim }) => {
	it("says of every kernel whether it has the bug", () => {
		expect([...shows, ...spared].sort()).toEqual(KERNELS.map(({ id }) => id).sort());
		expect(shows.length).toBeGreaterThan(0);
		expect(claim.length).toBeGreaterThan(0);
	});

	it.each(KERNELS.map((kernel) => ({ kernel, there: shows.includes(kernel.id) })))("$kernel.id: $there", async ({ kernel, there }) => {
		const run = new Run(kernel, plan(script));
		const failed = await failedChecks(claim, { steps: run.steps, at: (cursor) => Promise.resolve(run.at(cursor)) });
		if (there) expect(failed).toEqual([]);
		else expect(failed).not.toEqual([]);
	});
});

describe("the catalogue", () => {
	it("has each of B1 to B33 once, shown or not shown", () => {
		const ids = [...KNOWN_BUGS, ...UNSHOWN_BUGS].map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		const numbers = new Set(ids.map((id) => Number(/\d+/.exec(id)?.[0])));
		for (let number = 1; number <= 33; number++) expect(numbers, `B${number}`).toContain(number);
	});
});
