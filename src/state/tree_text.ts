/**
 * A tree of branches as plain data, for links, files and the browser's storage: texts instead of lines, and nothing that can be
 * computed. What comes back from there is checked as strictly as what a stranger sends.
 */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import { type Branch, branchLines, type Committed } from "../history/branches.ts";
import { MAX_STEPS, MAX_TEXT_LENGTH } from "../scenario/parse.ts";
import { linesFromText, refuseScript, type ScenarioLine, textOfLines } from "./scenario_lines.ts";

/** Branches that a tree may have. */
const MAX_BRANCHES = 5000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_STEPS));
const script = v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH));

const BRANCH = v.object({
	name: v.optional(v.pipe(v.string(), v.maxLength(60))),
	/** Index of the branch that it is an edit of, and how many of its steps counted. */
	of: v.optional(count),
	length: v.optional(count),
	at: v.optional(count),
	removed: v.optional(count),
	inserted: v.optional(script),
	grown: v.optional(script),
	deleted: v.optional(v.literal(true)),
});

export const TREE_TEXT = v.object({
	branches: v.pipe(v.array(BRANCH), v.minLength(1), v.maxLength(MAX_BRANCHES)),
	head: v.object({ branch: count, length: count }),
});

export type TreeText = v.InferOutput<typeof TREE_TEXT>;

export function treeText({ tree, head }: Committed<ScenarioLine>): TreeText {
	return { branches: tree.branches.map(branchText), head };
}

const texts = new WeakMap<object, TreeText["branches"][number]>();

/** Made once for a branch: saving a long session again must not spell all of it out again. */
function branchText(branch: Branch<ScenarioLine>): TreeText["branches"][number] {
	const known = texts.get(branch);
	if (known !== undefined) return known;
	const { name, parent, at, removed, inserted, grown, deleted } = branch;
	const text = {
		...(name === "" ? {} : { name }),
		...(parent === null ? {} : { of: parent.id, length: parent.length }),
		...(at === 0 ? {} : { at }),
		...(removed === 0 ? {} : { removed }),
		...(inserted.length === 0 ? {} : { inserted: textOfLines(inserted) }),
		...(grown.length === 0 ? {} : { grown: textOfLines(grown) }),
		...(deleted ? { deleted } : {}),
	};
	texts.set(branch, text);
	return text;
}

/** The tree that the data tells of, or where it contradicts itself. */
export function treeFromText({ branches, head }: TreeText): Result<Committed<ScenarioLine>, string> {
	const read: Branch<ScenarioLine>[] = [];
	/** Characters of all branches written out: what makes a small file a large one stops here. */
	let steps = 0;
	for (const [id, { name = "", of, length = 0, at = 0, removed = 0, inserted = "", grown = "", deleted = false }] of branches.entries()) {
		const where = `branches[${id}]`;
		if ((id === 0) !== (of === undefined)) return err(`${where}: the first branch, and only it, comes from no other`);
		if (of !== undefined && of >= id) return err(`${where}: it comes from branch ${of}, which is not before it`);
		const parent = of === undefined ? null : { id: of, length };
		const above = parent === null ? 0 : branchLines({ branches: read }, parent.id).length;
		if (length > above) return err(`${where}: it keeps ${length} steps of a branch that has ${above}`);
		if (at + removed > length) return err(`${where}: it leaves out steps up to ${at + removed} of ${length}`);
		read.push({ id, name, parent, at, removed, inserted: linesOf(inserted), grown: linesOf(grown), deleted });
		const lines = branchLines({ branches: read }, id);
		const refusal = refuseScript(lines);
		if (refusal !== null) return err(`${where}: ${refusal}`);
		steps += lines.length;
		if (steps > MAX_STEPS * 20) return err(`${where}: all branches together have too many steps`);
	}
	const standing = read[head.branch];
	if (standing === undefined) return err(`head.branch: there is no branch ${head.branch}`);
	if (head.length > branchLines({ branches: read }, head.branch).length) return err(`head.length: the branch has fewer steps`);
	return ok({ tree: { branches: read }, head });
}

function linesOf(text: string): ScenarioLine[] {
	return text === "" ? [] : linesFromText(text);
}
