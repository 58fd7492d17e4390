import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordingNames, recordingText } from "../../scripts/shipped_recordings.ts";
import { pageOfPlace, parseEvent, printEvent } from "./events.ts";

describe("events", () => {
	it("read and print back every event of every recording", () => {
		const kinds = new Set<string>();
		for (const name of recordingNames()) {
			const { kernels } = JSON.parse(recordingText(name)) as { kernels: Record<string, string | { events?: string[] }[]> };
			for (const steps of Object.values(kernels)) {
				if (typeof steps === "string") continue;
				for (const text of steps.flatMap((step) => step.events ?? [])) {
					const event = parseEvent(text);
					if (event === null) throw new Error(`${name}: ${text}`);
					kinds.add(event.kind);
					expect(printEvent(event)).toBe(text);
				}
			}
		}
		expect([...kinds].sort()).toEqual(["blocked", "died", "moved", "pagefault", "scanned", "skipped", "unblocked"]);
	});

	it.each([
		["event A fork", { kind: "fork_event", process: "A" }],
		[
			"event A remap heap+0x0 -> 0x100080000000 len=0x1000",
			{ kind: "remap_event", process: "A", from: "heap+0x0", to: "0x100080000000", length: 4096 },
		],
		["event B remove heap+0x1000 len=0x2000", { kind: "remove_event", process: "B", at: "heap+0x1000", length: 8192 }],
		["event B unmap heap+0x1000 len=0x2000", { kind: "unmap_event", process: "B", at: "heap+0x1000", length: 8192 }],
		["died C", { kind: "died", process: "C", code: -1 }],
		["moved ok=1 other=511 status=-14", { kind: "moved", ok: 1, other: 511, status: -14 }],
	])("%s", (text, event) => {
		expect(parseEvent(text)).toEqual(event);
		const read = parseEvent(text);
		expect(read === null ? null : printEvent(read)).toBe(text);
	});

	it.each([
		"",
		"blocked",
		"blocked a",
		"blocked AB",
		"died A code=",
		"event A pagefault heap flags=0x1",
		"moved ok=01 other=0 status=0",
		"skipped A is tired",
	])("refuses %j", (text) => expect(parseEvent(text)).toBeNull());

	it("never throw, and print what they read", () => {
		const words = fc.constantFrom(
			"event",
			"A",
			"pagefault",
			"heap+0x1000",
			"flags=0x1",
			"blocked",
			"died",
			"code=111",
			"scanned",
			"pages=3",
			"categories=0x2",
			"->",
			"len=0x0",
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ unit: "binary", maxLength: 250 }),
					fc.array(words, { maxLength: 7 }).map((list) => list.join(" ")),
				),
				(text) => {
					const event = parseEvent(text);
					if (event !== null) expect(printEvent(event)).toBe(text);
				},
			),
			{ numRuns: 2000 },
		);
	});
});

describe("pageOfPlace", () => {
	it("names region and page", () => {
		expect(pageOfPlace("heap+0x3fff")).toEqual({ region: "heap", page: 3 });
		expect(pageOfPlace("0x100000000000")).toBeNull();
	});
});
