/** The lab: a plan, and what its last run told. One run at a time; its worker ends with it. */
import { createStore } from "zustand/vanilla";
import type { MigrationResult } from "../trackers/lab/migration.ts";
import { type LabPlan, PRESETS } from "../trackers/lab/presets.ts";
import type { IntervalResult, Path } from "../trackers/lab/run_tracker.ts";
import type { SnapshotResult } from "../trackers/lab/snapshot.ts";
import type { SweepPoint } from "../trackers/lab/sweep.ts";
import type { TrackerId } from "../trackers/lab/tracker.ts";
import type { LabMessage, LabRequest } from "../worker/lab_protocol.ts";
import { track } from "./idle.ts";
import { readPlan } from "./lab_plan.ts";

export type ByTracker<T> = Readonly<Partial<Record<TrackerId, readonly T[]>>>;

/** What a run told so far. */
export interface LabRun {
	/** What was asked for; the form may have moved on. */
	readonly plan: LabPlan;
	readonly path: Path | null;
	readonly trackers: readonly TrackerId[];
	readonly intervals: ByTracker<IntervalResult>;
	readonly snapshot: SnapshotResult | null;
	readonly migration: { readonly page: MigrationResult; readonly mapping: MigrationResult } | null;
	readonly sweep: ByTracker<SweepPoint>;
}

export interface LabState {
	readonly plan: LabPlan;
	/** The preset that the plan is, if it is one. */
	readonly preset: string | null;
	readonly status: "idle" | "running" | "done" | "cancelled" | "failed";
	/** What went wrong, or what is wrong with the plan. */
	readonly problem: string | null;
	/** 0 … 1. */
	readonly share: number;
	readonly doing: string;
	readonly run: LabRun | null;
}

const [FIRST] = PRESETS.filter(({ id }) => id === "criu-predump");

function planOf({ kernel, workload, migration, snapshot }: LabPlan): LabPlan {
	return { kernel, workload, migration, snapshot };
}

export const lab = createStore<LabState>(() => {
	if (FIRST === undefined) throw new Error("the lab has no first preset");
	return { plan: planOf(FIRST), preset: FIRST.id, status: "idle", problem: null, share: 0, doing: "", run: null };
});

/** Starts a request and returns what cancels it: the worker's client, or a test's. */
export type Laboratory = (request: LabRequest, tell: (message: LabMessage) => void) => () => void;

let laboratory: Laboratory | null = null;
let cancelRun: (() => void) | null = null;

/** Says who does the work. */
export function installLaboratory(given: Laboratory): void {
	laboratory = given;
}

/** Puts a plan into the form. What was run stays on the screen. */
export function setPlan(plan: LabPlan): void {
	lab.setState({ plan: planOf(plan), preset: null, problem: null });
}

export function choosePreset(id: string): void {
	const preset = PRESETS.find((each) => each.id === id);
	if (preset !== undefined) lab.setState({ plan: planOf(preset), preset: id, problem: null });
}

/** Runs the plan of the form, instead of whatever runs. */
export function runLab(): void {
	const { plan } = lab.getState();
	const checked = readPlan(plan);
	if (!checked.ok) {
		lab.setState({ problem: checked.error });
		return;
	}
	cancelLab();
	const empty: LabRun = { plan, path: null, trackers: [], intervals: {}, snapshot: null, migration: null, sweep: {} };
	lab.setState({ status: "running", problem: null, share: 0, doing: "", run: empty });
	void track(
		new Promise<void>((resolve) => {
			const cancel = request({ kind: "run", plan }, (message) => {
				hear(message);
				if (message.kind === "done" || message.kind === "failed") {
					cancelRun = null;
					resolve();
				}
			});
			cancelRun = () => {
				cancel();
				resolve();
			};
		}),
	);
}

/** Ends the run at once; what it told so far stays. */
export function cancelLab(): void {
	if (cancelRun === null) return;
	cancelRun();
	cancelRun = null;
	lab.setState({ status: "cancelled" });
}

/** Lines of a scenario up to the end of an interval (from 0); null when there are too many, or the machine does not do this. */
export function labScript(plan: LabPlan, tracker: TrackerId, interval: number): Promise<readonly string[] | null> {
	return track(
		new Promise((resolve, reject) => {
			let lines: readonly string[] | null = null;
			request({ kind: "script", plan, tracker, interval }, (message) => {
				if (message.kind === "script") lines = message.lines;
				else if (message.kind === "done") resolve(lines);
				else if (message.kind === "failed") reject(new Error(message.problem));
			});
		}),
	);
}

function request(what: LabRequest, tell: (message: LabMessage) => void): () => void {
	if (laboratory === null) throw new Error("nobody was installed to do the lab's work");
	return laboratory(what, tell);
}

function hear(message: LabMessage): void {
	const { run } = lab.getState();
	if (run === null) return;
	switch (message.kind) {
		case "path":
			lab.setState({ run: { ...run, path: message.path, trackers: message.trackers } });
			return;
		case "progress":
			lab.setState({ share: message.share, doing: message.doing });
			return;
		case "interval":
			lab.setState({ run: { ...run, intervals: added(run.intervals, message.tracker, message.result) } });
			return;
		case "snapshot":
			lab.setState({ run: { ...run, snapshot: message.result } });
			return;
		case "migration":
			lab.setState({ run: { ...run, migration: { page: message.page, mapping: message.mapping } } });
			return;
		case "sweep":
			lab.setState({ run: { ...run, sweep: added(run.sweep, message.tracker, message.point) } });
			return;
		case "script":
			return;
		case "done":
			lab.setState({ status: "done", share: 1 });
			return;
		case "failed":
			lab.setState({ status: "failed", problem: message.problem });
	}
}

function added<T>(lists: ByTracker<T>, tracker: TrackerId, item: T): ByTracker<T> {
	return { ...lists, [tracker]: [...(lists[tracker] ?? []), item] };
}
