/**
 * A lens chooses what the cells show. For every entry it gives a class: a mark (form, fill, tone), a letter for text, words for
 * legend and tooltip, and a rank: when one mark must stand for many entries, the highest rank is the one that may not be hidden.
 */
import { assertNever, present } from "../base/assert.ts";
import type { EntryFacts, EntryForm } from "./entry_facts.ts";
import type { Fill, Form, Mark, Tone } from "./marks.ts";

export const LENSES = [
	"soft-dirty",
	"uffd-wp",
	"write",
	"dirty",
	"accessed",
	"present",
	"exclusive",
	"changed",
	"verdict",
	"frames",
] as const;
export type Lens = (typeof LENSES)[number];

/** The tone of a lens: its bit's colour everywhere. */
export const LENS_TONES: Record<Lens, Tone> = {
	"soft-dirty": "sd",
	"uffd-wp": "uw",
	write: "w",
	dirty: "d",
	accessed: "a",
	present: "p",
	exclusive: "x",
	changed: "accent",
	verdict: "bad",
	frames: "a",
};

export interface LensClass extends Mark {
	readonly letter: string;
	readonly words: string;
	readonly rank: number;
}

/** The oracle's judgement of one page. */
export interface Judgement {
	readonly written: boolean;
	readonly missed: boolean;
	readonly spurious: boolean;
	readonly dropped: boolean;
}

/** How an entry differs from the moment before. */
export type ChangeKind = "same" | "new" | "gone" | "bits" | "frame" | "level";

/** What a class depends on, beside the entry itself. */
export interface Circumstances {
	readonly judgement: Judgement;
	readonly change: ChangeKind;
	/** How many page-table entries of all processes map this frame. */
	readonly mappings: number;
	/** False where the region has no VMA any more. */
	readonly inVma: boolean;
}

const FORMS: Record<EntryForm, Form> = {
	page: "square",
	zero: "circle",
	protnone: "square",
	invalid: "square",
	swap: "low",
	migration: "wedge",
	marker: "point",
	none: "dash",
};
/** Lower-case letters of the forms; upper case: the lens's bit is set. */
const LETTERS: Record<EntryForm, string> = {
	page: ".",
	zero: "z",
	protnone: "n",
	invalid: "i",
	swap: "s",
	migration: "m",
	marker: "k",
	none: "-",
};
const FORM_WORDS: Record<EntryForm, string> = {
	page: "mapped",
	zero: "zero page",
	protnone: "PROT_NONE",
	invalid: "invalidated",
	swap: "swapped out",
	migration: "migration entry",
	marker: "marker",
	none: "not mapped",
};

export const OUTSIDE: LensClass = { form: "blank", fill: "none", tone: "line", letter: " ", words: "outside every region", rank: 0 };
const NO_VMA: LensClass = { form: "blank", fill: "none", tone: "line", letter: "_", words: "no VMA here", rank: 0 };
export const NOTHING: LensClass = { form: "dash", fill: "none", tone: "edge", letter: "-", words: "not mapped", rank: 1 };
const NOTHING_REPORTED: LensClass = {
	form: "point",
	fill: "none",
	tone: "sd",
	letter: "v",
	words: "not mapped, reported through VM_SOFTDIRTY",
	rank: 2,
};
const MISSED: LensClass = { form: "square", fill: "cross", tone: "bad", letter: "X", words: "written, not reported: missed", rank: 9 };

/** The class of an entry under a lens. Equal arguments give the same object, so that classes can be compared by identity. */
export function lensClass(lens: Lens, facts: EntryFacts, around: Circumstances): LensClass {
	if (facts.form === "none" && !around.inVma && lens !== "changed" && !around.judgement.dropped) return NO_VMA;
	switch (lens) {
		case "soft-dirty":
			return softDirty(facts, around);
		case "uffd-wp":
			return bit(facts, facts.uffdWp, "uw", "uffd-wp");
		case "write":
			return bit(facts, facts.write, "w", "writable");
		case "dirty":
			if (!facts.dirty && facts.savedDirty) return shaped(facts, "nested", "d", "D", "saved-dirty (bit 58)", 4);
			if (!facts.dirty && facts.pageDirty) return shaped(facts, "dot", "d", "d", "clean entry, dirty folio", 3);
			return bit(facts, facts.dirty, "d", "dirty");
		case "accessed":
			return bit(facts, facts.accessed, "a", "accessed");
		case "present":
			return facts.form === "swap" || facts.form === "migration" || facts.form === "marker"
				? shaped(facts, "none", "soft", LETTERS[facts.form], "", 2)
				: bit(facts, true, "p", "present");
		case "exclusive":
			if (!facts.exclusive && facts.mappedOnce && facts.form === "page") {
				return shaped(facts, "nested", "x", "x", "mapped once, not PG_anon_exclusive", 3);
			}
			return bit(facts, facts.exclusive, "x", "exclusive");
		case "changed":
			return changed(facts, around);
		case "verdict":
			return verdict(facts, around);
		case "frames":
			return frames(facts, around);
		default:
			return assertNever(lens);
	}
}

const interned = new Map<string, LensClass>();

function intern(form: Form, fill: Fill, tone: Tone, letter: string, words: string, rank: number): LensClass {
	const key = `${form}|${fill}|${tone}|${letter}|${words}`;
	const known = interned.get(key);
	if (known !== undefined) return known;
	const made = { form, fill, tone, letter, words, rank };
	interned.set(key, made);
	return made;
}

