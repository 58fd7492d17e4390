import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordingNames, recordingText } from "../../scripts/shipped_recordings.ts";
import type { Operation, Step } from "../sim/include/operation.ts";
import { ADVICES, UFFD_FEATURES, UFFD_MODES } from "../sim/include/operation.ts";
import { FORMS } from "./grammar.ts";
import { parseLine, parseScenario } from "./parse.ts";
import { printScenario, printStep, printStepLike } from "./print.ts";

const region = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,22}$/);
const bytes = fc.oneof(
	fc.maxSafeNat(),
	fc.nat(2 ** 20).map((pages) => pages * 4096),
);
const range = fc.record({ region, offset: bytes, length: bytes });
const process = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const prot = fc.constantFrom("none" as const, "r" as const, "rw" as const);
const node = fc.nat(1023);

const operations: readonly fc.Arbitrary<Operation>[] = [
	fc.record({ kind: fc.constant("map" as const), region, length: bytes, prot, shared: fc.boolean() }),
	fc.record({ kind: fc.constant("protect" as const), range, prot }),
	fc.record({ kind: fc.constant("advise" as const), range, advice: fc.constantFrom(...ADVICES) }),
	fc.record({ kind: fc.constantFrom("read" as const, "write" as const, "store" as const), range }),
	fc.record({ kind: fc.constant("fill" as const), range, byte: fc.nat(255) }),
	fc.record({ kind: fc.constant("remap" as const), range, to: region }),
	fc.record({ kind: fc.constant("fork" as const), child: process }),
	fc.record({ kind: fc.constantFrom("exit" as const, "clear_refs" as const, "ksm_run" as const, "split_all" as const) }),
	fc.record({ kind: fc.constantFrom("migrate" as const, "migrate_begin" as const), range, node }),
	fc.record({ kind: fc.constant("migrate_finish" as const), range }),
	fc.record({
		kind: fc.constant("uffd_open" as const),
		features: fc.oneof(
			fc.constant(["none" as const]),
			fc.shuffledSubarray(
				UFFD_FEATURES.filter((f) => f !== "none"),
				{ minLength: 1 },
			),
		),
	}),
	fc.record({ kind: fc.constant("uffd_register" as const), range, modes: fc.shuffledSubarray([...UFFD_MODES], { minLength: 1 }) }),
	fc.record({
		kind: fc.constantFrom(
			"unmap" as const,
			"uffd_unregister" as const,
			"uffd_protect" as const,
			"uffd_unprotect" as const,
			"uffd_zeropage" as const,
			"uffd_wake" as const,
			"numa_hint" as const,
			"swap_out" as const,
		),
		range,
	}),
	fc.record({ kind: fc.constant("uffd_copy" as const), range, wp: fc.boolean() }),
	fc.record({
		kind: fc.constant("scan" as const),
		range,
		anyof: fc.maxSafeNat(),
		all: fc.maxSafeNat(),
		inverted: fc.maxSafeNat(),
		wp: fc.boolean(),
		check: fc.boolean(),
	}),
	fc.record({ kind: fc.constantFrom("cpu" as const, "prober_cpu" as const), cpu: fc.nat(8191) }),
	fc.record({ kind: fc.constant("policy" as const), node: fc.oneof(node, fc.constant("default" as const)) }),
];
const step: fc.Arbitrary<Step> = fc.record({ process, operation: fc.oneof(...operations) });

describe("printStep", () => {
	it("is read back as the same step, whatever the step", () => {
		const kinds = new Set<string>();
		fc.assert(
			fc.property(step, (value) => {
				kinds.add(value.operation.kind);
				expect(parseLine(printStep(value))).toEqual({ ok: true, value });
			}),
			{ numRuns: 2000 },
		);
		expect([...kinds].sort()).toEqual(FORMS.map((form) => form.kind).sort());
	});

	it("spells every step of every recording as the recording does", () => {
		const other: string[] = [];
		let steps = 0;
		for (const name of recordingNames()) {
			for (const line of JSON.parse(recordingText(name)).script as string[]) {
				const parsed = parseLine(line);
				if (!parsed.ok) throw new Error(`${name}: ${line}: ${parsed.error.message}`);
				steps++;
				expect(printStepLike(parsed.value, line)).toBe(line);
				if (printStep(parsed.value) !== line) other.push(line);
			}
		}
		expect(steps).toBeGreaterThan(2900);
		// The random walks write 1M as an offset in hexadecimal; nothing else differs from the canonical text.
		expect(other.filter((line) => !/\+0x[1-9a-f]00000 /.test(`${line} `))).toEqual([]);
	});

	it("keeps the spelling of what an edit did not touch", () => {
		const parsed = parseLine("A: protect heap+0x100000 0x1000 r");
		if (!parsed.ok || parsed.value.operation.kind !== "protect") throw new Error("not read");
		const edited: Step = { ...parsed.value, operation: { ...parsed.value.operation, prot: "rw" } };
		expect(printStepLike(edited, "A: protect heap+0x100000 0x1000 r")).toBe("A: protect heap+0x100000 0x1000 rw");
		expect(printStepLike(edited, "something else entirely, longer")).toBe("A: protect heap+1M 4K rw");
	});
});

describe("printScenario", () => {
	it("gives back the text of every recording's script", () => {
		for (const name of recordingNames()) {
			const { script, about } = JSON.parse(recordingText(name)) as { script: string[]; about: string };
			const text = `# ${about}\n${script.join("\n")}\n`;
			const parsed = parseScenario(text);
			expect(parsed.problems).toEqual([]);
			expect(parsed.title).toBe(about);
			expect(printScenario(parsed)).toBe(text);
		}
	});

	it("keeps comments, blank lines, disabled steps and what cannot be read", () => {
		const text = "# Title\n# about it\n\n# a note\nA: map heap 4M # why\n# A: write heap\nA: wirte heap\n\n# end\n";
		const parsed = parseScenario(text);
		expect(parsed).toMatchObject({ title: "Title", about: "about it" });
		expect(parsed.lines.map((line) => [line.line, line.text, line.enabled, line.step !== undefined])).toEqual([
			[5, "A: map heap 4M # why", true, true],
			[6, "A: write heap", false, true],
			[7, "A: wirte heap", true, false],
		]);
		expect(parsed.problems).toMatchObject([
			{ line: 7, column: 3, length: 5, message: "there is no operation “wirte”; did you mean write?" },
		]);
		expect(printScenario(parsed)).toBe(text);
	});

	it("loses no line of any text", () => {
		const row = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom("A: map heap 4M", "# note", "# A: exit", "", "#", "  B: exit "));
		fc.assert(
			fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
				const text = rows.join("\n");
				const first = parseScenario(text);
				const again = parseScenario(printScenario(first));
				const kept = ({ line: _, ...rest }: (typeof first.lines)[number]) => rest;
				expect(again.lines.map(kept)).toEqual(first.lines.map(kept));
				expect(again.lines.length + again.problems.length).toBe(first.lines.length + first.problems.length);
			}),
			{ numRuns: 500 },
		);
	});
});
