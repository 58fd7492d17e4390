import { fc, test as prop } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { present } from "../../base/assert.ts";
import { kernelById } from "../../sim/kernels/kernels.ts";
import { Explorer } from "../explorer.ts";
import { causeKey } from "../finding.ts";
import { propertiesOf } from "../properties.ts";
import { DEFAULT_SCOPE } from "../scope.ts";
import { completePredicate, type Expression, MAX_PREDICATE, parsePredicate } from "./parse.ts";
import { predicateProperty } from "./property.ts";
import { WORDS } from "./words.ts";

function print(expression: Expression): string {
	if (expression.kind === "word") return expression.word;
	if (expression.kind === "not") return `not ${print(expression.of)}`;
	return `(${print(expression.left)} ${expression.kind} ${print(expression.right)})`;
}

const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
	tree: fc.oneof(
		{ maxDepth: 4 },
		fc.constantFrom(...WORDS).map(({ name }): Expression => ({ kind: "word", word: name })),
		fc.record({ kind: fc.constant("not" as const), of: tie("tree") }),
		fc.record({ kind: fc.constantFrom("and" as const, "or" as const), left: tie("tree"), right: tie("tree") }),
	),
}));

describe("the language", () => {
	prop.prop([tree])("reads what was written", (expression) => {
		const text = print(expression);
		fc.pre(text.length <= MAX_PREDICATE);
		expect(parsePredicate(text)).toEqual({ ok: true, value: expression });
	});

	prop.prop([fc.string({ unit: "grapheme", maxLength: 60 })])("never throws, and names a place inside the text", (text) => {
		const read = parsePredicate(text);
		if (!read.ok) expect(read.error.column).toBeLessThanOrEqual(text.length + 1);
	});

	it("binds “and” tighter than “or”", () => {
		const read = parsePredicate("write or dirty and huge");
		expect(read.ok && print(read.value)).toBe("(write or (dirty and huge))");
	});

	it.each([
		["", 1, 1, "ends too early"],
		["written and", 1, 12, "ends too early"],
		["written\n  wriet", 2, 3, "“wriet”"],
		["(written", 1, 9, "ends too early"],
		["written) ", 1, 8, "“)”"],
		["alert(1)", 1, 1, "“alert”"],
		[`${"not ".repeat(40)}write`, 1, 133, "does not belong here"],
	])("%j is refused at line %i, column %i", (text, line, column, message) => {
		const read = parsePredicate(text);
		if (read.ok) throw new Error("it was read");
		expect(read.error).toMatchObject({ line, column });
		expect(read.error.message).toContain(message);
		expect(read.error.expected).not.toBe("");
	});

	it("completes words where a word may stand, and joins where one may", () => {
		expect(completePredicate("sof")).toEqual(["soft_dirty"]);
		expect(completePredicate("written ")).toEqual(["and", "or"]);
		expect(completePredicate("written and n")).toEqual(["not"]);
		expect(completePredicate("")).toContain("written");
	});
});

it("written by hand, soft-dirty's property finds what the ready-made one finds", () => {
	const text = "written and not dropped and mapped and (populated or shared) and not reported";
	const read = parsePredicate(text);
	if (!read.ok) throw new Error(read.error.message);
	const causes = (properties: ConstructorParameters<typeof Explorer>[0]["properties"]) => {
		const kernel = present(kernelById("4.6.2"), "4.6.2");
		const scope = { ...DEFAULT_SCOPE, processes: 1 };
		const explorer = new Explorer({ kernel, scope, properties, counts: false, limits: { depth: 5, states: 1e5 } });
		do while (explorer.expand(1000));
		while (explorer.deepen());
		return explorer.findings.map(({ cause, path }) => `${causeKey("", cause)} ${JSON.stringify(path)}`);
	};
	const own = causes([predicateProperty(read.value, text)]);
	expect(own).toEqual(causes(propertiesOf(["soft-dirty-missed"])));
	expect(own.length).toBeGreaterThan(0);
});
