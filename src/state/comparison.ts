/** Keeps the other side beside the stage: its film, its moment, what differs here, and at which steps. */

import { branchLines } from "../history/branches.ts";
import { type Difference, isSame } from "../history/difference.ts";
import { type Divergence, explain, leadOf } from "../history/divergence.ts";
import type { Cursor, Film } from "../history/film.ts";
import { besideStep, compareSteps, differenceAfter, inLockstep, type OtherSide, pairDifference } from "../history/lockstep.ts";
import type { StepComparison } from "../history/step_comparison.ts";
import { branchName } from "../layout/branch_rows.ts";
import { afterPaint } from "./after_paint.ts";
import { comparison, NO_COMPARISON } from "./compare.ts";
import { moveTo } from "./cursor.ts";
import { nextStep, sameCursor } from "./cursor_math.ts";
import { editHistory } from "./edit_history.ts";
import { track } from "./idle.ts";
import { momentAt, momentsAt } from "./moments.ts";
import { filmElsewhere, filmOfLines } from "./open.ts";
import { select } from "./selection.ts";
import { type CompareTarget, stage } from "./stage.ts";

/** Steps told to the screen at once while a long film is compared. */
const BATCH = 64;

interface Opened {
	readonly film: Film;
	readonly target: CompareTarget;
	readonly side: OtherSide;
	readonly reasons: Map<number, Promise<Divergence | null>>;
}

let opened: Opened | null = null;
/** Resolves with the first step that differs, or null, as soon as that is known. */
let first: Promise<StepComparison | null> = Promise.resolve(null);
let generation = 0;
/** The last cursor that was asked for; older answers are dropped. */
let asked = 0;

/** Follows the stage until the returned function is called. */
export function startComparison(): () => void {
	let { film, compare, moment } = stage.getState();
	void reopen();
	const end = stage.subscribe((state) => {
		const another = state.film !== film || state.compare !== compare;
		const moved = state.moment !== moment;
		({ film, compare, moment } = state);
		if (another) void reopen();
		else if (moved) void refresh();
	});
	return () => {
		end();
		generation++;
		opened = null;
		comparison.setState(NO_COMPARISON);
	};
}

async function reopen(): Promise<void> {
	const mine = ++generation;
	opened = null;
	const { film, compare } = stage.getState();
	if (film === null || compare === null) {
		comparison.setState(NO_COMPARISON);
		return;
	}
	let found: (step: StepComparison | null) => void = () => {};
	first = new Promise((resolve) => {
		found = resolve;
	});
	try {
		const side = await track(sideOf(film, compare));
		if (mine !== generation) return;
		opened = { film, target: compare, side, reasons: new Map() };
		comparison.setState({ ...NO_COMPARISON, side, film: side.film, title: titleOf(compare, side) });
		await refresh();
		await track(scan(mine, film, side, found));
	} catch (error) {
		if (mine !== generation) return;
		const said = error instanceof Error ? error.message : String(error);
		comparison.setState({ ...NO_COMPARISON, problem: said });
	} finally {
		found(null);
	}
}

async function sideOf(film: Film, target: CompareTarget): Promise<OtherSide> {
	if (target.kind === "step") return besideStep(film, target.step);
	if (target.kind === "branch") {
		const { tree } = editHistory.getState();
		if (tree.branches[target.branch] === undefined) throw new Error("This branch is not there any more.");
		return inLockstep(film, await filmOfLines(branchLines(tree, target.branch)));
	}
	return inLockstep(film, await filmElsewhere({ kernel: target.kernel, source: target.source }));
}

function titleOf(target: CompareTarget, { film }: OtherSide): string {
	if (target.kind === "step") return target.step === 0 ? "the start" : `after step ${target.step}`;
	if (target.kind === "branch") return `“${branchName(editHistory.getState().tree, target.branch)}”`;
	const here = stage.getState();
	// Two sides of one kernel are told apart by where they come from.
	return film.kernel === here.kernel ? `${film.kernel} ${film.source === "model" ? "modelled" : "recorded"}` : film.kernel;
}