/** A class whose form follows the entry; `words` come after the entry's own word. */
function shaped(facts: EntryFacts, fill: Fill, tone: Tone, letter: string, words: string, rank: number): LensClass {
	// What is simply mapped needs not be said when there is more to say.
	const said = [facts.form === "page" && words !== "" ? "" : FORM_WORDS[facts.form], words].filter((word) => word !== "");
	const barred = isBarred(facts.form) && fill === "none" ? "bar" : fill;
	return intern(FORMS[facts.form], barred, tone, letter, said.join(", "), rank);
}

/** Mapped, but not for the CPU: a bar lies across the mark. */
function isBarred(form: EntryForm): boolean {
	return form === "protnone" || form === "invalid";
}

function bit(facts: EntryFacts, on: boolean, tone: Tone, name: string): LensClass {
	const { form } = facts;
	if (form === "none") return NOTHING;
	const barred = isBarred(form);
	const mark = FORMS[form];
	if (on) {
		const letter = form === "page" ? "#" : LETTERS[form].toUpperCase();
		return intern(mark, barred ? "cutbar" : "full", tone, letter, form === "page" ? name : `${FORM_WORDS[form]}, ${name}`, 5);
	}
	return intern(mark, barred ? "bar" : "none", "edge", LETTERS[form], `${FORM_WORDS[form]}, not ${name}`, 2);
}

function softDirty(facts: EntryFacts, { judgement }: Circumstances): LensClass {
	if (judgement.missed) return MISSED;
	if (facts.form === "none") return facts.reportedSoftDirty ? NOTHING_REPORTED : NOTHING;
	if (facts.softDirty && judgement.spurious) {
		return shaped(
			facts,
			"nested",
			"sd",
			facts.form === "page" ? "+" : LETTERS[facts.form].toUpperCase(),
			"soft-dirty, not written: spurious",
			4,
		);
	}
	if (!facts.softDirty && facts.reportedSoftDirty) {
		return shaped(facts, "dot", "sd", "v", "reported through VM_SOFTDIRTY only", 3);
	}
	return bit(facts, facts.softDirty, "sd", "soft-dirty");
}

const CHANGE_MARKS: Record<Exclude<ChangeKind, "same">, { fill: Fill; letter: string; words: string }> = {
	new: { fill: "full", letter: "+", words: "new" },
	gone: { fill: "bar", letter: "g", words: "gone" },
	bits: { fill: "full", letter: "#", words: "changed" },
	frame: { fill: "dot", letter: "f", words: "another frame or slot, same bits" },
	level: { fill: "nested", letter: "%", words: "another level, same bits" },
};

function changed(facts: EntryFacts, { change, inVma }: Circumstances): LensClass {
	if (change === "same") {
		if (facts.form === "none") return inVma ? NOTHING : NO_VMA;
		return shaped(facts, "none", "edge", LETTERS[facts.form], "as before", 2);
	}
	const { fill, letter, words } = CHANGE_MARKS[change];
	if (facts.form === "none") return intern("circle", "bar", "accent", "g", "gone in this step", 5);
	return shaped(facts, fill, "accent", letter, words, change === "level" ? 3 : 5);
}

function verdict(facts: EntryFacts, { judgement, inVma }: Circumstances): LensClass {
	if (judgement.missed) return MISSED;
	if (judgement.dropped) return intern("point", "none", "good", "d", "written, then dropped by the program", 4);
	if (judgement.spurious) return shaped(facts, "nested", "sd", "+", "reported, not written: spurious", 4);
	if (judgement.written) return shaped(facts, "full", "good", "W", "written and reported", 5);
	if (facts.form === "none") return inVma ? NOTHING : NO_VMA;
	return shaped(facts, "none", "edge", LETTERS[facts.form], "not written, not reported", 2);
}

function frames(facts: EntryFacts, { mappings }: Circumstances): LensClass {
	const { form } = facts;
	if (form === "none") return NOTHING;
	if (form === "zero") return intern("circle", "none", "soft", "z", "zero page", 3);
	if (form === "swap") return intern("low", "full", "soft", "s", "swap slot", 4);
	if (form === "migration" || form === "marker") return shaped(facts, "none", "soft", LETTERS[form], "", 3);
	if (facts.ksm) return intern("circle", "full", "a", "K", "merged by KSM", 6);
	if (mappings > 1) return intern("circle", "dot", "a", "2", "frame mapped more than once", 5);
	if (facts.large) return intern("square", "full", "a", "L", "frame of a large folio", 3);
	return intern("square", "nested", "a", "1", "frame of its own", 3);
}

/** What a table of the next level stands for under a lens, from the classes that occur in it. */
export function tableClass(below: readonly { readonly kind: LensClass; readonly n: number }[]): LensClass {
	const shown = below.filter(({ kind }) => kind.form !== "blank" && kind.form !== "dash");
	if (shown.length === 0) return intern("table", "none", "edge", "t", "leads to a table without entries", 2);
	const worst = shown.reduce((a, b) => (b.kind.rank > a.kind.rank ? b : a));
	const first = present(shown[0], "a class that occurs");
	const uniform = shown.every(({ kind }) => kind === first.kind);
	const fill: Fill = worst.kind.fill === "cross" ? "cross" : uniform ? (first.kind.fill === "none" ? "none" : "full") : "nested";
	const letter = fill === "cross" ? "X" : fill === "none" ? "t" : fill === "full" ? "T" : "%";
	const words = uniform ? `leads to a table, all: ${first.kind.words}` : `leads to a table, ${worst.n}: ${worst.kind.words}`;
	return { form: "table", fill, tone: worst.kind.tone, letter, words, rank: worst.kind.rank };
}
