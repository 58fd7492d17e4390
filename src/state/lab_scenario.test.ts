import { expect, test } from "vitest";
import { pagesWritten } from "./lab_scenario.ts";
import { newLine } from "./scenario_lines.ts";

test("a scenario's enabled writes are the pages of a pattern, in their order", () => {
	const lines = ["A: map heap 4M", "A: write heap+0x3000", "A: read heap", "A: fill heap+8K 8K 3", "nonsense"].map((text) => newLine(text));
	expect(pagesWritten([...lines, newLine("A: write heap+0x9000", false)])).toEqual([3, 2, 3]);
	expect(pagesWritten([newLine("A: write heap 64M")])).toHaveLength(4096);
});
