import { beforeEach, describe, expect, test } from "vitest";
import { PRESETS } from "../trackers/lab/presets.ts";
import { labMessages } from "../worker/lab_jobs.ts";
import type { LabMessage } from "../worker/lab_protocol.ts";
import { settled } from "./idle.ts";
import { cancelLab, choosePreset, installLaboratory, lab, labScript, runLab, setPlan } from "./lab.ts";
import { labCsv, labJson } from "./lab_export.ts";
import { labHash, readLabHash } from "./lab_link.ts";
import { readPlan } from "./lab_plan.ts";

/** The real work, without a thread. */
function works(): void {
	installLaboratory((request, tell) => {
		for (const message of labMessages(request)) tell(message);
		return () => {};
	});
}

/** Somebody who only works when told to. */
function waits(): { tell: (message: LabMessage) => void; cancelled: () => boolean } {
	let heard: (message: LabMessage) => void = () => {};
	let ended = false;
	installLaboratory((_request, tell) => {
		heard = tell;
		return () => {
			ended = true;
		};
	});
	return { tell: (message) => heard(message), cancelled: () => ended };
}

const quick = () => {
	choosePreset("one-byte");
	const { plan } = lab.getState();
	setPlan({ ...plan, workload: { ...plan.workload, intervals: 2 } });
};

beforeEach(() => {
	lab.setState(lab.getInitialState(), true);
	quick();
});

describe("a run", () => {
	test("fills in what was told, and ends", async () => {
		works();
		runLab();
		await settled();
		const { status, run, share } = lab.getState();
		expect({ status, share }).toEqual({ status: "done", share: 1 });
		expect(run?.intervals["soft-dirty"]?.map(({ reported }) => reported)).toEqual([512, 512]);
		expect(run?.snapshot).not.toBeNull();
		expect(run?.migration?.page.converged).toBe(true);
		expect(run?.sweep["kvm-pml"]?.length).toBeGreaterThan(3);
	});

	test("is cancelled at once and keeps what it told", () => {
		const work = waits();
		runLab();
		work.tell({ kind: "path", path: "machine", trackers: ["soft-dirty"] });
		work.tell({ kind: "progress", share: 0.3, doing: "soft-dirty" });
		cancelLab();
		expect(work.cancelled()).toBe(true);
		expect(lab.getState()).toMatchObject({ status: "cancelled", run: { trackers: ["soft-dirty"] } });
	});

	test("that fails says why", () => {
		const work = waits();
		runLab();
		work.tell({ kind: "failed", problem: "no memory" });
		expect(lab.getState()).toMatchObject({ status: "failed", problem: "no memory" });
	});

	test("of a plan that is out of bounds is not started", () => {
		const { plan } = lab.getState();
		setPlan({ ...plan, workload: { ...plan.workload, writes: 1e12 } });
		runLab();
		expect(lab.getState()).toMatchObject({ status: "idle", run: null });
		expect(lab.getState().problem).toMatch(/workload\.writes.*expected writes in an interval from 0 to/);
	});

	test("gives the explorer its lines", async () => {
		works();
		expect(await labScript(lab.getState().plan, "fork", 0)).toEqual([
			"A: map heap 4M",
			"A: advise heap 4M hugepage",
			"A: write heap 4M",
			"A: fork B",
			"A: write heap+0x3000",
			"B: exit",
		]);
		expect(await labScript(lab.getState().plan, "kvm-pml", 0)).toBeNull();
	});
});

test("every preset is within the bounds, and its link brings it back", () => {
	for (const preset of PRESETS) {
		const { kernel, workload, migration, snapshot } = preset;
		const plan = { kernel, workload, migration, snapshot };
		expect(readPlan(plan)).toEqual({ ok: true, value: plan });
		expect(readLabHash(labHash(preset))).toEqual({ ok: true, value: plan });
	}
});

test("a link that is cut off, of another version, or out of bounds says so", () => {
	const hash = labHash(lab.getState().plan);
	expect(readLabHash(hash.slice(0, 60))).toMatchObject({ ok: false });
	expect(readLabHash("#lab=7.abc")).toEqual({
		ok: false,
		error: "This link to the lab is of version 7; this Pagewalk reads version 1.",
	});
	const { plan } = lab.getState();
	const wrong = labHash({ ...plan, workload: { ...plan.workload, pages: 1000 } });
	expect(readLabHash(wrong)).toMatchObject({ ok: false, error: expect.stringContaining("workload.pages") });
});

test("CSV has a row for each tracker and interval, JSON the plan and all of it", async () => {
	works();
	runLab();
	await settled();
	const { run } = lab.getState();
	if (run === null) throw new Error("nothing ran");
	const rows = labCsv(run).trimEnd().split("\r\n");
	expect(rows).toHaveLength(1 + run.trackers.length * 2);
	expect(new Set(rows.map((row) => row.split(",").length)).size).toBe(1);
	expect(JSON.parse(labJson(run))).toMatchObject({ plan: run.plan, intervals: { none: [{ written: 1 }, { written: 1 }] } });
});
