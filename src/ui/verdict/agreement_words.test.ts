import { expect, test } from "vitest";
import type { StepAgreement } from "../../state/stage.ts";
import { summarizeAgreement } from "./agreement_words.ts";

const there = { name: "thp-free", kernel: "6.1", source: "recording" as const, edited: false, recorded: true, modelled: true };
const asRecorded: StepAgreement = { status: "as-recorded", aspects: [] };
const unmodelled: StepAgreement = { status: "unmodelled", aspects: [], where: "fork" };
const differs: StepAgreement = { status: "differs", aspects: ["entries", "pagemap"], where: "heap+0x3000" };

test("all steps as recorded", () => {
	expect(summarizeAgreement({ ...there, agreement: [asRecorded, asRecorded] })).toEqual({
		tone: "good",
		sign: "✓",
		words: "as recorded on 6.1",
		differsAt: null,
	});
});

test("a step that differs is named, with what differs, and can be gone to", () => {
	expect(summarizeAgreement({ ...there, agreement: [asRecorded, differs, differs] })).toMatchObject({
		tone: "bad",
		words: "model differs at step 2: entries, pagemap",
		differsAt: 1,
	});
});

test("steps that are not modelled yet are never counted as agreeing", () => {
	expect(summarizeAgreement({ ...there, agreement: [asRecorded, unmodelled, unmodelled] })).toMatchObject({
		tone: "plain",
		words: "as recorded on 6.1 for 1 of 3 steps; step 2 is not modelled yet",
	});
});

test.each([
	[{ ...there, edited: true, recorded: false }, "edited: no recording to compare"],
	[{ ...there, recorded: false }, "not recorded on 6.1: modelled only"],
	[{ ...there, name: "", edited: true }, "not recorded: modelled only"],
	[there, "recorded on 6.1"],
	[{ ...there, modelled: false }, "recorded on 6.1; not modelled yet"],
])("nothing to compare with is said as such (%#)", (around, words) => {
	expect(summarizeAgreement({ ...around, agreement: null })).toMatchObject({ tone: "plain", words });
});
