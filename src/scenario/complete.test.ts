import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeLine } from "./complete.ts";
import { parseLine } from "./parse.ts";
import { checkLine, NOTHING_BEFORE } from "./validate.ts";

const { world } = ["A: map heap 4M", "A: map shm 32K shared", "A: fork B", "B: map own 16K"].reduce(
	(before, text) => checkLine(before, { text, enabled: true }).after,
	NOTHING_BEFORE,
);

/** Completions at the `^` of `text`. */
function at(text: string): string[] {
	const column = text.indexOf("^");
	return completeLine(text.replace("^", ""), column, world).items.map((item) => item.text);
}

describe("completeLine", () => {
	it("offers processes and operations on an empty line", () => {
		expect(at("^").slice(0, 3)).toEqual(["A:", "B:", "map"]);
		expect(at("A: cl^")).toEqual(["clear_refs"]);
	});

	it.each([
		["read ^", ["heap", "shm"]],
		["B: read ^", ["heap", "shm", "own"]],
		["read he^", ["heap"]],
		["read heap+^", ["heap+0x1000", "heap+0x3000", "heap+1M", "heap+2M", "heap+3M"]],
		["advise heap 4M po^", ["populate_read", "populate_write"]],
		["advise heap 4M p^", ["pageout", "populate_read", "populate_write"]],
		["protect heap 4K ^", ["none", "r", "rw"]],
		["uffd ^", ["open", "register", "unregister", "protect", "unprotect", "copy", "zeropage", "wake"]],
		["uffd un^", ["unregister", "unprotect"]],
		["uffd open wp|wp_^", ["wp_shmem", "wp_unpopulated", "wp_async"]],
		["uffd register heap 4M missing+^", ["wp", "minor"]],
		["remap heap 4K ^", ["to"]],
		["fork ^", ["C", "D", "E"]],
		["map ^", ["moved", "fresh"]],
		["map new 4M ^", ["r", "rw", "none", "shared"]],
		["migrate heap 4K n^", ["node0", "node1"]],
		["migrate ^", ["begin", "finish", "heap", "shm"]],
		["migrate b^", ["begin"]],
		["migrate begin heap 2M ^", ["node0", "node1"]],
		["migrate finish heap 2M ^", []],
		["policy d^", ["default"]],
		["read heap 4K ^", []],
		["read heap # wr^", []],
	])("%s", (text, expected) => expect(at(text)).toEqual(expected));

	it("replaces the whole word under the cursor", () => {
		expect(completeLine("A: advise heap 4M dontXX", 20, world)).toMatchObject({ from: 18, to: 24 });
		expect(completeLine("A: uffd open wp|wp_a", 20, world)).toMatchObject({ from: 16, to: 20 });
	});

	it("offers operations that the parser knows, with a word on each", () => {
		for (const item of completeLine("", 0, world).items) {
			expect(item.about).not.toBe("");
			const result = parseLine(item.text);
			if (!result.ok) expect(result.error.message).not.toContain("no operation");
		}
	});

	it("takes a cursor that is nowhere for the line's end", () => {
		expect(completeLine("A: cl", Number.NaN, world)).toMatchObject({ from: 3, to: 5 });
	});

	it("never throws and stays in the line", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.double(), (line, column) => {
				const { from, to } = completeLine(line, column, world);
				expect(from >= 0 && from <= to && to <= line.length).toBe(true);
			}),
		);
	});
});
