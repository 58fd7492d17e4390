/** Edits of the scenario's lines, with undo and redo. An edit in the past opens a branch; nothing that was there is lost. */
import { branchLines, type Committed, commit, headLines, renameBranch, setDeleted, shownParent } from "../history/branches.ts";
import type { Cursor } from "../history/film.ts";
import { editHistory, type Mark, markOf, proceed, restored, standing } from "./edit_history.ts";
import { showLines } from "./open.ts";
import { linesFromText, newLine, refuseScript, type ScenarioLine, sameLine, sameScript } from "./scenario_lines.ts";
import { setProblem, stage } from "./stage.ts";

/** Characters that the name of a branch may have. */
export const MAX_BRANCH_NAME = 60;

function edit(lines: readonly ScenarioLine[], cursor: Cursor): void {
	const before = stage.getState().scenario.lines;
	const refusal = refuseScript(lines);
	if (refusal !== null) {
		setProblem(refusal);
		return;
	}
	if (sameScript(before, lines)) return;
	const history = standing(before);
	const { tree, head } = commit(history.tree, history.head, lines, sameLine);
	proceed(history, { tree, head });
	showLines(headLines(tree, head), cursor);
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

/** Takes the last edit back; what it made stays as a branch. */
export function undoEdit(): void {
	const { tree, head, past, future } = editHistory.getState();
	const mark = past.at(-1);
	if (mark === undefined) return;
	travel(restored(tree, mark), past.slice(0, -1), [markOf({ tree, head }), ...future]);
}

/** Makes the edit again that was last taken back. */
export function redoEdit(): void {
	const { tree, head, past, future } = editHistory.getState();
	const mark = future[0];
	if (mark === undefined) return;
	travel(restored(tree, mark), [...past, markOf({ tree, head })], future.slice(1));
}

function travel(to: Committed<ScenarioLine>, past: readonly Mark[], future: readonly Mark[]): void {
	editHistory.setState({ ...to, past, future });
	showHead();
}

/** Goes to a branch, at the same step; undo comes back. */
export function switchBranch(id: number): void {
	const before = standing(stage.getState().scenario.lines);
	const head = { branch: id, length: branchLines(before.tree, id).length };
	if (head.branch === before.head.branch && head.length === before.head.length) return;
	proceed(before, { tree: before.tree, head });
	showHead();
}

/** Gives a branch a name; an empty one tells it by what it changes. */
export function nameBranch(id: number, name: string): void {
	const { tree } = editHistory.getState();
	editHistory.setState({ tree: renameBranch(tree, id, name.trim().slice(0, MAX_BRANCH_NAME)) });
}

/** Hides a branch, undoably; who stands in it goes to the one that it came from. The first branch stays. */
export function deleteBranch(id: number): void {
	const before = standing(stage.getState().scenario.lines);
	const parent = shownParent(before.tree, id);
	if (parent === null) return;
	const here = before.head.branch === id;
	const head = here ? { branch: parent, length: branchLines(before.tree, parent).length } : before.head;
	proceed(before, { tree: setDeleted(before.tree, id, true), head });
	if (here) showHead();
}

function showHead(): void {
	const { tree, head } = editHistory.getState();
	showLines(headLines(tree, head), here());
}
