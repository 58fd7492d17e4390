import { expect, test } from "vitest";
import type { FilmStep } from "../history/film.ts";
import { PRESETS } from "../trackers/lab/presets.ts";
import { labMessages } from "./lab_jobs.ts";
import type { LabMessage } from "./lab_protocol.ts";
import { machineRuns } from "./runs.ts";

const [first] = PRESETS.filter(({ id }) => id === "one-byte");
if (first === undefined) throw new Error("the preset is gone");
const plan = first;
const quick = { ...plan, workload: { ...plan.workload, writes: 10, intervals: 2 } };

function messages(kind: "run" | "script"): LabMessage[] {
	return [...labMessages(kind === "run" ? { kind, plan: quick } : { kind, plan: quick, tracker: "soft-dirty", interval: 1 })];
}

test("a run tells every interval of every tracker, the consequences, and its end; progress only grows", () => {
	const told = messages("run");
	expect(told[0]).toMatchObject({ kind: "path", path: "machine" });
	const trackers = told[0]?.kind === "path" ? told[0].trackers : [];
	expect(trackers).toContain("uffd-async");
	for (const tracker of trackers) {
		expect(told.filter((message) => message.kind === "interval" && message.tracker === tracker)).toHaveLength(2);
	}
	expect(told.some(({ kind }) => kind === "snapshot") && told.some(({ kind }) => kind === "migration")).toBe(true);
	expect(told.at(-1)).toEqual({ kind: "done" });
	const shares = told.flatMap((message) => (message.kind === "progress" ? [message.share] : []));
	expect(shares).toEqual(shares.toSorted((a, b) => a - b));
	expect(shares.at(-1)).toBeLessThanOrEqual(1);
});

test("an interval becomes lines of a scenario", () => {
	const [script] = messages("script");
	const lines = script?.kind === "script" ? (script.lines ?? []) : [];
	expect(lines.slice(0, 5)).toEqual([
		"A: map heap 4M",
		"A: advise heap 4M hugepage",
		"A: write heap 4M",
		"A: clear_refs",
		"A: write heap+0x3000",
	]);
	expect(lines.filter((line) => line === "A: clear_refs")).toHaveLength(2);
});

test.each(["none", "soft-dirty", "uffd-sync", "uffd-sync-huge", "uffd-async", "mprotect", "fork"] as const)(
	"the explorer carries out every line of a run under %s",
	(tracker) => {
		const workload = { ...plan.workload, pattern: { kind: "list" as const, pages: [3, 700, 3] }, huge: 0.5, writes: 3, drops: 1 };
		const request = { kind: "script" as const, plan: { ...plan, workload }, tracker, interval: 1 };
		const [script] = [...labMessages(request)];
		const lines = script?.kind === "script" ? (script.lines ?? []) : [];
		const machine = machineRuns();
		const opened = machine.open(plan.kernel, { texts: lines, off: [] });
		if (!opened.ok) throw new Error(opened.problem);
		const { run, total } = opened.value;
		const steps: FilmStep[] = [];
		while (steps.length < total) {
			const more = machine.more(run, steps.length);
			if (!more.ok) throw new Error(more.problem);
			steps.push(...more.value);
		}
		expect(steps.length).toBe(lines.length);
		expect(steps.filter(({ status }) => status !== "done" && status !== "blocked").map(({ text, status }) => `${status}: ${text}`)).toEqual(
			[],
		);
	},
);

test("an unknown kernel is a message", () => {
	expect([...labMessages({ kind: "run", plan: { ...plan, kernel: "9.9" } })]).toEqual([
		{ kind: "failed", problem: "The machine has no kernel 9.9." },
	]);
});
