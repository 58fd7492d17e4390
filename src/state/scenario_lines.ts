/** The lines of a scenario as the person edits them: text and whether it is carried out; `id` stays with a line that moves. */

export interface ScenarioLine {
	readonly id: number;
	/** One step in the scenario language, without the disabled mark. */
	readonly text: string;
	readonly enabled: boolean;
}

/** Most lines that a scenario may have, and most characters in one of them; what is longer is refused with a message. */
export const MAX_LINES = 100_000;
export const MAX_LINE_LENGTH = 254;

/** A line that starts with this is kept but not carried out. */
export const DISABLED_MARK = "#";

let nextId = 1;

/** A line with a new id. */
export function newLine(text: string, enabled = true): ScenarioLine {
	return { id: nextId++, text, enabled };
}

/** One line of a typed script: a leading `#` disables it. */
export function lineFromText(raw: string): ScenarioLine {
	const text = raw.trim();
	return text.startsWith(DISABLED_MARK) ? newLine(text.slice(DISABLED_MARK.length).trim(), false) : newLine(text);
}

/**
 * The lines of a typed script; blank lines are dropped. Lines that stay where they were, or that differ only in their text at
 * the same place, keep their id, so that the screen does not lose track of them.
 */
export function linesFromText(script: string, before: readonly ScenarioLine[] = []): ScenarioLine[] {
	const lines = script
		.split(/\r\n|\r|\n/)
		.filter((raw) => raw.trim() !== "")
		.map(lineFromText);
	const byText = new Map<string, ScenarioLine[]>();
	for (const line of before) byText.set(textOfLine(line), [...(byText.get(textOfLine(line)) ?? []), line]);
	const taken = new Set<number>();
	const kept = lines.map((line) => {
		const same = byText.get(textOfLine(line))?.shift();
		if (same !== undefined) taken.add(same.id);
		return same ?? line;
	});
	return kept.map((line, at) => {
		const there = before[at];
		if (taken.has(line.id) || there === undefined || taken.has(there.id)) return line;
		taken.add(there.id);
		return { ...line, id: there.id };
	});
}

/** A line as it is typed. */
export function textOfLine(line: ScenarioLine): string {
	return line.enabled ? line.text : `${DISABLED_MARK} ${line.text}`;
}

/** The script as it is typed, one step a line. */
export function textOfLines(lines: readonly ScenarioLine[]): string {
	return lines.map(textOfLine).join("\n");
}

/** Whether both say the same, whatever the ids. */
export function sameScript(a: readonly ScenarioLine[], b: readonly ScenarioLine[]): boolean {
	return a.length === b.length && a.every((line, at) => line.text === b[at]?.text && line.enabled === b[at]?.enabled);
}

/** Why this script cannot be kept, or null. */
export function refuseScript(lines: readonly ScenarioLine[]): string | null {
	if (lines.length > MAX_LINES) return `The scenario has ${lines.length} steps; at most ${MAX_LINES} can be kept.`;
	const long = lines.findIndex((line) => line.text.length > MAX_LINE_LENGTH);
	return long < 0 ? null : `Step ${long + 1} is longer than ${MAX_LINE_LENGTH} characters.`;
}
