/** Edits of the scenario's lines, with undo and redo. Every edit replaces the lines; nothing that was there is lost. */
import type { Cursor } from "../history/film.ts";
import { editHistory } from "./edit_history.ts";
import { showLines } from "./open.ts";
import { linesFromText, newLine, refuseScript, type ScenarioLine, sameScript } from "./scenario_lines.ts";
import { setProblem, stage } from "./stage.ts";

/** Edits remembered; the oldest fall out. */
const REMEMBERED = 500;

function edit(lines: readonly ScenarioLine[], cursor: Cursor): void {
	const before = stage.getState().scenario.lines;
	const refusal = refuseScript(lines);
	if (refusal !== null) {
		setProblem(refusal);
		return;
	}
	if (sameScript(before, lines)) return;
	const { past } = editHistory.getState();
	editHistory.setState({ past: [...past.slice(-REMEMBERED + 1), before], future: [] });
	showLines(lines, cursor);
}

/** A step at the start of the edit that stays where it is: the cursor between steps. */
function here(): Cursor {
	return { step: stage.getState().cursor.step, micro: 0 };
}

/** Adds a line before index `at` and goes to where it has been carried out. */
export function addLine(at: number, text: string): void {
	const { lines } = stage.getState().scenario;
	const to = Math.min(Math.max(at, 0), lines.length);
	edit([...lines.slice(0, to), newLine(text.trim()), ...lines.slice(to)], { step: to + 1, micro: 0 });
}

/** Gives a line another text. */
export function editLine(id: number, text: string): void {
	const { lines } = stage.getState().scenario;
	edit(
		lines.map((line) => (line.id === id ? { ...line, text: text.trim() } : line)),
		here(),
	);
}

/** Removes a line; the cursor stays after the same steps. */
export function removeLine(id: number): void {
	const { lines } = stage.getState().scenario;
	const at = lines.findIndex((line) => line.id === id);
	const { step } = here();
	edit(
		lines.filter((line) => line.id !== id),
		{ step: at >= 0 && at < step ? step - 1 : step, micro: 0 },
	);
}

/** Moves a line to index `to` of the lines without it. */
export function moveLine(id: number, to: number): void {
	const { lines } = stage.getState().scenario;
	const moved = lines.find((line) => line.id === id);
	if (moved === undefined) return;
	const rest = lines.filter((line) => line.id !== id);
	const at = Math.min(Math.max(to, 0), rest.length);
	edit([...rest.slice(0, at), moved, ...rest.slice(at)], here());
}

/** Carries a line out, or leaves it out. */
export function toggleLine(id: number): void {
	const { lines } = stage.getState().scenario;
	edit(
		lines.map((line) => (line.id === id ? { ...line, enabled: !line.enabled } : line)),
		here(),
	);
}

/** Replaces the whole script by a typed one, one step a line, `#` before those that are left out. */
export function setText(text: string): void {
	edit(linesFromText(text, stage.getState().scenario.lines), here());
}

/** Takes the last edit back. */
export function undoEdit(): void {
	const { past, future } = editHistory.getState();
	const lines = past.at(-1);
	if (lines === undefined) return;
	editHistory.setState({ past: past.slice(0, -1), future: [stage.getState().scenario.lines, ...future] });
	showLines(lines, here());
}

/** Makes the edit again that was last taken back. */
export function redoEdit(): void {
	const { past, future } = editHistory.getState();
	const lines = future[0];
	if (lines === undefined) return;
	editHistory.setState({ past: [...past, stage.getState().scenario.lines], future: future.slice(1) });
	showLines(lines, here());
}
