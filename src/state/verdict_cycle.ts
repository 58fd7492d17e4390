/** Going through the pages that a verdict names, one after the other. */
import type { PageVerdict, Verdict } from "../history/film.ts";
import { select } from "./selection.ts";
import { type Selection, stage } from "./stage.ts";

export type VerdictList = "written" | "missed" | "spurious" | "dropped";

/** The page after the selected one in the list, or the first; null when the list is empty. */
export function nextOf(list: readonly PageVerdict[], selection: Selection | null): Selection | null {
	const at = list.findIndex(
		({ process, region, page }) => process === selection?.process && region === selection.region && page === selection.page,
	);
	const next = list[(at + 1) % Math.max(list.length, 1)];
	return next === undefined ? null : { process: next.process, region: next.region, page: next.page };
}

/** Selects the next page of one of the verdict's lists; nothing happens when it is empty. */
export function selectNextOf(which: VerdictList): void {
	const { moment, selection } = stage.getState();
	const verdict: Verdict | undefined = moment?.verdict;
	if (verdict === undefined) return;
	const next = nextOf(verdict[which], selection);
	if (next !== null) select(next);
}
