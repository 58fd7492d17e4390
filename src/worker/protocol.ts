/** What crosses between the page and the worker of the machine. Types only. */
import type { RunDigest } from "../history/digest.ts";
import type { Cursor, FilmStep, Moment } from "../history/film.ts";
import type { BitQuestion, Blame, LifeSegment } from "../history/inquiry.ts";
import type { StepComparison } from "../history/step_comparison.ts";
import type { MicroStep } from "../sim/include/transition.ts";
import type { PackedScript } from "./packed_script.ts";

/** A line as the person wrote it. */
export interface ScriptLine {
	readonly text: string;
	readonly enabled: boolean;
}

export interface OpenedRun {
	readonly run: number;
	/** Steps that it will have. */
	readonly total: number;
	/** Its first `steps` steps are those of another run, and done; null: of none. */
	readonly shared: { readonly run: number; readonly steps: number } | null;
}

export interface ComparedSteps {
	/** May be none although more will come: the worker looks up from time to time. */
	readonly steps: readonly StepComparison[];
	readonly isEnd: boolean;
}

/** Expected failures are answers; a rejection means a bug or a dead worker. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export interface MachineWorker {
	/** Plans the lines on a kernel and keeps the run, until `close`. Nothing is carried out yet but what it shares with another run. */
	open(kernel: string, script: PackedScript): Answer<OpenedRun>;
	/**
	 * Steps from index `from` on: a page of those that are done, or else of the next ones, which are carried out for a moment. So the
	 * worker is never deaf for long, and a long run crosses in pieces.
	 */
	more(run: number, from: number): Answer<readonly FilmStep[]>;
	at(run: number, cursor: Cursor): Answer<Moment>;
	microSteps(run: number, step: number): Answer<readonly MicroStep[]>;
	digest(run: number, steps: number): Answer<RunDigest>;
	/** How bits came to be what they are; looks at `most` steps before the cursor. */
	blame(run: number, questions: readonly BitQuestion[], cursor: Cursor, most: number): Answer<readonly Blame[]>;
	/** A bit after each of the steps `from … from+n`. */
	life(run: number, question: BitQuestion, from: number, n: number): Answer<readonly LifeSegment[]>;
	/** How two runs of one script compare after the steps from index `from` on: those that are known, or else the next ones. */
	compare(run: number, other: number, from: number): Answer<ComparedSteps>;
	close(run: number): void;
}
