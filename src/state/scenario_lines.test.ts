import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	lineFromText,
	linesFromText,
	MAX_LINE_LENGTH,
	MAX_LINES,
	newLine,
	refuseScript,
	sameScript,
	textOfLines,
} from "./scenario_lines.ts";

describe("a typed script", () => {
	test("is one step a line; blank lines are dropped, `#` disables", () => {
		const lines = linesFromText("A: map heap 4M\n\n  # A: write heap\r\nA: exit");
		expect(lines.map(({ text, enabled }) => [text, enabled])).toEqual([
			["A: map heap 4M", true],
			["A: write heap", false],
			["A: exit", true],
		]);
	});

	test("reads back as it was printed", () => {
		const line = fc.record({ text: fc.stringMatching(/^[a-z][a-zA-Z0-9:+ ]{0,30}[a-z]$/), enabled: fc.boolean() });
		fc.assert(
			fc.property(fc.array(line, { maxLength: 12 }), (all) => {
				const lines = all.map(({ text, enabled }) => newLine(text, enabled));
				return sameScript(linesFromText(textOfLines(lines)), lines);
			}),
		);
	}, 20_000);

	test("keeps the ids of lines that stay, also when one is changed or put between", () => {
		const before = linesFromText("a\nb\nc");
		const [a, b, c] = before.map(({ id }) => id);
		expect(linesFromText("a\nB\nc", before).map(({ id }) => id)).toEqual([a, b, c]);
		const inserted = linesFromText("a\nx\nb\nc", before).map(({ id }) => id);
		expect([inserted[0], inserted[2], inserted[3]]).toEqual([a, b, c]);
		expect(new Set(inserted).size).toBe(4);
		expect(linesFromText("c\na", before).map(({ id }) => id)).toEqual([c, a]);
	});

	test("gives every line an id of its own, whatever is typed", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom("a", "b", "c", "# a", "")), fc.array(fc.constantFrom("a", "b", "c", "# a")), (now, before) => {
				const lines = linesFromText(now.join("\n"), linesFromText(before.join("\n")));
				return new Set(lines.map(({ id }) => id)).size === lines.length;
			}),
		);
	}, 20_000);

	test("is refused when it is too long, naming the place", () => {
		expect(refuseScript([newLine("a"), newLine("x".repeat(MAX_LINE_LENGTH + 1))])).toContain("Step 2");
		const line = lineFromText("a");
		expect(refuseScript(Array.from({ length: MAX_LINES + 1 }, () => line))).toContain(String(MAX_LINES));
		expect(refuseScript([newLine("x".repeat(MAX_LINE_LENGTH))])).toBeNull();
	});
});
