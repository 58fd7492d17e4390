/** The tree of scripts that edits made, where one stands in it, and what undo and redo go back and forth between. */
import { createStore } from "zustand/vanilla";
import { type BranchTree, type Committed, commit, type Head, headLines, plantTree, setDeleted } from "../history/branches.ts";
import { type ScenarioLine, sameLine, sameScript } from "./scenario_lines.ts";

/** What an undo brings back: where one stood, and which branches were deleted. */
export interface Mark {
	readonly head: Head;
	readonly deleted: readonly number[];
}

export interface EditHistory extends Committed<ScenarioLine> {
	/** Before each edit, oldest first. */
	readonly past: readonly Mark[];
	/** What was undone, next redo first. */
	readonly future: readonly Mark[];
	/** The session that it is kept as; null until there is something to keep. */
	readonly session: number | null;
}

/** Undos remembered; the oldest fall out. The branches stay. */
const REMEMBERED = 500;

export const editHistory = createStore<EditHistory>(() => ({ ...planted([]), past: [], future: [], session: null }));

/** A tree of one branch that holds these lines. */
export function planted(lines: readonly ScenarioLine[]): Committed<ScenarioLine> {
	return { tree: plantTree(lines), head: { branch: 0, length: lines.length } };
}

/** The tree of a scenario that is opened with edited lines: they are a branch of the original, where there is one. */
export function plantedOn(original: readonly ScenarioLine[], lines: readonly ScenarioLine[]): Committed<ScenarioLine> {
	if (original.length === 0) return planted(lines);
	const { tree, head } = planted(original);
	return commit(tree, head, lines, sameLine);
}

/** A scenario was opened: its undos begin anew. */
export function beginHistory(from: Committed<ScenarioLine>, session: number | null): void {
	editHistory.setState({ ...from, past: [], future: [], session });
}

/** Where one stands, if the tree is about these lines; else a new tree of them. */
export function standing(lines: readonly ScenarioLine[]): EditHistory {
	const history = editHistory.getState();
	const known = headLines(history.tree, history.head);
	return known === lines || sameScript(known, lines) ? history : { ...history, ...planted(lines), past: [], future: [] };
}

export function markOf({ tree, head }: Committed<ScenarioLine>): Mark {
	return { head, deleted: tree.branches.filter(({ deleted }) => deleted).map(({ id }) => id) };
}

/** Goes on from `before` to another tree or place in it, undoably. */
export function proceed(before: EditHistory, to: Committed<ScenarioLine>): void {
	editHistory.setState({ ...to, past: [...before.past.slice(-REMEMBERED + 1), markOf(before)], future: [] });
}

/** The tree as it is now, with the branches deleted that were at the mark. */
export function restored(tree: BranchTree<ScenarioLine>, { head, deleted }: Mark): Committed<ScenarioLine> {
	const wrong = tree.branches.filter((branch) => branch.deleted !== deleted.includes(branch.id));
	return { tree: wrong.reduce((all, { id, deleted: was }) => setDeleted(all, id, !was), tree), head };
}
