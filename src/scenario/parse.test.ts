import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_STEPS, parseLine, parseScenario } from "./parse.ts";

function problem(text: string) {
	const result = parseLine(text);
	if (result.ok) throw new Error(`read: ${text}`);
	return result.error;
}

describe("parseLine", () => {
	it("takes process A when none is named", () => {
		expect(parseLine("write heap")).toEqual(parseLine("A: write heap"));
		expect(parseLine("A:write heap")).toEqual(parseLine("A: write heap"));
		expect(parseLine("  B:\twrite   heap  # why")).toEqual({
			ok: true,
			value: { process: "B", operation: { kind: "write", range: { region: "heap", offset: 0, length: 4096 } } },
		});
	});

	it("reads map's options in either order, and what is left out", () => {
		const map = { kind: "map", region: "heap", length: 16384 };
		expect(parseLine("map heap 16K")).toMatchObject({ value: { operation: { ...map, prot: "rw", shared: false } } });
		expect(parseLine("map heap 16K r shared")).toMatchObject({ value: { operation: { ...map, prot: "r", shared: true } } });
		expect(parseLine("map heap 16K shared none")).toMatchObject({ value: { operation: { ...map, prot: "none", shared: true } } });
	});

	it("takes begin and finish for halves, unless a length follows: then they are regions", () => {
		const kindOf = (text: string) => {
			const read = parseLine(text);
			return read.ok && "range" in read.value.operation ? [read.value.operation.kind, read.value.operation.range.region] : [];
		};
		expect(kindOf("migrate begin heap 4K node1")).toEqual(["migrate_begin", "heap"]);
		expect(kindOf("migrate finish heap 4K")).toEqual(["migrate_finish", "heap"]);
		expect(kindOf("migrate begin 4K node1")).toEqual(["migrate", "begin"]);
		expect(kindOf("migrate begin begin 4K node1")).toEqual(["migrate_begin", "begin"]);
		expect(kindOf("migrate finish+0x1000 4K node1")).toEqual(["migrate", "finish"]);
	});

	it("reads scan's options", () => {
		expect(parseLine("scan heap 32K wp anyof=0x2 inv=1 check")).toMatchObject({
			value: { operation: { anyof: 2, all: 0, inverted: 1, wp: true, check: true } },
		});
	});

	it.each([
		["", 0, 0, "the line is empty"],
		["A:", 2, 0, "an operation is missing"],
		["a: read heap", 0, 2, "“a:” names no process"],
		["AB: read heap", 0, 3, "“AB:” names no process"],
		["A: raed heap", 3, 4, "there is no operation “raed”; did you mean read?"],
		["A: uffd", 7, 0, "uffd what?"],
		["A: uffd opne wp", 8, 4, "uffd has no “opne”; did you mean open?"],
		["A: read", 7, 0, "the address is missing"],
		["A: read 0x1000", 8, 6, "“0x1000” cannot name a region"],
		["A: read heap+", 13, 0, "the number is missing"],
		["A: read heap+3000h", 13, 5, "“3000h” cannot be used: it is not a number"],
		["A: read heap+010", 13, 3, "“010” cannot be used: a leading zero would make it octal for the recorder"],
		["A: read heap 4k", 13, 2, "“4k” cannot be used: suffixes are capital letters: K, M, G"],
		["A: read heap 4K 5K", 16, 2, "nothing more is expected here, but there is “5K”"],
		["A: advise heap 4K dontned", 18, 7, "there is no advice “dontned”; did you mean dontneed?"],
		["A: protect heap 4K rwx", 19, 3, "there is no protection “rwx”; did you mean rw?"],
		["A: fill heap 4K 256", 16, 3, "256 is too large"],
		["A: remap heap 4K moved", 17, 5, "“to” comes before the new name, not “moved”"],
		["A: remap heap 4K to", 19, 0, "the name of the new region is missing"],
		["A: fork b", 8, 1, "“b” cannot name a process"],
		["A: migrate heap 4K 1", 19, 1, "“1” is no NUMA node"],
		["A: migrate begin heap 4K", 24, 0, "the node is missing"],
		["A: migrate finish heap 4K node1", 26, 5, "nothing more is expected here, but there is “node1”"],
		["A: uffd open wp|asinc", 16, 5, "there is no feature “asinc”"],
		["A: uffd open wp|none", 13, 7, "none cannot be joined with other features"],
		["A: uffd register heap 4K wp+wp", 28, 2, "wp is said twice"],
		["A: scan heap 4K", 15, 0, "the categories to look for are missing"],
		["A: scan heap 4K anyof=2K", 22, 2, "“2K” is no mask"],
		["A: map 4M heap", 7, 2, "“4M” cannot name a region"],
	])("names the place in %j", (text, column, length, message) => {
		const found = problem(text);
		expect(found).toMatchObject({ column, length });
		expect(found.message.startsWith(message), found.message).toBe(true);
		expect(found.expected).not.toBe("");
	});

	it("refuses lines longer than the recorder's buffer", () => {
		expect(problem(`read heap #${"x".repeat(300)}`).message).toBe("the line has 311 characters");
	});

	it("never throws, and points into the line", () => {
		const words = fc.constantFrom(
			"A:",
			"map",
			"heap",
			"4K",
			"uffd",
			"open",
			"scan",
			"anyof=",
			"to",
			"heap+0x",
			"|",
			"+",
			"#",
			"wp",
			"\u0000",
			"💥",
		);
		const text = fc.oneof(
			fc.string({ unit: "binary", maxLength: 300 }),
			fc.array(words, { maxLength: 14 }).map((list) => list.join(" ")),
		);
		fc.assert(
			fc.property(text, (line) => {
				const result = parseLine(line);
				if (result.ok) return;
				const { column, length, message, expected } = result.error;
				expect(column >= 0 && length >= 0 && column + length <= line.length && message.length < 200 && expected !== "").toBe(true);
			}),
			{ numRuns: 3000 },
		);
	});
});

describe("parseScenario", () => {
	it("never throws, whatever the text", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => {
				const { lines, problems } = parseScenario(text);
				expect(problems.length).toBe(lines.filter((line) => line.step === undefined).length);
			}),
			{ numRuns: 500 },
		);
	});

	it("gives columns in the line as it stands in the text", () => {
		expect(parseScenario("map heap 4M\n\t  A: read heep+zz").problems).toMatchObject([
			{ line: 2, column: 16, length: 2, severity: "error" },
		]);
	});

	it("refuses more steps than it can hold, and says so", () => {
		const { lines, problems } = parseScenario("exit\n".repeat(MAX_STEPS + 1));
		expect(lines.length).toBe(MAX_STEPS);
		expect(problems).toMatchObject([{ line: MAX_STEPS + 1, message: "the scenario has too many steps" }]);
	});
});
