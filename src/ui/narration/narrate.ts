/**
 * The sentence of a moment. Inside a step it is the micro-step's own; between steps it is made from what the step was asked, what the
 * kernel answered, and what the page tables show to have changed; so it works for recordings, which know no micro-steps. Pure.
 */
import type { Cursor, Film, FilmStep, Moment, PageVerdict, Verdict } from "../../history/film.ts";
import { addressWords, countWords } from "../../layout/place.ts";
import { describeStep } from "../../scenario/describe.ts";
import type { KernelEvent } from "../../sim/include/event.ts";
import type { MicroStep } from "../../sim/include/transition.ts";
import { currentFilmStep, currentMicroStep, currentStep, type FilmShape } from "../../state/cursor_math.ts";
import { errnoMeaning, errnoName } from "../script/errno.ts";
import { eventText } from "../script/event_text.ts";
import { type ChangedPages, type ChangedThing, type ObservationChange, observationChange, type PageChange } from "./observation_change.ts";

export interface Narration {
	/** What the sentence is about: `Step 6`, or a kernel function. */
	readonly lead: string;
	/** One to three short sentences. */
	readonly text: string;
	/** What went wrong for a tracker in this step; empty when nothing did. */
	readonly alarm: string;
}

export interface NarrationInput {
	readonly film: FilmShape & Pick<Film, "source">;
	readonly cursor: Cursor;
	readonly moment: Moment;
	readonly previous: Moment | null;
	/** Micro-steps of the step that the cursor stands in. */
	readonly inside: readonly MicroStep[];
	/** One sentence on the scenario, said before its first step. */
	readonly about: string;
	/** What to watch in the next step, if somebody wrote it down. */
	readonly watch: string | null;
}

/** Clauses a sentence may have; more would not be read. */
const CLAUSES = 4;

const ORDER: readonly PageChange[] = [
	"split",
	"collapsed",
	"swapped-out",
	"swapped-in",
	"migrating",
	"migrated-back",
	"moved",
	"mapped-huge",
	"mapped",
	"mapped-zero",
	"unmapped",
	"soft-dirty-cleared",
	"soft-dirty-set",
	"uffd-wp-set",
	"uffd-wp-cleared",
	"write-lost",
	"write-gained",
];

/** `heap+0x3000` for one page, `511 pages of heap` for more. */
function where({ region, page, n }: ChangedPages): string {
	return n === 1 ? addressWords(region, page) : `${countWords(n, "page")} of ${region}`;
}

function isAre(n: number): string {
	return n === 1 ? "is" : "are";
}

function pageClause(change: ChangedPages): string {
	const { kind, n } = change;
	const pages = where(change);
	switch (kind) {
		case "split":
			return `a huge entry is split: ${pages} ${isAre(n)} mapped by PTEs now`;
		case "collapsed":
			return `${pages} ${isAre(n)} collapsed into a huge mapping`;
		case "mapped":
			return `${pages} ${isAre(n)} mapped`;
		case "mapped-huge":
			return `${pages} ${isAre(n)} mapped by a huge entry`;
		case "mapped-zero":
			return `${pages} ${n === 1 ? "maps" : "map"} the zero page`;
		case "unmapped":
			return `${pages} ${isAre(n)} no longer mapped`;
		case "swapped-out":
			return `${pages} ${n === 1 ? "goes" : "go"} to swap`;
		case "swapped-in":
			return `${pages} ${n === 1 ? "comes" : "come"} back from swap`;
		case "migrating":
			return `${pages} ${n === 1 ? "becomes a migration entry" : "become migration entries"}`;
		case "migrated-back":
			return `${pages} ${isAre(n)} mapped again after migration`;
		case "moved":
			return `${pages} ${n === 1 ? "is in a new frame" : "are in new frames"}`;
		case "soft-dirty-set":
			return `soft-dirty is reported for ${pages}`;
		case "soft-dirty-cleared":
			return `soft-dirty is no longer reported for ${pages}`;
		case "uffd-wp-set":
			return `uffd-wp is set on ${pages}`;
		case "uffd-wp-cleared":
			return `uffd-wp is cleared on ${pages}`;
		case "write-gained":
			return `${pages} ${n === 1 ? "becomes" : "become"} writable`;
		case "write-lost":
			return `${pages} ${n === 1 ? "becomes" : "become"} read-only`;
		case "other-bits":
			return `accessed, dirty or folio flags change on ${pages}`;
	}
}

function thingClause({ kind, process, region }: ChangedThing): string {
	switch (kind) {
		case "process-born":
			return `process ${process} is there`;
		case "process-gone":
			return `process ${process} is gone`;
		case "region-born":
			return `${region} is there`;
		case "region-gone":
			return `${region} is gone`;
		case "vma-split":
			return `the VMA of ${region} is split`;
		case "vma-merged":
			return `VMAs of ${region} are merged`;
		case "vma-changed":
			return `the VMA of ${region} changes`;
	}
}

