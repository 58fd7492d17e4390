/** Going through the pages that a verdict names, one after the other. */
import type { Moment, PageVerdict, TrackerId, TrackerVerdict, Verdict } from "../history/film.ts";
import { select } from "./selection.ts";
import { type Selection, stage } from "./stage.ts";

export type VerdictList = "written" | "missed" | "spurious" | "dropped";

/** The verdict on a tracker; undefined where it is not at work. */
export function verdictOf(moment: Moment, tracker: TrackerId): Verdict | TrackerVerdict | undefined {
	return tracker === "soft-dirty" ? moment.verdict : moment.trackers?.verdicts.find((verdict) => verdict.tracker === tracker);
}

/** The moment as the chosen tracker sees it, for the lens that shows verdicts. */
export function judgedBy(moment: Moment, tracker: TrackerId): Moment {
	const verdict = verdictOf(moment, tracker) ?? moment.verdict;
	return verdict === moment.verdict ? moment : { ...moment, verdict };
}

/** The page after the selected one in the list, or the first; null when the list is empty. */
export function nextOf(list: readonly PageVerdict[], selection: Selection | null): Selection | null {
	const at = list.findIndex(
		({ process, region, page }) => process === selection?.process && region === selection.region && page === selection.page,
	);
	const next = list[(at + 1) % Math.max(list.length, 1)];
	return next === undefined ? null : { process: next.process, region: next.region, page: next.page };
}

/** Selects the next page of one of the lists of the verdict on soft-dirty; nothing happens when it is empty. */
export function selectNextOf(which: VerdictList): void {
	const { moment } = stage.getState();
	if (moment !== null) selectNext(moment.verdict[which]);
}

/** Selects the next page of a list. */
export function selectNext(list: readonly PageVerdict[]): void {
	const next = nextOf(list, stage.getState().selection);
	if (next !== null) select(next);
}

/** The lens shows verdicts, and this tracker's. */
export function showVerdictOf(tracker: TrackerId): void {
	stage.setState({ tracker, lens: "verdict" });
}