/** Sets the other's moment beside the stage's. Where it is at hand, both are painted at once. */
async function refresh(): Promise<void> {
	const now = opened;
	const { film, cursor, moment } = stage.getState();
	if (now === null || film === null || film !== now.film || moment === null) return;
	const mine = ++asked;
	const otherCursor = await track(now.side.cursorOf(cursor));
	const beside = otherCursor === null ? null : await track(momentsAt(now.side.film, otherCursor));
	const otherMoment = beside?.moment ?? null;
	if (mine !== asked || opened !== now || stage.getState().moment !== moment) return;
	const pair = otherCursor === null || otherMoment === null ? null : { here: moment, there: otherMoment, cursor, otherCursor };
	const difference = pair === null ? null : pairDifference(film, now.side, pair);
	comparison.setState({ at: moment, otherCursor, otherMoment, otherPrevious: beside?.previous ?? null, difference });
	afterPaint(() => {
		if (opened !== now || stage.getState().film !== film) return;
		const next = nextStep(film, cursor);
		if (!sameCursor(next, cursor))
			void now.side
				.cursorOf(next)
				.then((to) => (to === null ? null : momentAt(now.side.film, to)))
				.catch(() => {});
		void track(tellReason(now));
	});
}

/** Compares step after step; the screen learns of them as they come. */
async function scan(mine: number, film: Film, side: OtherSide, found: (step: StepComparison | null) => void): Promise<void> {
	const steps: StepComparison[] = [];
	let any = false;
	for await (const step of compareSteps(film, side)) {
		if (mine !== generation) return;
		steps.push(step);
		if (!any && step.state !== "same") {
			any = true;
			found(step);
		}
		if (steps.length % BATCH === 0) comparison.setState({ steps: [...steps] });
	}
	if (mine !== generation) return;
	comparison.setState({ steps, complete: true });
	if (opened !== null) await tellReason(opened);
}

/** Says what makes the difference that the present step shows. */
async function tellReason(now: Opened): Promise<void> {
	const { step, micro } = stage.getState().cursor;
	const done = micro > 0 ? step + 1 : step;
	const { steps } = comparison.getState();
	const last = steps.findLast((each) => each.step <= done && each.state === "parts");
	const differs = steps[done - 1]?.state !== "same";
	const reason = last === undefined || !differs ? null : await reasonFor(now, last.step);
	if (opened === now && comparison.getState().divergence !== reason) comparison.setState({ divergence: reason });
}

function reasonFor(now: Opened, step: number): Promise<Divergence | null> {
	const known = now.reasons.get(step) ?? findReason(now, step);
	now.reasons.set(step, known);
	known.catch(() => now.reasons.delete(step));
	return known;
}

async function findReason({ film, side, target }: Opened, step: number): Promise<Divergence | null> {
	const difference = await differenceAfter(film, side, step);
	if (difference === null) return null;
	const insides = { here: await insideOf(film), there: target.kind !== "kernel" ? side.film : await insideOf(side.film) };
	return explain(step, difference, side, insides);
}

/** A recording's kernel as it is modelled knows the functions; where it is not modelled, the recording must do. */
async function insideOf(film: Film): Promise<Film> {
	if (film.inquiry !== undefined) return film;
	try {
		const modelled = await filmElsewhere({ kernel: film.kernel, source: "model" });
		return modelled.kernel === film.kernel ? modelled : film;
	} catch {
		return film;
	}
}

/** To the first step after which the two differ, with a page that shows it selected; resolves with whether there is one. */
export async function goToFirstDifference(): Promise<boolean> {
	const found = await track(first);
	if (found === null) return false;
	await showStep(found.step);
	return true;
}

/** To the next (1) or previous (-1) step at which another difference arises; resolves with whether there is one. */
export async function goToDifference(by: 1 | -1): Promise<boolean> {
	const { cursor } = stage.getState();
	const { steps } = comparison.getState();
	const parts = steps.filter(({ state }) => state === "parts");
	const to =
		by > 0 ? parts.find(({ step }) => step > cursor.step) : parts.findLast(({ step }) => step < cursor.step + (cursor.micro > 0 ? 1 : 0));
	if (to === undefined) return false;
	await showStep(to.step);
	return true;
}

async function showStep(step: number): Promise<void> {
	const now = opened;
	const cursor: Cursor = { step, micro: 0 };
	await moveTo(cursor);
	if (now === null || opened !== now) return;
	const difference = await track(differenceAfter(now.film, now.side, step));
	if (difference === null || isSame(difference) || !sameCursor(stage.getState().cursor, cursor)) return;
	selectDiffering(difference);
}

/** Selects a page that shows the weightiest difference, unless the selected page differs already. */
function selectDiffering(difference: Difference): void {
	const { selection } = stage.getState();
	const here = difference.pages.some(
		({ process, region, at, n }) =>
			selection?.process === process && selection.region === region && selection.page >= at && selection.page < at + n,
	);
	const first = leadOf(difference)?.first;
	if (!here && first !== undefined && first !== null) select({ process: first.process, region: first.region, page: first.at });
}
