import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textProblems } from "./text_problems.ts";

describe("textProblems", () => {
	test("names line and column of the text as typed", () => {
		const text = "\nmap heap 4M\n\n   advise heap 4M hugpage\n# write nowhere\nwrite hep\n";
		expect(textProblems(text).map(({ line, column, length, severity }) => ({ line, column, length, severity }))).toEqual([
			{ line: 4, column: 18, length: 7, severity: "error" },
			{ line: 6, column: 6, length: 3, severity: "error" },
		]);
	});

	test("warns of what the kernel will refuse", () => {
		expect(textProblems("map heap 4M\nprotect heap 8M r").map(({ line, severity }) => [line, severity])).toEqual([[2, "warning"]]);
	});

	test("never throws, and never points outside the text", () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("map heap 4M", "# map", "write heap", "\t"))), (rows) => {
				const lines = rows.join("\n").split(/\r\n|\r|\n/);
				return textProblems(rows.join("\n")).every(
					({ line, column, length }) => column >= 0 && column + length <= (lines[line - 1] ?? "").length,
				);
			}),
		);
	}, 20_000);
});
