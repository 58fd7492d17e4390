/** What crosses between the page and the worker of the machine. Types only. */
import type { Cursor, FilmStep, Moment } from "../history/film.ts";

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
	close(run: number): void;
}
