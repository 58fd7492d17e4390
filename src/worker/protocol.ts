/** What crosses between the page and the worker of the machine. Types only. */
import type { Cursor, FilmStep, Moment } from "../history/film.ts";
import type { BitQuestion, Blame, LifeSegment } from "../history/inquiry.ts";

/** A line as the person wrote it. */
export interface ScriptLine {
	readonly text: string;
	readonly enabled: boolean;
}

export interface OpenedRun {
	readonly run: number;
	readonly steps: readonly FilmStep[];
}

/** Expected failures are answers; a rejection means a bug or a dead worker. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export interface MachineWorker {
	/** Runs the lines on a kernel and keeps the run, until `close`. */
	open(kernel: string, lines: readonly ScriptLine[]): Answer<OpenedRun>;
	at(run: number, cursor: Cursor): Answer<Moment>;
	/** How bits came to be what they are; looks at `most` steps before the cursor. */
	blame(run: number, questions: readonly BitQuestion[], cursor: Cursor, most: number): Answer<readonly Blame[]>;
	/** A bit after each of the steps `from … from+n`. */
	life(run: number, question: BitQuestion, from: number, n: number): Answer<readonly LifeSegment[]>;
	close(run: number): void;
}
