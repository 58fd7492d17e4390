/** Questions about one bit of one page over time, and their answers. */
import type { ProcessId } from "../sim/include/operation.ts";
import type { Cursor } from "./film.ts";

/** `entry`: a bit of the entry that translates the page; `folio`: a flag of its struct page. */
export const SUBJECTS = ["entry", "pagemap", "vma", "folio"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Key of a question that asks for the entry's level and kind instead of a bit. */
export const FORM_KEY = "form";

export interface BitQuestion {
	readonly process: ProcessId;
	readonly region: string;
	/** Page of the region, from 0. */
	readonly page: number;
	readonly subject: Subject;
	/** `soft-dirty`, as fields of entries are called; a letter pair of smaps, or `prot`; a flag of struct page. */
	readonly key: string;
}

/** What a bit is at one moment, and where it stands. */
export interface Reading {
	/** null: not recorded. */
	readonly value: boolean | null;
	/** `huge PMD, bit 11`, `swap entry, bit 1`, `frame 0x3803`; empty where nothing carries the bit. */
	readonly form: string;
}

/** One change of a bit, or of what carries it. */
export interface BlameLink {
	/** After the micro-step, or after the step where nobody saw its inside. */
	readonly cursor: Cursor;
	/** The step, from 1, and the micro-step, from 1; 0 where it is not known. */
	readonly step: number;
	readonly micro: number;
	/** The kernel function and its file; empty where it is not known. */
	readonly fn: string;
	readonly file: string;
	readonly label: string;
	readonly before: Reading;
	readonly after: Reading;
	/** Where it was before, when that is another address: the parent's page, or where mremap() took it from. */
	readonly from?: { readonly process: ProcessId; readonly page: string };
}

/** How a bit came to be what it is at a cursor. */
export interface Blame {
	readonly now: Reading;
	/** What gave the bit its value; null: it has had it since the start, or the search has not come so far. */
	readonly origin: BlameLink | null;
	/** Changes of what carries it since then, value unchanged, oldest first. */
	readonly forms: readonly BlameLink[];
	/** Set when steps before this one were not looked at. */
	readonly searchedTo?: number;
}

/** Steps of a life that read alike. */
export interface LifeSegment {
	/** From after this step (0: the start), over so many moments. */
	readonly from: number;
	readonly n: number;
	readonly value: boolean | null;
	/** Whether anything carries the bit. */
	readonly there: boolean;
}

/** What a film whose inside is known can be asked. */
export interface Inquiry {
	/** One answer a question, all at one cursor; looks at `most` steps at most. */
	blame(questions: readonly BitQuestion[], cursor: Cursor, most: number): Promise<readonly Blame[]>;
	/** The bit after each of the steps `from … from+n`, joined where it stays the same. */
	life(question: BitQuestion, from: number, n: number): Promise<readonly LifeSegment[]>;
}
