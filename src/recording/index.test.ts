import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allRecordings, RECORDINGS, recordingText } from "../../scripts/shipped_recordings.ts";
import { parseLine } from "../scenario/parse.ts";

interface Entry {
	readonly name: string;
	readonly title: string;
	readonly about: string;
	readonly group: string;
	readonly kernels: readonly string[];
	readonly steps: number;
	readonly bytes: number;
	readonly operations: readonly string[];
}

const read = (file: string) => JSON.parse(readFileSync(`${RECORDINGS}/${file}.json`, "utf8"));
const { scenarios, groups } = read("index") as { scenarios: readonly Entry[]; groups: readonly { name: string; about: string }[] };

describe("index.json", () => {
	it("is what scripts/index_recordings.mjs makes of the recordings", () => {
		expect(() => execFileSync(process.execPath, ["scripts/index_recordings.mjs", "--check"], { stdio: "pipe" })).not.toThrow();
	});

	it("lists every recording with what it holds", () => {
		const entries = new Map(scenarios.map((entry) => [entry.name, entry]));
		const all = allRecordings();
		expect(entries.size).toBe(all.length);
		for (const recording of all) {
			const entry = entries.get(recording.name);
			expect(entry).toMatchObject({ about: recording.about, steps: recording.script.length });
			expect(entry?.bytes).toBe(new TextEncoder().encode(recordingText(recording.name)).length);
			expect([...(entry?.kernels ?? [])].sort()).toEqual([...recording.kernels.keys()].sort());
			const kinds = recording.script.map((line) => {
				const result = parseLine(line);
				return result.ok ? result.value.operation.kind : line;
			});
			expect(entry?.operations).toEqual([...new Set(kinds)].sort());
		}
	});

	it("gives each a title of its own, and every group something", () => {
		expect(new Set(scenarios.map((entry) => entry.title)).size).toBe(scenarios.length);
		expect(scenarios.filter((entry) => entry.title.length > 60)).toEqual([]);
		const names = ["thp", "soft-dirty", "userfaultfd", "async", "fork/COW", "KSM", "shared memory", "random walks"];
		expect(groups.map((group) => group.name)).toEqual(names);
		expect([...new Set(scenarios.map((entry) => entry.group))]).toEqual(names);
	});

	it("lists kernels oldest first, all that kernels.json names", () => {
		const { kernels } = read("kernels") as { kernels: readonly { id: string }[] };
		const ids = kernels.map((kernel) => kernel.id);
		for (const entry of scenarios) expect(entry.kernels).toEqual(ids.filter((id) => entry.kernels.includes(id)));
		expect(new Set(scenarios.flatMap((entry) => entry.kernels))).toEqual(new Set(ids));
	});
});
