/** What parts two sides, in one sentence: `6.12 sets soft-dirty on 511 pages of heap, 6.1 does not: __split_huge_pmd_locked`. */
import type { Divergence } from "../../history/divergence.ts";
import type { BlameLink } from "../../history/inquiry.ts";
import { addressWords, countWords } from "../../layout/place.ts";

export interface DivergenceWords {
	readonly text: string;
	/** Kernel functions, each with the side on which it ran; empty where none is known. */
	readonly functions: readonly { readonly side: "here" | "there"; readonly fn: string; readonly link: BlameLink }[];
}

/** `here` and `there`: the names of the sides. */
export function divergenceWords(divergence: Divergence, here: string, there: string): DivergenceWords {
	const { here: mine, there: theirs } = divergence;
	const functions: { side: "here" | "there"; fn: string; link: BlameLink }[] = [];
	if (mine !== null && mine.fn !== "") functions.push({ side: "here", fn: mine.fn, link: mine });
	if (theirs !== null && theirs.fn !== "" && theirs.fn !== mine?.fn) functions.push({ side: "there", fn: theirs.fn, link: theirs });
	return { text: sentence(divergence, here, there), functions };
}

function sentence({ fact, here: mine, there: theirs, ...lead }: Divergence, here: string, there: string): string {
	const where = place(lead);
	const isBit = (fact.here === "0" || fact.here === "1") && (fact.there === "0" || fact.there === "1");
	if (isBit && mine !== null && theirs === null) return `${here} ${act(fact.here)} ${fact.name} on ${where}, ${there} does not`;
	if (isBit && theirs !== null && mine === null) return `${there} ${act(fact.there)} ${fact.name} on ${where}, ${here} does not`;
	if (isBit) return `${fact.name} is ${fact.here} on ${where} on ${here}, ${fact.there} on ${there}`;
	if (fact.key === "result") return `the call ends otherwise: ${fact.here} on ${here}, ${fact.there} on ${there}`;
	const on = lead.pages === 0 ? "" : ` of ${where}`;
	return `${fact.name}${on}: ${fact.here} on ${here}, ${fact.there} on ${there}`;
}

function act(value: string): string {
	return value === "1" ? "sets" : "clears";
}

function place({ pages, first, oneRegion }: Pick<Divergence, "pages" | "first" | "oneRegion">): string {
	if (first === null) return "";
	const { process, region, at } = first;
	if (pages === 1) return `${addressWords(region, at)} of ${process}`;
	return `${countWords(pages, "page")}${oneRegion ? ` of ${region}` : ""}`;
}
