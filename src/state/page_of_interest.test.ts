import { expect, test } from "vitest";
import { parseLine } from "../scenario/parse.ts";
import { fakeStep } from "./fake_films.ts";
import { pageOfInterest } from "./page_of_interest.ts";

function film(...lines: string[]) {
	return {
		steps: lines.map((line) => {
			const parsed = parseLine(line);
			return fakeStep(line, 0, parsed.ok && parsed.value !== null ? { parsed: parsed.value } : {});
		}),
	};
}

test.each([
	[["map heap 4M", "write heap", "clear_refs", "write heap 4M", "write heap+0x3000"], { process: "A", region: "heap", page: 3 }],
	[["map heap 4M", "read heap", "B: store heap+8K"], { process: "B", region: "heap", page: 2 }],
	[["map a 4K", "map b 4K"], { process: "A", region: "a", page: 0 }],
	[["no such step"], null],
])("of %j", (lines, page) => {
	expect(pageOfInterest(film(...lines))).toEqual(page);
});