/** Changes in words, the weightiest first; empty when nothing changed. */
export function changeClauses({ pages, things }: ObservationChange): string[] {
	const several = new Set(pages.map(({ process }) => process)).size > 1;
	// What a fork's child or a new region inherits is not news page by page.
	const weighty = ORDER.flatMap((kind) => pages.filter((change) => change.kind === kind));
	const shown = weighty.length > 0 ? weighty : pages.filter(({ kind }) => kind === "other-bits");
	const born = things.filter(({ kind }) => kind.startsWith("process") || kind.startsWith("region"));
	const vmas = things.filter(({ kind }) => kind.startsWith("vma"));
	const clauses = [
		...born.map(thingClause),
		...shown.map((change) => (several ? `${change.process}: ${pageClause(change)}` : pageClause(change))),
		...vmas.map(thingClause),
	];
	if (clauses.length <= CLAUSES) return clauses;
	const rest = clauses.length - CLAUSES + 1;
	return [...clauses.slice(0, CLAUSES - 1), `and ${rest} more changes`];
}

function sentence(text: string): string {
	const trimmed = text.trim();
	if (trimmed === "") return "";
	const full = /[.?!]$/.test(trimmed) ? trimmed : `${trimmed}.`;
	// Names keep their case: only what starts with a plain word becomes a capital.
	return /^[a-z]+[ ,;:-]/.test(full) ? full[0]?.toUpperCase() + full.slice(1) : full;
}

function outcome(step: FilmStep): string {
	if (step.status === "disabled") return "This step is switched off";
	if (step.status === "refused") return step.problem ?? "This step was not carried out";
	const errno = step.result?.errno ?? 0;
	if (errno === 0) return "";
	const meaning = errnoMeaning(errno, step.parsed?.operation.kind);
	return `The kernel answers ${errnoName(errno)}${meaning === "" ? "" : `: ${meaning}`}`;
}

function events(all: readonly KernelEvent[]): string {
	const shown = all.slice(0, 2).map(eventText);
	return [...shown, ...(all.length > 2 ? [`and ${countWords(all.length - 2, "more event")}`] : [])].join("; ");
}

function place({ process, region, page }: PageVerdict, several: boolean): string {
	return several ? `${process}: ${addressWords(region, page)}` : addressWords(region, page);
}

function key({ process, region, page }: PageVerdict): string {
	return `${process} ${region} ${page}`;
}

/** Pages that this step made a tracker miss. */
function alarmOf(moment: Moment, previous: Moment | null): string {
	const several = moment.observation.processes.length > 1;
	const alarms = [missedWords(moment.verdict, previous?.verdict, several, "", "since clear_refs, but")];
	for (const verdict of moment.trackers?.verdicts ?? []) {
		const before = previous?.trackers?.verdicts.find(({ tracker }) => tracker === verdict.tracker);
		const how = verdict.tracker === "uffd-wp" ? "since write-protected, without a message:" : "since write-protected, but";
		alarms.push(missedWords(verdict, before, several, " by uffd-wp", how));
	}
	return alarms.filter((alarm) => alarm !== "").join(" ");
}

function missedWords(verdict: Verdict, previous: Verdict | undefined, several: boolean, by: string, how: string): string {
	const before = new Set(previous?.missed.map(key));
	const fresh = verdict.missed.filter((page) => !before.has(key(page)));
	const [first] = fresh;
	if (first === undefined) return "";
	const more = fresh.length > 1 ? ` and ${countWords(fresh.length - 1, "more page")}` : "";
	const [was, is, it] = fresh.length > 1 ? ["were", "are", "they are"] : ["was", "is", "it is"];
	return `Missed${by}: ${place(first, several)}${more} ${was} written ${how} ${how.endsWith(":") ? it : is} not reported.`;
}

function stepNarration({ film, cursor, moment, previous }: NarrationInput): Narration {
	const step = currentFilmStep(film, cursor);
	if (step === null) return { lead: "", text: "", alarm: "" };
	const changes = previous === null ? [] : changeClauses(observationChange(previous.observation, moment.observation));
	const described = step.parsed === undefined ? "" : describeStep(step.parsed);
	// What may happen is said before it does; afterwards what did happen.
	const gloss = changes.length > 0 ? described.replace(/: may .*$/, "") : described;
	const quiet = step.status === "done" && outcome(step) === "" && step.events.length === 0;
	const changed = changes.length > 0 ? changes.join("; ") : quiet ? "Nothing changes in the page tables" : "";
	return {
		lead: `Step ${currentStep(cursor) + 1}`,
		text: [gloss, outcome(step), events(step.events), changed].map(sentence).filter(Boolean).join(" "),
		alarm: alarmOf(moment, previous),
	};
}

/** What to say at a cursor. */
export function narrate(input: NarrationInput): Narration {
	const { inside, cursor, about, watch } = input;
	const micro = currentMicroStep(inside, cursor);
	if (micro !== null) {
		const times = micro.times > 1 ? ` (${micro.times} times)` : "";
		// Half-done entries report nothing for a moment: whether a page is missed is said when the step is done.
		return { lead: `${micro.file}: ${micro.fn}${times}`, text: sentence(micro.say), alarm: "" };
	}
	if (watch !== null) return { lead: "Watch", text: watch, alarm: "" };
	if (cursor.step === 0) return { lead: "Start", text: sentence(about), alarm: "" };
	return stepNarration(input);
}
