/**
 * The log of a session: a tree of scripts. A branch is an edit of another one, kept as the edit (what was taken out of its parent's
 * lines at one place and put there instead, and what was added at the end since), so that a thousand branches of a long script cost
 * little more than the script. Nothing is ever taken out of the tree: undo only moves the head, and a deleted branch is hidden.
 */
import { present } from "../base/assert.ts";

export interface Branch<Line> {
	readonly id: number;
	/** Given by the person; empty: told by what it changes. */
	readonly name: string;
	/** The branch that it is an edit of, and how many of its lines counted then; null for the first one. */
	readonly parent: { readonly id: number; readonly length: number } | null;
	/** Index of the first line that differs from the parent's. */
	readonly at: number;
	/** How many of the parent's lines are left out from there on. */
	readonly removed: number;
	/** What stands there instead. */
	readonly inserted: readonly Line[];
	/** Lines added at the end afterwards. */
	readonly grown: readonly Line[];
	readonly deleted: boolean;
}

/** Where one stands: at the first `length` lines of a branch. */
export interface Head {
	readonly branch: number;
	readonly length: number;
}

export interface BranchTree<Line> {
	/** By id: `branches[id]`. The first is the root. */
	readonly branches: readonly Branch<Line>[];
}

export type SameLine<Line> = (a: Line, b: Line) => boolean;

export function plantTree<Line>(lines: readonly Line[]): BranchTree<Line> {
	return { branches: [{ id: 0, name: "", parent: null, at: 0, removed: 0, inserted: lines, grown: [], deleted: false }] };
}

/** Lines of branches, made once each; a branch that grows is another object. */
const made = new WeakMap<object, readonly unknown[]>();

export function branchOf<Line>(tree: BranchTree<Line>, id: number): Branch<Line> {
	return present(tree.branches[id], `branch ${id}`);
}

/** All lines of a branch. */
export function branchLines<Line>(tree: BranchTree<Line>, id: number): readonly Line[] {
	const branch = branchOf(tree, id);
	const known = made.get(branch);
	// Only this function puts lines there, and a branch holds lines of one kind.
	if (known !== undefined) return known as readonly Line[];
	const from = branch.parent === null ? [] : branchLines(tree, branch.parent.id).slice(0, branch.parent.length);
	const lines = [...from.slice(0, branch.at), ...branch.inserted, ...from.slice(branch.at + branch.removed), ...branch.grown];
	made.set(branch, lines);
	return lines;
}

export function headLines<Line>(tree: BranchTree<Line>, head: Head): readonly Line[] {
	const lines = branchLines(tree, head.branch);
	return head.length === lines.length ? lines : lines.slice(0, head.length);
}

export interface Committed<Line> {
	readonly tree: BranchTree<Line>;
	readonly head: Head;
}

/**
 * Makes `lines` what stands at the head. Lines added at the end of a branch grow it; a script that a branch already begins with moves
 * the head there; anything else opens a branch.
 */
export function commit<Line>(tree: BranchTree<Line>, head: Head, lines: readonly Line[], same: SameLine<Line>): Committed<Line> {
	const found = findBranch(tree, head, lines, same);
	if (found !== null) return { tree, head: found };
	const before = headLines(tree, head);
	const branch = branchOf(tree, head.branch);
	let at = 0;
	while (at < before.length && at < lines.length && sameAt(before[at], lines[at], same)) at++;
	if (at === before.length && head.length === branchLines(tree, head.branch).length) {
		const grown: Branch<Line> = { ...branch, grown: [...branch.grown, ...lines.slice(at)] };
		return { tree: replaced(tree, grown), head: { branch: branch.id, length: lines.length } };
	}
	let tail = 0;
	const most = Math.min(before.length, lines.length) - at;
	while (tail < most && sameAt(before[before.length - 1 - tail], lines[lines.length - 1 - tail], same)) tail++;
	const opened: Branch<Line> = {
		id: tree.branches.length,
		name: "",
		parent: { id: branch.id, length: head.length },
		at,
		removed: before.length - tail - at,
		inserted: lines.slice(at, lines.length - tail),
		grown: [],
		deleted: false,
	};
	return { tree: { branches: [...tree.branches, opened] }, head: { branch: opened.id, length: lines.length } };
}

export function renameBranch<Line>(tree: BranchTree<Line>, id: number, name: string): BranchTree<Line> {
	return replaced(tree, { ...branchOf(tree, id), name });
}

/** Hides a branch, or shows it again. What grew out of it stays. */
export function setDeleted<Line>(tree: BranchTree<Line>, id: number, deleted: boolean): BranchTree<Line> {
	return replaced(tree, { ...branchOf(tree, id), deleted });
}

/** The branches that are not hidden, in the order in which they were opened. */
export function shownBranches<Line>(tree: BranchTree<Line>): readonly Branch<Line>[] {
	return tree.branches.filter(({ deleted }) => !deleted);
}

/** The branch that a hidden parent's place is taken by: the nearest one above that is shown; null for the root. */
export function shownParent<Line>(tree: BranchTree<Line>, id: number): number | null {
	for (let { parent } = branchOf(tree, id); parent !== null; ) {
		const above = branchOf(tree, parent.id);
		if (!above.deleted) return above.id;
		({ parent } = above);
	}
	return null;
}

/** How many lines a branch shares with another from the start on. */
export function sharedLines<Line>(tree: BranchTree<Line>, a: number, b: number): number {
	const mine = branchLines(tree, a);
	const theirs = branchLines(tree, b);
	let count = 0;
	while (count < mine.length && count < theirs.length && mine[count] === theirs[count]) count++;
	return count;
}

/** A shown branch that begins with these lines, the present one first. */
function findBranch<Line>(tree: BranchTree<Line>, head: Head, lines: readonly Line[], same: SameLine<Line>): Head | null {
	const others = tree.branches.filter(({ id, deleted }) => id !== head.branch && !deleted).reverse();
	for (const { id } of [branchOf(tree, head.branch), ...others]) {
		const own = branchLines(tree, id);
		if (own.length >= lines.length && lines.every((line, i) => sameAt(own[i], line, same))) return { branch: id, length: lines.length };
	}
	return null;
}

function sameAt<Line>(a: Line | undefined, b: Line | undefined, same: SameLine<Line>): boolean {
	return a === b || (a !== undefined && b !== undefined && same(a, b));
}

function replaced<Line>(tree: BranchTree<Line>, branch: Branch<Line>): BranchTree<Line> {
	return { branches: tree.branches.with(branch.id, branch) };
}
