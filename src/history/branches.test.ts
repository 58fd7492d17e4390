import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
	type BranchTree,
	branchLines,
	commit,
	type Head,
	headLines,
	plantTree,
	renameBranch,
	setDeleted,
	sharedLines,
	shownBranches,
	shownParent,
} from "./branches.ts";

const same = (a: string, b: string) => a === b;
const START = ["map", "write", "clear", "read"];

function tree(...edits: readonly (readonly string[])[]) {
	let state = { tree: plantTree(START), head: { branch: 0, length: START.length } };
	for (const lines of edits) state = commit(state.tree, state.head, lines, same);
	return state;
}

describe("acting", () => {
	test("at the end grows the branch, in the past opens another and keeps the old future", () => {
		const grown = tree([...START, "fork"]);
		expect(grown.tree.branches).toHaveLength(1);
		const past = commit(grown.tree, grown.head, ["map", "write", "exit", "clear", "read", "fork"], same);
		expect(past.tree.branches).toHaveLength(2);
		expect(past.tree.branches[1]).toMatchObject({ parent: { id: 0, length: 5 }, at: 2, removed: 0, inserted: ["exit"] });
		expect(branchLines(past.tree, 0)).toEqual([...START, "fork"]);
	});

	test("so that a script comes about that is there already goes to its branch", () => {
		const back = tree(["map", "clear", "read"], START);
		expect(back.tree.branches).toHaveLength(2);
		expect(back.head).toEqual({ branch: 0, length: 4 });
		expect(tree(["map", "write"]).head).toEqual({ branch: 0, length: 2 });
	});

	test("before the end of a branch keeps what comes there", () => {
		const other = tree(["map", "write"], ["map", "write", "exit"]);
		expect(headLines(other.tree, other.head)).toEqual(["map", "write", "exit"]);
		expect(branchLines(other.tree, 0)).toEqual(START);
	});
});

test("a deleted branch is hidden, what grew out of it stays, and it comes back", () => {
	const two = tree(["map", "clear", "read"], ["map", "clear", "exit", "read"]);
	const hidden = setDeleted(two.tree, 1, true);
	expect(shownBranches(hidden).map(({ id }) => id)).toEqual([0, 2]);
	expect(shownParent(hidden, 2)).toBe(0);
	expect(headLines(hidden, two.head)).toEqual(["map", "clear", "exit", "read"]);
	expect(setDeleted(hidden, 1, false)).toEqual(two.tree);
	expect(renameBranch(two.tree, 2, "b").branches[2]?.name).toBe("b");
	expect(sharedLines(two.tree, 0, 2)).toBe(1);
});

/** What a person can do, against a plain list of all scripts that ever stood there. */
interface Model {
	readonly ever: string[][];
	past: string[][];
	future: string[][];
	lines: string[];
}

interface Real {
	tree: BranchTree<string>;
	head: Head;
	past: Head[];
	future: Head[];
}

const line = fc.constantFrom("map", "write", "clear", "read", "fork");
const place = fc.nat({ max: 12 });

function act(change: (lines: readonly string[]) => string[], words: string): fc.Command<Model, Real> {
	return {
		check: () => true,
		run(model, real) {
			const lines = change(model.lines);
			const before = headLines(real.tree, real.head);
			const committed = commit(real.tree, real.head, lines, same);
			if (before.join() !== lines.join()) {
				model.past.push(model.lines);
				model.future = [];
				real.past.push(real.head);
				real.future = [];
			}
			Object.assign(real, committed);
			model.lines = lines;
			model.ever.push(lines);
			verify(model, real);
		},
		toString: () => words,
	};
}

function verify(model: Model, real: Real): void {
	expect(headLines(real.tree, real.head)).toEqual(model.lines);
	const kept = real.tree.branches.map(({ id }) => branchLines(real.tree, id));
	// Nothing that ever stood there is lost.
	const lost = model.ever.filter((script) => !kept.some((lines) => script.every((each, i) => lines[i] === each)));
	expect(lost).toEqual([]);
}

function travel(from: "past" | "future", to: "past" | "future"): fc.Command<Model, Real> {
	return {
		check: (model) => model[from].length > 0,
		run(model, real) {
			model[to].push(model.lines);
			model.lines = model[from].pop() ?? [];
			real[to].push(real.head);
			real.head = real[from].pop() ?? real.head;
			verify(model, real);
		},
		toString: () => (from === "past" ? "undo" : "redo"),
	};
}

const commands = fc.commands(
	[
		fc.tuple(place, line).map(([at, text]) => act((lines) => lines.toSpliced(at, 0, text), `insert ${text} at ${at}`)),
		place.map((at) => act((lines) => lines.toSpliced(at, 1), `remove ${at}`)),
		fc
			.tuple(place, line)
			.map(([at, text]) => act((lines) => (at < lines.length ? lines.with(at, text) : [...lines]), `edit ${at} ${text}`)),
		fc
			.tuple(place, place)
			.map(([from, to]) =>
				act((lines) => lines.toSpliced(from, 1).toSpliced(to, 0, ...lines.slice(from, from + 1)), `move ${from} to ${to}`),
			),
		line.map((text) => act((lines) => [...lines, text], `append ${text}`)),
		fc.constant(travel("past", "future")),
		fc.constant(travel("future", "past")),
	],
	{ maxCommands: 40 },
);

test.prop([commands])("whatever is edited, undone and redone: the head is what it should be, and nothing is lost", (each) => {
	fc.modelRun(() => {
		const real: Real = { tree: plantTree(START), head: { branch: 0, length: START.length }, past: [], future: [] };
		return { model: { ever: [START], past: [], future: [], lines: START }, real };
	}, each);
});
