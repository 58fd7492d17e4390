/** What the comparison of two films says of each step. */
import { type Difference, isSame } from "./difference.ts";

/** How the films compare after one step. */
export interface StepComparison {
	/** Steps done. */
	readonly step: number;
	/** `same`; `differs` as after the step before; `parts`: it is another difference than after the step before. */
	readonly state: "same" | "differs" | "parts";
	/** Pages that differ. */
	readonly pages: number;
}

/** Judges the differences after one step after the other, from the first on. */
export class StepJudge {
	private before = "";

	judge(step: number, difference: Difference): StepComparison {
		const signature = isSame(difference) ? "" : signatureOf(difference);
		const state = signature === "" ? "same" : signature === this.before ? "differs" : "parts";
		this.before = signature;
		return { step, state, pages: pagesOf(difference) };
	}
}

/** Equal for differences that say the same of the same pages. */
function signatureOf({ pages, things }: Difference): string {
	const facts = (list: Difference["things"]) => list.map(({ key, here, there }) => `${key} ${here} ${there}`).join();
	return [facts(things), ...pages.map((span) => `${span.process} ${span.region} ${span.at} ${span.n} ${facts(span.facts)}`)].join("|");
}

/** Pages whose entry or pagemap word differs. */
export function pagesOf({ pages }: Difference): number {
	let n = 0;
	for (const span of pages) if (span.facts.some(({ aspect }) => aspect !== "vmas")) n += span.n;
	return n;
}
