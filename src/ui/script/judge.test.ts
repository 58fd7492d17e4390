import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeAt, judgeLines, placeAfter } from "./judge.ts";

const written = (text: string, enabled = true) => ({ text, enabled });
const LINE = fc.record({
	text: fc.constantFrom(
		"map heap 4M",
		"map shm 32K shared",
		"fork B",
		"B: exit",
		"B: write heap",
		"write heap+8M",
		"uffd open wp",
		"wr te heap",
	),
	enabled: fc.boolean(),
});
const EDIT = fc.record({ kind: fc.constantFrom("add", "remove", "change", "move"), at: fc.nat(20), to: fc.nat(20), line: LINE });

describe("judgeLines", () => {
	it("says of edited lines what it says of lines that it has never seen", () => {
		fc.assert(
			fc.property(fc.array(LINE, { maxLength: 12 }), fc.array(EDIT, { maxLength: 12 }), (lines, edits) => {
				const now = [...lines];
				judgeLines(now);
				for (const { kind, at, to, line } of edits) {
					if (kind === "add") now.splice(at % (now.length + 1), 0, line);
					else if (kind === "remove") now.splice(at, 1);
					else if (kind === "change" && at < now.length) now[at] = line;
					else if (at < now.length) now.splice(to, 0, ...now.splice(at, 1));
					expect(judgeLines(now)).toEqual(judgeLines(now.map((one) => ({ ...one }))));
				}
			}),
		);
	});

	it("knows what an edit far above takes from a line", () => {
		const lines = [written("map heap 4M"), written("map own 16K"), written("write own")];
		expect(judgeLines(lines)[2]?.error).toBeNull();
		expect(judgeLines([...lines.slice(0, 1), ...lines.slice(2)])[1]?.error?.message).toContain("no region own");
		expect(
			judgeLines([lines[0], { ...written("map own 16K"), enabled: false }, lines[2]].flatMap((line) => line ?? []))[2]?.error,
		).not.toBeNull();
	});
});

describe("judgeAt", () => {
	it("judges a line by the lines before it that are on", () => {
		const lines = [written("map heap 4M"), written("map own 16K", false)];
		const place = placeAfter(lines, lines.length);
		expect(place.world.processes.get("A")?.regions.map(({ name }) => name)).toEqual(["heap"]);
		expect(judgeAt(place, "write heap").error).toBeNull();
		expect(judgeAt(place, "write own").error?.message).toContain("no region own");
	});
});
