/** What crosses between the page and the checker's worker. Types only. */
import type { Bit, Fate } from "../check/matrix.ts";
import type { Form } from "../check/matrix_rows.ts";
import type { ReportedFinding } from "../check/report.ts";
import type { Scope } from "../check/scope.ts";
import type { Answer } from "./protocol.ts";

/** Where an exploration stops, at the latest. */
export interface CheckLimits {
	/** Steps of the longest path. */
	readonly depth: number;
	/** Distinct states. */
	readonly states: number;
	/** Time of work; a pause does not count. */
	readonly seconds: number;
}

export interface CheckRequest extends CheckLimits {
	/** Id of a kernel, derived or not. */
	readonly kernel: string;
	readonly scope: Scope;
	/** Ids of ready-made properties. */
	readonly properties: readonly string[];
	/** A property of one's own: an expression that is never to be true of a page; empty for none. */
	readonly own: string;
}

export interface CheckProgress {
	readonly done: boolean;
	/** Why it ended before there was nothing left. */
	readonly limit: keyof CheckLimits | null;
	readonly depth: number;
	readonly states: number;
	readonly transitions: number;
	/** Part of the present depth that is done, 0 … 1. */
	readonly part: number;
	readonly findings: readonly ReportedFinding[];
}

export interface MatrixCell {
	readonly bit: Bit;
	readonly fate: Fate;
	readonly alsoSet: boolean;
	/** Lines of a scenario that shows it. */
	readonly script: readonly string[];
}

export interface MatrixLineView {
	readonly operation: string;
	readonly about: string;
	readonly form: Form;
	readonly cells: readonly MatrixCell[];
}

export interface Shrunk {
	readonly script: readonly string[];
	/** Steps of the scenario as it was. */
	readonly of: number;
	readonly property: string;
	readonly micro: number;
}

export interface CheckerWorker {
	/** Begins a new exploration; the one before is forgotten. */
	start(request: CheckRequest): Answer<null>;
	/** Explores for about so many milliseconds. Whoever does not ask again has paused it. */
	work(milliseconds: number): Answer<CheckProgress>;
	matrix(kernel: string): Answer<readonly MatrixLineView[]>;
	/** The shortest of these lines that still break what they break first. */
	shrink(kernel: string, lines: readonly string[]): Answer<Shrunk>;
}
