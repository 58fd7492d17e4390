/** The scenario language, read: one line to a step, a whole text to a scenario. Any text is accepted; what is wrong becomes problems. */
import { ok, type Result } from "../base/result.ts";
import type { Step } from "../sim/include/operation.ts";
import { readLine } from "./read_line.ts";
import type { ScenarioProblem } from "./tokens.ts";

/**
 * In front of a step that is switched off: a comment that reads as a step (`# A: write heap`). For the recorder it is a comment like any
 * other, so the text still runs on a real machine.
 */
export const DISABLED_MARK = "#";

/** Steps of one scenario; more are refused. */
export const MAX_STEPS = 100_000;
/** UTF-16 units of a scenario's text; more are refused. */
export const MAX_TEXT_LENGTH = 8 * 2 ** 20;

/** One step as it stands in a text. */
export interface ScenarioLine {
	/** Line number in the text, from 1. */
	readonly line: number;
	/** As written, without the disabled mark; a comment at its end included. */
	readonly text: string;
	readonly enabled: boolean;
	/** Absent when the line cannot be read. */
	readonly step?: Step;
	/** Comment and blank lines between the step before and this one, as written. */
	readonly notes: readonly string[];
}

export interface LineProblem extends ScenarioProblem {
	/** Line number in the text, from 1. */
	readonly line: number;
	readonly severity: "error" | "warning";
}

export interface ParsedScenario {
	/** The first comment line of the text, when it comes before every step; else empty. */
	readonly title: string;
	/** The comment lines right after it, joined; else empty. */
	readonly about: string;
	readonly lines: readonly ScenarioLine[];
	/** Comment and blank lines after the last step. */
	readonly notes: readonly string[];
	readonly problems: readonly LineProblem[];
}

/** Reads one line: `[P:] op arguments`, with or without a comment at its end. Never throws. */
export function parseLine(text: string): Result<Step, ScenarioProblem> {
	const { result } = readLine(text);
	return result.ok ? ok(result.value.step) : result;
}

/** Reads a whole text. Never throws; what cannot be read keeps its text and gets a problem. */
export function parseScenario(text: string): ParsedScenario {
	const problems: LineProblem[] = [];
	const refuse = (line: number, length: number, message: string, expected: string) =>
		problems.push({ line, severity: "error", column: 0, length, message, expected });
	if (text.length > MAX_TEXT_LENGTH) {
		refuse(1, 0, `the text has ${text.length} characters`, `at most ${MAX_TEXT_LENGTH} characters`);
		return { title: "", about: "", lines: [], notes: [], problems };
	}
	const rows = text.split(/\r\n|\n|\r/);
	// A newline at the end of the text ends its last line; it does not start another one.
	if (rows.at(-1) === "") rows.pop();
	const lines: ScenarioLine[] = [];
	const head = readHead(rows);
	let notes: string[] = [];
	for (let index = head.rows; index < rows.length; index++) {
		const row = rows[index] ?? "";
		const trimmed = row.trim();
		const disabled = disabledStep(trimmed);
		if (trimmed === "" || (trimmed.startsWith(DISABLED_MARK) && disabled === null)) {
			notes.push(row);
			continue;
		}
		if (lines.length === MAX_STEPS) {
			refuse(index + 1, row.length, "the scenario has too many steps", `at most ${MAX_STEPS} steps`);
			break;
		}
		const kept = { line: index + 1, text: disabled?.text ?? trimmed, enabled: disabled === null, notes };
		notes = [];
		const result = disabled === null ? parseLine(trimmed) : ok(disabled.step);
		lines.push(result.ok ? { ...kept, step: result.value } : kept);
		if (!result.ok)
			problems.push({ ...result.error, column: result.error.column + row.indexOf(trimmed), line: index + 1, severity: "error" });
	}
	return { title: head.title, about: head.about, lines, notes, problems };
}

/** The step that a comment line holds, or null when the line is no comment or its text is no step. */
function disabledStep(trimmed: string): { text: string; step: Step } | null {
	if (!trimmed.startsWith(DISABLED_MARK)) return null;
	const text = trimmed.slice(DISABLED_MARK.length).trim();
	const result = parseLine(text);
	return result.ok ? { text, step: result.value } : null;
}

/** The comment lines that the text starts with: the first names the scenario, the others say what it is about. */
function readHead(rows: readonly string[]): { title: string; about: string; rows: number } {
	const comments: string[] = [];
	for (const row of rows) {
		if (!row.startsWith("#") || disabledStep(row.trim()) !== null) break;
		comments.push(row.slice(1).trim());
	}
	return { title: comments[0] ?? "", about: comments.slice(1).join(" ").trim(), rows: comments.length };
}
