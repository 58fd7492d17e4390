import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FORMS } from "../../scenario/grammar.ts";
import { parseLine } from "../../scenario/parse.ts";
import { draftFor } from "./form_defaults.ts";
import { draftOf, fieldsOf, textOf } from "./form_draft.ts";
import { judgeAt, placeAfter } from "./judge.ts";

const WORLD_LINES = ["A: map heap 4M", "A: uffd open wp", "A: fork B"].map((text) => ({ text, enabled: true }));
const BEFORE = placeAfter(WORLD_LINES, WORLD_LINES.length);

/** One line of each operation with every option in use. */
const LINES = [
	"A: map heap 4M r shared",
	"A: unmap heap+1M 4K",
	"A: protect heap 2M none",
	"A: advise heap+0x3000 4K dontneed",
	"B: read heap",
	"A: write heap+0x3000 64K",
	"A: store heap 4K",
	"A: fill heap 8K 255",
	"A: remap heap 2M to moved",
	"A: fork C",
	"B: exit",
	"A: clear_refs",
	"A: migrate heap 2M node1",
	"A: migrate begin heap 2M node1",
	"A: migrate finish heap 2M",
	"A: uffd open wp|wp_async",
	"A: uffd open none",
	"A: uffd register heap 4M missing+wp",
	"A: uffd unregister heap 4M",
	"A: uffd protect heap 4M",
	"A: uffd unprotect heap 4K",
	"A: uffd copy heap 4K wp",
	"A: uffd zeropage heap 4K",
	"A: uffd wake heap 4K",
	"A: scan heap 4M anyof=0x2 all=0x8 inv=0x1 wp check",
	"ksm run",
	"A: cpu 1",
	"A: policy node1",
	"A: policy default",
	"A: numa_hint heap 2M",
	"A: swap_out heap 2M",
	"A: prober_cpu 1",
	"A: split_all",
];

function stepOf(text: string) {
	const parsed = parseLine(text);
	if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
	return parsed.value;
}

describe("the form's draft of a step", () => {
	test("knows every operation of the language", () => {
		expect(new Set(LINES.map((line) => stepOf(line).operation.kind))).toEqual(new Set(FORMS.map((form) => form.kind)));
	});

	test.each(LINES)("%s: the fields make a line that means the same", (line) => {
		const step = stepOf(line);
		expect(stepOf(textOf(draftOf(step, true)))).toEqual(step);
	});

	test("a length that the line left out stays out", () => {
		expect(textOf(draftOf(stepOf("A: write heap"), false))).toBe("A: write heap");
	});

	test("whatever is typed into a field stands in the line, where the parser judges it", () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 20 }), (length) => {
				const draft = draftFor("advise", BEFORE.world);
				const text = textOf({ ...draft, values: { ...draft.values, length } });
				expect(text).toContain(length.trim());
				expect(() => judgeAt(BEFORE, text)).not.toThrow();
			}),
		);
	}, 20_000);
});

describe("defaults", () => {
	test.each(FORMS.map((form) => form.kind))("a new %s can be carried out as it is offered", (kind) => {
		const judged = judgeAt(BEFORE, textOf(draftFor(kind, BEFORE.world)));
		expect(judged.error).toBeNull();
	});

	test("offer the region that exists, its length, a free name and a free process", () => {
		const world = BEFORE.world;
		expect(textOf(draftFor("advise", world))).toBe("A: advise heap 4M hugepage");
		expect(textOf(draftFor("map", world))).toBe("A: map second 4M");
		expect(textOf(draftFor("fork", world))).toBe("A: fork C");
	});

	test("keep the range when the operation changes", () => {
		const world = BEFORE.world;
		const first = draftOf(stepOf("B: unmap heap+1M 64K"), true);
		expect(textOf(draftFor("protect", world, first))).toBe("B: protect heap+1M 64K r");
		// A length that meant a whole range is no good default for one page.
		expect(textOf(draftFor("write", world, first))).toBe("B: write heap+1M");
	});

	test("every field of every operation has a value or may be left out", () => {
		const world = BEFORE.world;
		const empty = new Set(["offset", "shared", "wp", "check", "all", "inverted"]);
		for (const { kind } of FORMS) {
			const { values } = draftFor(kind, world);
			const missing = fieldsOf(kind).filter((field) => values[field] === "" && !empty.has(field));
			expect(missing).toEqual(["read", "write", "store"].includes(kind) ? ["length"] : []);
		}
	});
});
