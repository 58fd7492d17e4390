/** The tree of branches as rows under a timeline: where each leaves the one that it came from, and how far it goes. Pure. */
import { type Branch, type BranchTree, branchLines, type Head, sharedLines, shownBranches, shownParent } from "../history/branches.ts";

export interface BranchRow {
	readonly id: number;
	/** What it is called, or what it changes. */
	readonly words: string;
	readonly isNamed: boolean;
	/** Row of the branch that it came from; -1 for the first. */
	readonly parent: number;
	/** Steps that it shares with that one, and steps that it has. */
	readonly from: number;
	readonly steps: number;
	/** Steps at which one stands in it; null where one does not. */
	readonly here: number | null;
	/** The first branch stays. */
	readonly canDelete: boolean;
}

interface LineLike {
	readonly text: string;
	readonly enabled: boolean;
}

/** Rows in the order of the tree: each branch before those that came from it. */
export function branchRows<Line extends LineLike>(tree: BranchTree<Line>, head: Head): readonly BranchRow[] {
	const children = new Map<number | null, Branch<Line>[]>();
	for (const branch of shownBranches(tree)) {
		const parent = shownParent(tree, branch.id);
		children.set(parent, [...(children.get(parent) ?? []), branch]);
	}
	const rows: BranchRow[] = [];
	const visit = (branch: Branch<Line>, parent: number) => {
		const row = rows.length;
		const above = rows[parent];
		rows.push({
			id: branch.id,
			words: branchName(tree, branch.id),
			isNamed: branch.name !== "",
			parent,
			from: above === undefined ? 0 : sharedLines(tree, above.id, branch.id),
			steps: branchLines(tree, branch.id).length,
			here: head.branch === branch.id ? head.length : null,
			canDelete: branch.parent !== null,
		});
		for (const child of children.get(branch.id) ?? []) visit(child, row);
	};
	for (const root of children.get(null) ?? []) visit(root, -1);
	return rows;
}

/** What a branch is called, or what it changes; empty for one that the tree does not have. */
export function branchName<Line extends LineLike>(tree: BranchTree<Line>, id: number): string {
	const branch = tree.branches[id];
	if (branch === undefined) return "";
	return branch.name === "" ? changeWords(tree, branch) : branch.name;
}

/** `step 4 off`, `step 3: write heap`, `without step 2`, `2 steps in place of 3 from step 5 on`. */
function changeWords<Line extends LineLike>(tree: BranchTree<Line>, branch: Branch<Line>): string {
	if (branch.parent === null) return "first branch";
	const { at, removed, inserted, grown } = branch;
	const before = branchLines(tree, branch.parent.id)[at];
	const [first] = inserted;
	const step = at + 1;
	if (inserted.length === 1 && removed === 1 && first !== undefined && before !== undefined && first.text === before.text) {
		return `step ${step} ${first.enabled ? "on" : "off"}`;
	}
	if (inserted.length <= 1 && removed <= 1 && first !== undefined) return `step ${step}: ${first.text}`;
	if (inserted.length === 0 && removed === 1) return `without step ${step}`;
	if (inserted.length === 0 && removed > 0) return `without steps ${step} to ${at + removed}`;
	if (removed === inserted.length && sameSet(tree, branch)) return `steps ${step} to ${at + removed} reordered`;
	const [added] = grown;
	if (inserted.length + removed === 0) return added === undefined ? `up to step ${at}` : `after step ${at}: ${added.text}`;
	return removed === 0 ? `${inserted.length} steps more after step ${at}` : `${inserted.length} for ${removed} steps after step ${at}`;
}

function sameSet<Line extends LineLike>(tree: BranchTree<Line>, { parent, at, removed, inserted }: Branch<Line>): boolean {
	const taken = branchLines(tree, parent?.id ?? 0).slice(at, at + removed);
	const sorted = (lines: readonly Line[]) =>
		lines
			.map(({ text }) => text)
			.sort()
			.join("\n");
	return removed <= 1000 && sorted(taken) === sorted(inserted);
}
