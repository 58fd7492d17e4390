import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRecordings, recordingNamed, recordingNames, recordingText } from "../../scripts/shipped_recordings.ts";
import type { Run } from "../sim/include/observation.ts";
import { PAGE_FLAGS } from "../sim/include/observation.ts";
import { printEvent } from "./events.ts";
import { loadRecording } from "./load.ts";
import type { RecordedStep } from "./recording.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A small recording with one of everything, to be broken. */
function sample(): { [key: string]: Json } {
	const run = { at: 0, n: 4, level: 0, entry: "0x867", frame: 0, page: ["anon"], mapcount: 1, pagemap: "0x103" };
	const region = { vmas: [{ at: 0, n: 4, prot: "rw-", flags: ["sd"] }], runs: [run] };
	const step = { op: "A: map heap 16K", ret: 0, live: ["A"], events: ["blocked A"], state: { A: { heap: region } } };
	return { name: "sample", about: "one of everything", script: ["A: map heap 16K"], kernels: { "6.12": [step], "6.1": "6.12" } };
}

/** The sample with the value at `path` replaced; `undefined` takes it out. */
function broken(path: readonly (string | number)[], value: unknown): string {
	const root = sample();
	let at = root as unknown as Record<string | number, unknown>;
	for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
	const last = path.at(-1) ?? "";
	if (value === undefined) delete at[last];
	else at[last] = value;
	return JSON.stringify(root);
}

const RUN = ["kernels", "6.12", 0, "state", "A", "heap", "runs", 0] as const;

function problem(text: string) {
	const result = loadRecording(text);
	if (result.ok) throw new Error("loaded");
	return result.error;
}

