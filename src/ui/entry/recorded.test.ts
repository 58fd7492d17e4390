/** Every entry of every recording is read, and what pagemap said of it is what its bits say. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { present } from "../../base/assert.ts";
import { loadRecording } from "../../recording/load.ts";
import { observe } from "../../recording/player.ts";
import { parseLine } from "../../scenario/parse.ts";
import { countsAsPresent, fieldOf, hasBit } from "../../sim/arch/x86_64_fields.ts";
import type { Observation } from "../../sim/include/observation.ts";
import { layoutOf } from "../../sim/kernels/layout_of.ts";
import { type PageReading, readPage } from "./page_reading.ts";
import { reportedOf } from "./reported_model.ts";

const FOLDER = "public/recordings";

function* recordings() {
	for (const file of readdirSync(FOLDER)) {
		if (file === "kernels.json" || file === "index.json") continue;
		const loaded = loadRecording(readFileSync(`${FOLDER}/${file}`, "utf8"));
		if (!loaded.ok) throw new Error(`${file}: ${JSON.stringify(loaded.error)}`);
		yield loaded.value;
	}
}

/** The first page of every run, once for each state of a region. */
function* readings(kernel: string, observations: readonly Observation[]): Generator<PageReading> {
	const layout = present(layoutOf(kernel), kernel);
	const seen = new Set<unknown>();
	for (const observation of observations) {
		for (const process of observation.processes) {
			for (const region of process.regions) {
				if (seen.has(region)) continue;
				seen.add(region);
				for (const run of region.runs) {
					const reading = readPage(observation, { process: process.id, region: region.name, page: run.at }, { layout, numbers: "label" });
					if (typeof reading === "string") throw new Error(`${process.id}:${region.name}+${run.at}: no ${reading}`);
					yield reading;
				}
			}
		}
	}
}

/** Names of pagemap bits that the entry and the VMA do not explain. */
function contradictions(reading: PageReading): readonly string[] {
	const { entry, pagemap } = reading;
	const { value, vma, entry: bit } = reportedOf(reading);
	const present = countsAsPresent(entry.kind);
	const uffdWp = fieldOf(entry, "uffd-wp")?.value;
	const expected: readonly (readonly [string, boolean | null])[] = [
		["soft-dirty", bit === null ? null : vma || bit],
		["present", present],
		["swap", entry.kind !== "none" && !present],
		["uffd-wp", fieldOf(pagemap, "uffd-wp") === undefined || uffdWp === null ? null : uffdWp === 1n],
	];
	expect(hasBit(pagemap, "soft-dirty")).toBe(value);
	return expected.filter(([key, is]) => is !== null && is !== hasBit(pagemap, key)).map(([key]) => key);
}

test("pagemap's bits follow from the entry and its VMA", { timeout: 60_000 }, () => {
	const wrong: string[] = [];
	let read = 0;
	for (const { name, kernels, script } of recordings()) {
		const parsed = script.map((line) => {
			const result = parseLine(line);
			return result.ok ? result.value : null;
		});
		for (const [kernel, steps] of kernels) {
			for (const reading of readings(kernel, observe(steps, parsed))) {
				read += 1;
				const said = contradictions(reading);
				if (said.length > 0) wrong.push(`${name} ${kernel} ${reading.entry.kind} ${reading.run.entry.toString(16)}: ${said.join()}`);
			}
		}
	}
	expect(wrong).toEqual([]);
	expect(read).toBeGreaterThan(50_000);
});
