/** What a difference is about, and which kernel function on which side makes it. */
import type { Difference, PageDifference } from "./difference.ts";
import type { Film } from "./film.ts";
import { inquiryOf } from "./film_inquiry.ts";
import { type BitQuestion, type BlameLink, FORM_KEY } from "./inquiry.ts";
import type { OtherSide } from "./lockstep.ts";
import type { Fact } from "./meaning.ts";

export interface Lead {
	readonly fact: Fact;
	/** Pages that differ in this fact; 0 for what is not about pages. */
	readonly pages: number;
	/** The first of them; null for what is not about pages. */
	readonly first: Pick<PageDifference, "process" | "region" | "at"> | null;
	/** Whether all of them are in the first one's region. */
	readonly oneRegion: boolean;
}

/** In the order in which people ask: what trackers lose, what the program sees, what the entries look like. */
const WEIGHT = [
	"results result",
	"entries soft-dirty",
	"entries uffd-wp",
	"pagemap soft-dirty",
	"pagemap uffd-wp",
	"entries level",
	"entries kind",
	"entries write",
	"results events",
	"results live",
	"results regions",
	"entries dirty",
	"entries exclusive",
	"entries accessed",
	"vmas sd",
	"vmas prot",
	"frames frame",
];

function weight({ aspect, key }: Fact): number {
	const at = WEIGHT.indexOf(`${aspect} ${key}`);
	return at < 0 ? WEIGHT.length : at;
}

/** The weightiest fact of a difference, with how many pages it holds for; null when there is no difference. */
export function leadOf({ pages, things }: Difference): Lead | null {
	const facts = [...things, ...pages.flatMap((span) => span.facts)];
	const [first] = facts;
	if (first === undefined) return null;
	const fact = facts.reduce((best, each) => (weight(each) < weight(best) ? each : best), first);
	const spans = pages.filter((span) => span.facts.some((each) => sameFact(each, fact)));
	const [head] = spans;
	return {
		fact,
		pages: spans.reduce((sum, { n }) => sum + n, 0),
		first: head === undefined ? null : { process: head.process, region: head.region, at: head.at },
		oneRegion: spans.every(({ process, region }) => process === head?.process && region === head.region),
	};
}

function sameFact(a: Fact, b: Fact): boolean {
	return a === b || (a.aspect === b.aspect && a.key === b.key && a.here === b.here && a.there === b.there);
}

/** What to ask each side about a fact; null where it is no bit of a page. */
export function questionOf({ fact, first }: Lead): BitQuestion | null {
	if (first === null) return null;
	const place = { process: first.process, region: first.region, page: first.at };
	switch (fact.aspect) {
		case "entries":
			return { ...place, subject: "entry", key: fact.key === "level" || fact.key === "kind" ? FORM_KEY : fact.key };
		case "pagemap":
			return { ...place, subject: "pagemap", key: fact.key };
		case "vmas":
			return fact.key === "boundary" || fact.key === "vma" ? null : { ...place, subject: "vma", key: fact.key };
		case "frames":
		case "results":
			return null;
	}
}

export interface Divergence extends Lead {
	/** Steps done. */
	readonly step: number;
	/** What each side did in this step to the bit at hand; null where it left it alone, or where that is no bit. */
	readonly here: BlameLink | null;
	readonly there: BlameLink | null;
}

/** Films whose inside is known, for the two sides; a recording's kernel as it is modelled, if it is. */
export interface Insides {
	readonly here: Film;
	readonly there: Film;
}

/** Names what makes the difference after `step`. */
export async function explain(step: number, difference: Difference, other: OtherSide, insides: Insides): Promise<Divergence | null> {
	const lead = leadOf(difference);
	if (lead === null) return null;
	const question = questionOf(lead);
	const otherCursor = await other.cursorOf({ step, micro: 0 });
	if (question === null || otherCursor === null) return { ...lead, step, here: null, there: null };
	const done = async (film: Film, at: number): Promise<BlameLink | null> => {
		const [answer] = await inquiryOf(film).blame([question], { step: at, micro: 0 }, 1);
		return answer?.origin?.step === at ? answer.origin : null;
	};
	const [here, there] = await Promise.all([done(insides.here, step), other.lockstep ? done(insides.there, otherCursor.step) : null]);
	return { ...lead, step, here, there };
}
