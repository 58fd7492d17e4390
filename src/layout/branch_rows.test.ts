import { expect, test } from "vitest";
import { commit, plantTree } from "../history/branches.ts";
import { branchRows } from "./branch_rows.ts";

const line = (text: string, enabled = true) => ({ text, enabled });
type Line = ReturnType<typeof line>;
const same = (a: Line, b: Line) => a.text === b.text && a.enabled === b.enabled;
const START = ["map", "write", "clear", "read"].map((text) => line(text));

function rowsAfter(...edits: readonly (readonly Line[])[]) {
	let state = { tree: plantTree(START), head: { branch: 0, length: START.length } };
	for (const lines of edits) state = commit(state.tree, state.head, lines, same);
	return branchRows(state.tree, state.head);
}

test.each([
	["step 2 off", START.with(1, line("write", false))],
	["step 2: exit", START.with(1, line("exit"))],
	["step 1: exit", [line("exit"), ...START]],
	["without step 2", START.toSpliced(1, 1)],
	["without steps 1 to 2", START.slice(2)],
	["steps 2 to 3 reordered", [...START.slice(0, 1), ...START.slice(1, 3).reverse(), ...START.slice(3)]],
	["2 steps more after step 1", START.toSpliced(1, 0, line("a"), line("b"))],
	["2 for 1 steps after step 1", START.toSpliced(1, 1, line("a"), line("b"))],
])("a branch without a name is told by what it changes: %s", (words, lines) => {
	expect(rowsAfter(lines)[1]?.words).toBe(words);
});

test("a branch stands below the one that it came from, at the step where it leaves it", () => {
	const first = START.with(2, line("fork"));
	const rows = rowsAfter(first, START, START.toSpliced(3, 1, line("exit"), line("wait")), START.with(0, line("mmap")), first, [
		...first.slice(0, 3),
		line("exit"),
	]);
	expect(rows.map(({ id, parent, from, steps, here }) => [id, parent, from, steps, here])).toEqual([
		[0, -1, 0, 4, null],
		[1, 0, 2, 4, null],
		[4, 1, 3, 4, 4],
		[2, 0, 3, 5, null],
		[3, 3, 0, 4, null],
	]);
});
