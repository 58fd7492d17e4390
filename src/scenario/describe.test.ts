import { describe, expect, it } from "vitest";
import { describeStep } from "./describe.ts";
import { notModelled } from "./model_scope.ts";
import { parseLine } from "./parse.ts";

function step(text: string) {
	const result = parseLine(text);
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
}

describe("describeStep", () => {
	it.each([
		["map heap 4M", "private, anonymous, read-write"],
		["map heap 4M r shared", "shared memfd, read-only"],
		["advise heap 4M hugepage", "may be huge"],
		["write heap+0x3000", "writes one byte, page 3"],
		["write heap 16K", "writes one byte a page, pages 0 to 3"],
		["clear_refs", "soft-dirty starts over"],
		["migrate begin heap 2M node1", "2M from page 0 set out for NUMA node 1 and stop half way, as modelled from the source, not recorded"],
		["migrate finish heap 4K", "what set out from page 0 arrives, as modelled from the source, not recorded"],
		["advise heap+1M 4K dontneed", "drops page 256: may split a huge page"],
		["advise heap+2M 2M dontneed", "drops 2M from page 512"],
		["protect heap 4M none", "4M from page 0: no access"],
		["uffd open wp|wp_async", "a userfaultfd whose write-protection never blocks"],
		["uffd zeropage heap 8K", "maps the zero page where pages 0 to 1 are missing, and wakes who waits"],
		["fork B", "a child, B, shares every page copy-on-write"],
	])("%s", (text, gloss) => expect(describeStep(step(text))).toBe(gloss));
});

describe("notModelled", () => {
	it.each([
		["uffd open wp", "uffd open"],
		["ksm run", "ksm run"],
		["map heap 4M shared", "map shared"],
		["advise heap 4M pageout", "advise pageout"],
		["fork B", "fork"],
		["migrate heap 4K node1", "migrate"],
	])("names what %s lacks while the machine has it not", (text, what) => {
		const missing = notModelled(step(text));
		expect([null, what]).toContain(missing);
	});

	it("lets the steps of the 2016 bug run", () => {
		const script = ["map heap 4M", "advise heap 4M hugepage", "write heap", "clear_refs", "advise heap+1M 4K dontneed", "read heap+0x3000"];
		expect(script.map((text) => notModelled(step(text)))).toEqual(script.map(() => null));
	});
});