describe("loadRecording", () => {
	it("loads all recordings, with nothing lost", () => {
		for (const name of recordingNames()) {
			const file = JSON.parse(recordingText(name)) as { name: string; about: string; script: string[]; kernels: Record<string, Json> };
			const recording = recordingNamed(name);
			expect([recording.name, recording.about, recording.script]).toEqual([file.name, file.about, file.script]);
			expect([...recording.kernels.keys()].sort()).toEqual(Object.keys(file.kernels).sort());
			for (const [kernel, value] of Object.entries(file.kernels)) {
				const steps = recording.kernels.get(kernel) ?? [];
				if (typeof value === "string") expect(steps).toBe(recording.kernels.get(value));
				else if (JSON.stringify(steps.map(stepJson)) !== JSON.stringify((value as Json[]).map(ordered)))
					expect(steps.map(stepJson)).toEqual(value);
			}
		}
	});

	it.each([
		["", "", "the file is not JSON"],
		["[]", "name", "it is missing"],
		["null", "", "null cannot stand here"],
		[broken(["name"], undefined), "name", "it is missing"],
		[broken(["name"], "../etc"), "name", '"../etc" cannot stand here'],
		[broken(["script"], []), "script", "0 cannot stand here"],
		[broken(["kernels"], {}), "kernels", "Object cannot stand here"],
		[broken(["kernels", "6.1"], "6.2"), 'kernels["6.1"]', "there is no kernel 6.2 here"],
		[broken(["kernels", "6.1"], "6.1"), 'kernels["6.1"]', "the kernels refer to each other in a circle"],
		[broken(["kernels", "6.1"], 3), 'kernels["6.1"]', "3 cannot stand here"],
		[broken(["kernels", "6.12"], []), 'kernels["6.12"]', "it has 0 steps"],
		[broken(["kernels", "6.12", 0, "op"], "A: exit"), 'kernels["6.12"][0].op', "“A: exit” is not the step of the script"],
		[broken(["kernels", "6.12", 0, "live"], ["a"]), 'kernels["6.12"][0].live[0]', '"a" cannot stand here'],
		[broken(["kernels", "6.12", 0, "events"], ["bloked A"]), 'kernels["6.12"][0].events[0]', "“bloked A” is no event"],
		[broken(["kernels", "6.12", 0, "ret"], 0.5), 'kernels["6.12"][0].ret', "0.5 cannot stand here"],
		[broken([...RUN, "entry"], "867"), 'kernels["6.12"][0].state.A.heap.runs[0].entry', '"867" cannot stand here'],
		[broken([...RUN, "entry"], 2151), 'kernels["6.12"][0].state.A.heap.runs[0].entry', "2151 cannot stand here"],
		[broken([...RUN, "level"], 4), 'kernels["6.12"][0].state.A.heap.runs[0].level', "4 cannot stand here"],
		[broken([...RUN, "n"], 0), 'kernels["6.12"][0].state.A.heap.runs[0].n', "0 cannot stand here"],
		[broken([...RUN, "n"], 1e9), 'kernels["6.12"][0].state.A.heap.runs[0].n', "1000000000 cannot stand here"],
		[broken([...RUN, "at"], 1), 'kernels["6.12"][0].state.A.heap.runs[0].at', "the run starts at page 1"],
		[broken([...RUN, "page"], ["Anon"]), 'kernels["6.12"][0].state.A.heap.runs[0].page[0]', '"Anon" cannot stand here'],
		[broken([...RUN, "frame"], "one"), 'kernels["6.12"][0].state.A.heap.runs[0].frame', '"one" cannot stand here'],
	])("%#: names the place", (text, path, message) => {
		const found = problem(text);
		expect(found.path).toBe(path);
		expect(found.message.startsWith(message), found.message).toBe(true);
		expect(found.expected).not.toBe("");
	});

	it("says what was expected", () => {
		expect(problem(broken([...RUN, "entry"], "867")).expected).toBe("a 64-bit word such as 0x8000000000000867");
		expect(problem(broken([...RUN, "level"], 4)).expected).toBe("(0 | 1 | 2 | 3)");
		expect(problem(broken(["kernels", "6.12", 0, "live"], "A")).expected).toBe("a list");
		expect(problem(broken(["script"], [])).expected).toBe("at least 1 of them");
	});

	it("refuses circles among kernels however long", () => {
		const circle = { ...sample(), kernels: { a: "b", b: "c", c: "a" } };
		expect(problem(JSON.stringify(circle)).message).toBe("the kernels refer to each other in a circle");
	});

	it("refuses a region that changes its length", () => {
		const root = sample() as { script: string[]; kernels: { "6.12": Record<string, Json>[] } & Record<string, Json> };
		const grown = JSON.parse(JSON.stringify(root.kernels["6.12"][0]).replaceAll('"n":4', '"n":5')) as Record<string, Json>;
		root.script.push("A: exit");
		root.kernels["6.12"].push({ ...grown, op: "A: exit" });
		expect(problem(JSON.stringify(root))).toMatchObject({ message: "the region now has 5 pages", expected: "4 pages, as before" });
	});

	it("refuses files that are too large before it reads them", () => {
		expect(problem(" ".repeat(9 * 2 ** 20)).message).toBe("the file has 9437184 characters");
	});

	it("does not take names of JavaScript for its own", () => {
		const text = JSON.stringify(sample()).replace('"6.1":"6.12"', '"__proto__":"6.12","6.1":"toString"');
		expect(problem(text).message).toBe("there is no kernel toString here");
		expect(loadRecording(JSON.stringify(sample()).replace('"A":{"heap"', '"__proto__":{"heap"')).ok).toBe(true);
	});

	it("never throws, whatever the text", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.json({ maxDepth: 6 })), (text) => {
				const result = loadRecording(text);
				expect(result.ok).toBe(false);
			}),
			{ numRuns: 1000 },
		);
		expect(loadRecording("[".repeat(2 ** 20)).ok).toBe(false);
		expect(loadRecording(`${'{"kernels":'.repeat(20000)}1${"}".repeat(20000)}`).ok).toBe(false);
	});

	it("never throws on real recordings with a wound", { timeout: 60_000 }, () => {
		const names = recordingNames();
		const wound = fc.record({
			name: fc.constantFrom(...names),
			at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
			cut: fc.nat(40),
			put: fc.oneof(
				fc.constantFrom("", "0", "-1", "1e999", "null", '"', "{", "]", '"0x', "99999999999", '"A":', ",,"),
				fc.string({ unit: "binary", maxLength: 12 }),
			),
		});
		fc.assert(
			fc.property(wound, ({ name, at, cut, put }) => {
				const text = recordingText(name);
				const place = Math.floor(at * text.length);
				const result = loadRecording(text.slice(0, place) + put + text.slice(place + cut));
				if (!result.ok) expect(result.error.message.length + result.error.expected.length).toBeLessThan(6000);
			}),
			{ numRuns: 400 },
		);
	});

	it("never throws on real recordings with a value exchanged", { timeout: 60_000 }, () => {
		const names = recordingNames();
		const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("6.12", "A", -1, 2 ** 40, "0x0", "zero"));
		fc.assert(
			fc.property(fc.constantFrom(...names), fc.infiniteStream(fc.nat(1000)), value, (name, choices, replacement) => {
				const root = JSON.parse(recordingText(name)) as Json;
				let node: Json = root;
				for (let depth = 0; depth < 9; depth++) {
					if (node === null || typeof node !== "object") break;
					const keys: string[] = Object.keys(node);
					const key: string = keys[(choices.next().value ?? 0) % Math.max(1, keys.length)] ?? "";
					const holder = node as { [key: string]: Json };
					const child: Json = holder[key] ?? null;
					if (child === null || typeof child !== "object" || (choices.next().value ?? 0) % 5 === 0) {
						holder[key] = replacement as Json;
						break;
					}
					node = child;
				}
				loadRecording(JSON.stringify(root));
			}),
			{ numRuns: 400 },
		);
	});
});

describe("allRecordings", () => {
	it("are 271, each under the name of its file", () => {
		const recordings = allRecordings();
		expect(recordings.length).toBe(271);
		expect(recordings.map((recording) => recording.name)).toEqual(recordingNames());
	});
});

/** A step as its file has it, keys in one order. */
function stepJson(step: RecordedStep): Json {
	const state = Object.fromEntries(
		[...step.state].map(([process, regions]) => [
			process,
			Object.fromEntries([...regions].map(([name, region]) => [name, { vmas: region.vmas, runs: region.runs.map(runJson) }])),
		]),
	);
	return ordered({
		op: step.op,
		...(step.result === undefined ? {} : { ret: step.result.ret }),
		...(step.result === undefined || step.result.errno === 0 ? {} : { errno: step.result.errno }),
		...(step.events.length === 0 ? {} : { events: step.events.map(printEvent) }),
		live: [...step.live],
		...(step.state.size === 0 ? {} : { state }),
	} as unknown as Json);
}

function runJson(run: Run): Json {
	return {
		...run,
		entry: `0x${run.entry.toString(16)}`,
		pagemap: `0x${run.pagemap.toString(16)}`,
		...(run.page === undefined ? {} : { page: PAGE_FLAGS.filter((_, index) => ((run.page ?? 0) & (1 << index)) !== 0) }),
		...(run.shared === true ? { shared: 1 } : {}),
	};
}

function ordered(value: Json): Json {
	if (Array.isArray(value)) return value.map(ordered);
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map((key) => [key, ordered(value[key] ?? null)]),
	);
}
