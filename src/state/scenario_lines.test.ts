import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_STEPS } from "../scenario/parse.ts";
import { MAX_LINE_LENGTH } from "../scenario/tokens.ts";
import { linesFromText, newLine, refuseScript, sameScript, textOfLines } from "./scenario_lines.ts";

describe("a typed script", () => {
	test("is one step a line; blank lines are dropped, `#` before a step takes it out", () => {
		const lines = linesFromText("A: map heap 4M\n\n  # A: write heap\r\nA: exit");
		expect(lines.map(({ text, enabled }) => [text, enabled])).toEqual([
			["A: map heap 4M", true],
			["A: write heap", false],
			["A: exit", true],
		]);
	});

	test("keeps the comments that are no steps where they are", () => {
		const script = "# The split of 2016\n# A: write heap\nA: map heap 4M\n  # why?\n# another step\nA: exit\n# the end";
		const lines = linesFromText(script);
		expect(lines.map(({ text, enabled, notes, after }) => [text, enabled, notes, after])).toEqual([
			["A: write heap", false, ["# The split of 2016"], undefined],
			["A: map heap 4M", true, undefined, undefined],
			["A: exit", true, ["  # why?", "# another step"], ["# the end"]],
		]);
		expect(textOfLines(lines)).toBe(script);
		expect(sameScript(lines, linesFromText(script.replace("why", "how")))).toBe(false);
	});

	test("reads back as it was printed", () => {
		const step = fc.constantFrom("A: map heap 4M", "write heap+0x3000", "B: clear_refs", "A: exit");
		const line = fc.oneof(
			fc.record({ text: fc.stringMatching(/^[a-z][a-zA-Z0-9:+ ]{0,30}[a-z]$/), enabled: fc.constant(true) }),
			fc.record({
				text: step,
				enabled: fc.boolean(),
				notes: fc.array(fc.constantFrom("# why", "## because"), { minLength: 1, maxLength: 2 }),
			}),
		);
		fc.assert(
			fc.property(fc.array(line, { maxLength: 12 }), (all) => {
				const lines = all.map((each) => ({ ...newLine(each.text, each.enabled), ...each }));
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
			fc.property(
				fc.array(fc.constantFrom("a", "b", "c", "# exit", "")),
				fc.array(fc.constantFrom("a", "b", "c", "# exit")),
				(now, before) => {
					const lines = linesFromText(now.join("\n"), linesFromText(before.join("\n")));
					return new Set(lines.map(({ id }) => id)).size === lines.length;
				},
			),
		);
	}, 20_000);

	test("is refused when it is too long, naming the place", () => {
		expect(refuseScript([newLine("a"), newLine("x".repeat(MAX_LINE_LENGTH + 1))])).toContain("Step 2");
		expect(refuseScript(linesFromText("exit\n".repeat(MAX_STEPS + 1)))).toContain(String(MAX_STEPS));
		expect(refuseScript(linesFromText(`${"# x".repeat(80)}\n`.repeat(40_000)))).toContain("characters");
		expect(refuseScript([newLine("x".repeat(MAX_LINE_LENGTH))])).toBeNull();
	});
});
