/**
 * What is on the screen, in one store without React. Actions live in the files beside this one (`cursor.ts`, `selection.ts`,
 * `edits.ts`, …) and are plain functions. `cursor`, `moment`, `previous` and `inside` are always set together, so that no panel ever
 * draws one step's cursor over another step's entries.
 */
import { createStore } from "zustand/vanilla";
import type { Cursor, Film, Moment, TrackerId } from "../history/film.ts";
import type { BitQuestion } from "../history/inquiry.ts";
import type { Lens } from "../layout/lens.ts";
import type { Level } from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import type { MicroStep } from "../sim/include/transition.ts";
import type { ScenarioLine } from "./scenario_lines.ts";

export interface KernelChoice {
	/** As in kernels.json: `4.6.2`. */
	readonly id: string;
	/** `2016-06`; empty when unknown. */
	readonly released: string;
	/** One sentence; empty when unknown. */
	readonly about: string;
	/** This scenario was recorded on it. */
	readonly recorded: boolean;
	/** The machine models it. */
	readonly modelled: boolean;
}

export type Source = "recording" | "model";

/** A page of a region, selected in every panel at once. */
export interface Selection {
	readonly process: ProcessId;
	readonly region: string;
	/** Page of the region, from 0. */
	readonly page: number;
}

/** A page table: its process, its level (0 PTE … 3 PGD) and the virtual page number of its first page. */
export interface TableId {
	readonly process: ProcessId;
	readonly level: Level;
	readonly page: number;
}

/** How the model's step compares with the recorded one. */
export interface StepAgreement {
	readonly status: "as-recorded" | "differs" | "unmodelled";
	/** What differs: entries, frames, slots, vmas, result, events, … */
	readonly aspects: readonly string[];
	/** The first place that differs, or why the step is not modelled. */
	readonly where?: string;
}

export interface Scenario {
	/** Name of the recording that it is, or began as. */
	readonly name: string;
	/** One sentence for people. */
	readonly title: string;
	readonly lines: readonly ScenarioLine[];
	/** The lines are no longer those of the recording. */
	readonly edited: boolean;
}

/** What the stage is compared with. */
export type CompareTarget =
	| { readonly kind: "kernel"; readonly kernel: string; readonly source: Source }
	/** Another branch of the same scenario, on the same kernel, as modelled. */
	| { readonly kind: "branch"; readonly branch: number }
	/** Another moment of the same film: after so many steps. */
	| { readonly kind: "step"; readonly step: number };

/** A bit of a page whose life is drawn on the timeline. */
export type Watch = BitQuestion;

export interface StageState {
	readonly scenario: Scenario;
	readonly kernel: string;
	readonly kernels: readonly KernelChoice[];
	readonly source: Source;
	readonly film: Film | null;
	readonly cursor: Cursor;
	/** At the cursor; null until the first film is there. */
	readonly moment: Moment | null;
	/** One micro-step before the cursor, or one step when it stands between steps; null at the very start. */
	readonly previous: Moment | null;
	/** Micro-steps of the step that the cursor stands in or has just finished. */
	readonly inside: readonly MicroStep[];
	readonly selection: Selection | null;
	/** null: the table that holds the selected page. */
	readonly focusTable: TableId | null;
	readonly lens: Lens;
	/** Whose verdict the lens of that name shows; soft-dirty's where the chosen one is not at work. */
	readonly tracker: TrackerId;
	/** null: nothing is compared. */
	readonly compare: CompareTarget | null;
	/** In the order in which they were pinned. */
	readonly watches: readonly Watch[];
	readonly agreement: readonly StepAgreement[] | null;
	/** What went wrong and what can be done about it, in one or two sentences. */
	readonly problem: string | null;
	/** Whether `retry()` may help against `problem`. */
	readonly canRetry: boolean;
	/** Something worth knowing that is not wrong. */
	readonly notice: string | null;
	readonly loading: boolean;
	/** How far a run of the machine is that takes a while; null when none does. */
	readonly progress: { readonly done: number; readonly total: number } | null;
	readonly playing: boolean;
	/** Steps a second. */
	readonly speed: number;
}

export const EMPTY_SCENARIO: Scenario = { name: "", title: "", lines: [], edited: false };

export const INITIAL_STAGE: StageState = {
	scenario: EMPTY_SCENARIO,
	kernel: "",
	kernels: [],
	source: "recording",
	film: null,
	cursor: { step: 0, micro: 0 },
	moment: null,
	previous: null,
	inside: [],
	selection: null,
	focusTable: null,
	lens: "soft-dirty",
	tracker: "soft-dirty",
	compare: null,
	watches: [],
	agreement: null,
	problem: null,
	canRetry: false,
	notice: null,
	loading: false,
	progress: null,
	playing: false,
	speed: 1,
};

export const stage = createStore<StageState>(() => INITIAL_STAGE);

/** Says what went wrong; the screen keeps everything that it shows. */
export function setProblem(problem: string, canRetry = false): void {
	stage.setState({ problem, canRetry });
}

export function dismissProblem(): void {
	stage.setState({ problem: null, canRetry: false });
}

export function setNotice(notice: string | null): void {
	stage.setState({ notice });
}
