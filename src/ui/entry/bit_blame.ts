/** What is known of how each bit of the selected page came to be; the rows of the entry panel ask here. */
import { createContext } from "react";
import type { Blame, BlameLink, Subject } from "../../history/inquiry.ts";
import type { Selection } from "../../state/stage.ts";

export interface BlameOfPage {
	readonly selection: Selection;
	/** By subject and key; of the moment before while those of this one are waited for, and then not to be shown. */
	readonly answers: ReadonlyMap<string, Blame>;
	/** Looks further back than was looked so far. */
	readonly lookFurther: () => void;
}

export const BlameContext = createContext<BlameOfPage | null>(null);

export function blameKey(subject: Subject, key: string): string {
	return `${subject} ${key}`;
}

/** `6.3`; `6` where the inside of the step is not known. */
export function stepWords({ step, micro }: Pick<BlameLink, "step" | "micro">): string {
	return micro === 0 ? String(step) : `${step}.${micro}`;
}

/** `last changed in step 6.3 by __split_huge_pmd_locked`. */
export function changedWords(link: BlameLink): string {
	return `last changed in step ${stepWords(link)}${link.fn === "" ? "" : ` by ${link.fn}`}`;
}
