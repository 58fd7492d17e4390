/** The link of what is on the screen, and the screen of a link. */
import { ok } from "../base/result.ts";
import { branchLines, type Committed, commit, headLines } from "../history/branches.ts";
import { editHistory } from "./edit_history.ts";
import type { Link } from "./link_type.ts";
import { MAX_SCRIPT } from "./link_words.ts";
import { opened } from "./open.ts";
import { judgePromise, knownPromise, learnPromise } from "./promise.ts";
import { linesFromText, refuseScript, type ScenarioLine, sameLine, sameScript, textOfLines } from "./scenario_lines.ts";
import { branchesOfSession, type Session } from "./session.ts";
import { type CompareTarget, type StageState, setProblem, stage } from "./stage.ts";
import { type TreeText, treeFromText, treeText } from "./tree_text.ts";
import { linkHash, MAX_LINK } from "./url.ts";

const scripts = new WeakMap<readonly ScenarioLine[], string>();
const trees = new WeakMap<object, TreeText>();

function scriptOf(lines: readonly ScenarioLine[]): string {
	const script = scripts.get(lines) ?? textOfLines(lines);
	scripts.set(lines, script);
	return script;
}

/** The branches, unless there is only the one on the screen. */
function branchesOf(): TreeText | undefined {
	const { tree, head } = editHistory.getState();
	if (tree.branches.length === 1) return undefined;
	const known = trees.get(head);
	if (known !== undefined && known.branches.length === tree.branches.length) return known;
	const text = treeText({ tree, head });
	trees.set(head, text);
	return text;
}

/** The link to exactly this state; null before anything is open. */
export function currentLink(state: StageState = stage.getState()): Link | null {
	const { scenario, kernel, source, film, cursor, selection, lens, compare, watches } = state;
	if (scenario.name === "" && scenario.lines.length === 0) return null;
	const branches = branchesOf();
	const promise = film === null ? undefined : knownPromise(film, cursor.step);
	return {
		scenario: scenario.name,
		...(scenario.edited ? { script: scriptOf(scenario.lines) } : {}),
		...(branches === undefined ? {} : { branches }),
		kernel,
		source,
		cursor,
		...(selection === null ? {} : { selection }),
		lens,
		...(compare === null ? {} : { compare }),
		...(watches.length === 0 ? {} : { watches }),
		...(promise === undefined ? {} : { promise }),
	};
}

/** The hash of the current state; empty before anything is open, and for what is too long for a link. */
export function currentHash(): string {
	const link = currentLink();
	if (link === null || (link.script?.length ?? 0) > MAX_SCRIPT) return "";
	const hash = linkHash(link);
	return hash.length > MAX_LINK ? "" : hash;
}

/** The same with what it promises of the run; null when it is too long for a link. */
export async function promisingHash(): Promise<string | null> {
	const { film, cursor } = stage.getState();
	if (film !== null) await learnPromise(film, cursor.step);
	return currentHash() || null;
}

/** Where the link stands in the session, if all that it holds is there: then the session's other branches and undos belong to it. */
function standingIn(link: Link, session: Session): Committed<ScenarioLine> | null {
	const own = branchesOfSession(session);
	const theirs = link.branches === undefined ? null : treeFromText(link.branches);
	if (!own.ok || session.scenario !== link.scenario || theirs?.ok === false) return null;
	const { tree, head } = own.value;
	const find = (lines: readonly ScenarioLine[]) => commit(tree, head, lines, sameLine);
	if (theirs === null) {
		const found = link.script === undefined ? null : find(linesFromText(link.script));
		return found?.tree === tree ? found : null;
	}
	const isThere = theirs.value.tree.branches.every(({ id, deleted }) => deleted || find(branchLines(theirs.value.tree, id)).tree === tree);
	return isThere ? find(headLines(theirs.value.tree, theirs.value.head)) : null;
}

/** What is compared, unless it is a branch that is not there, or was deleted. */
export function comparedIn({ tree }: Committed<ScenarioLine>, compare: CompareTarget | null): CompareTarget | null {
	return compare?.kind === "branch" && tree.branches[compare.branch]?.deleted !== false ? null : compare;
}

/** The same branch in the session, whatever number it has there. */
function comparedInSession(link: Link, session: Committed<ScenarioLine>): CompareTarget | null {
	const { compare = null, branches } = link;
	const theirs = compare?.kind !== "branch" || branches === undefined ? null : treeFromText(branches);
	if (compare?.kind !== "branch" || theirs?.ok !== true) return compare?.kind === "branch" ? null : compare;
	const lines = branchLines(theirs.value.tree, compare.branch);
	const own = session.tree.branches.find(({ id, deleted }) => !deleted && sameScript(branchLines(session.tree, id), lines));
	return own === undefined ? null : { kind: "branch", branch: own.id };
}

/** Opens what a link asks for, as a part of `session` if it is one; resolves with whether it could be tried. */
export async function openLink(link: Link, session: Session | null = null): Promise<boolean> {
	const standing = session === null ? null : standingIn(link, session);
	if (session !== null && standing !== null) {
		const { compare: _, ...rest } = link;
		const compare = comparedInSession(link, standing);
		return show({ ...rest, ...(compare === null ? {} : { compare }) }, ok(standing), session.id);
	}
	return show(link, link.branches === undefined ? null : treeFromText(link.branches), null);
}

async function show(link: Link, tree: ReturnType<typeof treeFromText> | null, session: number | null): Promise<boolean> {
	const { scenario, script, branches: _, promise: __, compare: asked = null, watches = [], ...rest } = link;
	const compare = tree?.ok === true ? comparedIn(tree.value, asked) : asked;
	const wish = session === null ? rest : { ...rest, session };
	const lines = script === undefined || tree !== null ? undefined : linesFromText(script);
	const refusal = tree?.ok === false ? tree.error : lines === undefined ? null : refuseScript(lines);
	if (refusal !== null) {
		setProblem(`The link was not opened: ${refusal}`);
		return false;
	}
	await opened(scenario, {
		...wish,
		compare,
		watches,
		...(lines === undefined ? {} : { lines }),
		...(tree?.ok === true ? { branches: tree.value } : {}),
	});
	if (stage.getState().problem !== null) return false;
	await judgePromise(link);
	return true;
}
