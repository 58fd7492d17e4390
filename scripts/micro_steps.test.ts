/**
 * The conformance command runs the machine without micro-steps, the screen with them. Here every recorded script runs with them, on
 * every kernel that recorded it: no step may stumble over its own trace.
 */
import { expect, test } from "vitest";
import { Run } from "../src/history/run.ts";
import { notModelled } from "../src/scenario/model_scope.ts";
import { parseLine } from "../src/scenario/parse.ts";
import { KERNELS } from "../src/sim/kernels/kernels.ts";
import { allRecordings } from "./shipped_recordings.ts";

test("every recorded script that is modelled runs with its micro-steps", { timeout: 120_000 }, () => {
	const stumbled: string[] = [];
	let runs = 0;
	for (const { name, script, kernels } of allRecordings()) {
		const steps = script.flatMap((text) => {
			const parsed = parseLine(text);
			return parsed.ok && notModelled(parsed.value) === null ? [{ text, parsed: parsed.value }] : [];
		});
		if (steps.length < script.length) continue;
		for (const kernel of KERNELS) {
			if (!kernels.has(kernel.id)) continue;
			runs += 1;
			try {
				new Run(kernel, steps);
			} catch (error) {
				stumbled.push(`${name} on ${kernel.id}: ${String(error)}`);
			}
		}
	}
	expect(runs).toBeGreaterThan(0);
	expect(stumbled).toEqual([]);
});
