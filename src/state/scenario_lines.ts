/** The lines of a scenario as the person edits them: text and whether it is carried out; `id` stays with a line that moves. */
import { DISABLED_MARK, MAX_STEPS, MAX_TEXT_LENGTH, parseScenario } from "../scenario/parse.ts";
import { MAX_LINE_LENGTH } from "../scenario/tokens.ts";

export interface ScenarioLine {
	readonly id: number;
	/** One step in the scenario language, without the disabled mark. */
	readonly text: string;
	readonly enabled: boolean;
	/** Comment lines before the step, as typed. */
	readonly notes?: readonly string[];
	/** Comment lines after it, where it is the last step. */
	readonly after?: readonly string[];
}

let nextId = 1;

/** A line with a new id. */
export function newLine(text: string, enabled = true): ScenarioLine {
	return { id: nextId++, text, enabled };
}

/**
 * The lines of a typed script: what the language reads as steps, `# A: write heap` as one that is off. Other comments stay with the
 * step that they stand before; blank lines are dropped. Lines that stay where they were, or that differ only in their text at the
 * same place, keep their id, so that the screen does not lose track of them.
 */
export function linesFromText(script: string, before: readonly ScenarioLine[] = []): ScenarioLine[] {
	const lines = readLines(script);
	const byText = new Map<string, ScenarioLine[]>();
	// From the last on, so that the first of equal lines is taken from the end of its list.
	for (const line of before.toReversed()) {
		const same = byText.get(stepText(line));
		if (same === undefined) byText.set(stepText(line), [line]);
		else same.push(line);
	}
	const taken = new Set<number>();
	const kept = lines.map((line) => {
		const same = byText.get(stepText(line))?.pop();
		if (same === undefined) return line;
		taken.add(same.id);
		return sameLine(same, line) ? same : { ...line, id: same.id };
	});
	return kept.map((line, at) => {
		const there = before[at];
		if (taken.has(line.id) || there === undefined || taken.has(there.id)) return line;
		taken.add(there.id);
		return { ...line, id: there.id };
	});
}

function readLines(script: string): ScenarioLine[] {
	const rows = script.split(/\r\n|\r|\n/);
	const read = parseScenario(script).lines;
	let next = 0;
	/** The comments from the next row on, up to a row that is not passed over. */
	const notesUpTo = (end: number) => {
		const notes = rows.slice(next, end).filter((row) => row.trim() !== "");
		next = end + 1;
		return notes;
	};
	const lines = read.map(({ line, text, enabled }) => withNotes(newLine(text, enabled), notesUpTo(line - 1)));
	const rest = notesUpTo(rows.length);
	// A script that is too long is not read to its end; what is left are lines like others, so that it is refused and not cut.
	if (read.length >= MAX_STEPS || script.length > MAX_TEXT_LENGTH) return [...lines, ...rest.map((row) => newLine(row.trim()))];
	const last = lines.pop();
	if (last === undefined) return lines;
	return [...lines, rest.length === 0 ? last : { ...last, after: rest }];
}

function withNotes(line: ScenarioLine, notes: readonly string[]): ScenarioLine {
	return notes.length === 0 ? line : { ...line, notes };
}

/** The step as it is typed, without the comments around it. */
function stepText(line: ScenarioLine): string {
	return line.enabled ? line.text : `${DISABLED_MARK} ${line.text}`;
}

/** A line as it is typed, with its comments. */
export function textOfLine(line: ScenarioLine): string {
	if (line.notes === undefined && line.after === undefined) return stepText(line);
	return [...(line.notes ?? []), stepText(line), ...(line.after ?? [])].join("\n");
}

/** The script as it is typed, one step a line. */
export function textOfLines(lines: readonly ScenarioLine[]): string {
	return lines.map(textOfLine).join("\n");
}

/** Whether both are typed alike, whatever the ids. */
export function sameLine(a: ScenarioLine, b: ScenarioLine): boolean {
	return a === b || (textOfLine(a) === textOfLine(b) && a.enabled === b.enabled);
}

/** Whether both say the same, whatever the ids. */
export function sameScript(a: readonly ScenarioLine[], b: readonly ScenarioLine[]): boolean {
	return a.length === b.length && a.every((line, at) => b[at] !== undefined && sameLine(line, b[at]));
}

/** Why this script cannot be kept, or null. */
export function refuseScript(lines: readonly ScenarioLine[]): string | null {
	if (lines.length > MAX_STEPS) return `The scenario has ${lines.length} steps; at most ${MAX_STEPS} can be kept.`;
	const long = lines.findIndex((line) => line.text.length > MAX_LINE_LENGTH);
	if (long >= 0) return `Step ${long + 1} is longer than ${MAX_LINE_LENGTH} characters.`;
	const length = lines.reduce((sum, line) => sum + textOfLine(line).length + 1, 0);
	return length > MAX_TEXT_LENGTH ? `The scenario has ${length} characters; at most ${MAX_TEXT_LENGTH} can be kept.` : null;
}
