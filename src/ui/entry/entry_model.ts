/** Everything that the entry panel shows, from two observations and a selection. */
import type { Verdict } from "../../history/film.ts";
import { LEVEL_NAMES } from "../../layout/geometry.ts";
import { addressWords } from "../../layout/place.ts";
import type { PagemapDescription } from "../../sim/arch/pagemap_fields.ts";
import type { EntryDescription } from "../../sim/arch/x86_64_fields.ts";
import { entryIndex, entrySpan, X86_64_GEOMETRY } from "../../sim/include/geometry.ts";
import type { Observation } from "../../sim/include/observation.ts";
import type { Selection } from "../../state/stage.ts";
import { type BitRow, entryRows, type PageJudgement, pagemapRows } from "./bit_row.ts";
import { type FolioFacts, folioOf } from "./folio_model.ts";
import { type Missing, type PageReading, type Reader, readPage } from "./page_reading.ts";
import { type Reported, reportedOf } from "./reported_model.ts";
import { type VmaFacts, vmaOf } from "./vma_model.ts";
import { type Walk, walkOf } from "./walk_model.ts";

export interface EntryInput {
	readonly observation: Observation;
	/** One step or micro-step earlier; null at the start. */
	readonly previous: Observation | null;
	readonly selection: Selection | null;
	readonly reader: Reader;
	readonly verdict: Verdict | null;
}

export interface EmptyModel {
	readonly kind: "empty";
	readonly title: string;
	readonly about: string;
}

export interface PageModel {
	readonly kind: "page";
	readonly selection: Selection;
	/** `heap+0x3000`, with the process before it when several live. */
	readonly place: string;
	/** `PTE 3`. */
	readonly slot: string;
	/** `page 3 of 512` for a page of a huge entry. */
	readonly part: string | null;
	readonly judgement: PageJudgement;
	readonly entry: EntryDescription;
	/** The entry as it was before this step, when it was another. */
	readonly before: EntryDescription | null;
	readonly rows: readonly BitRow[];
	readonly pagemap: PagemapDescription;
	readonly pagemapRows: readonly BitRow[];
	readonly reported: Reported;
	readonly walk: Walk;
	/** null in a hole that no VMA covers. */
	readonly vma: VmaFacts | null;
	/** null where the entry stands for no page. */
	readonly folio: FolioFacts | null;
}

export type EntryModel = EmptyModel | PageModel;

export function entryModel(input: EntryInput): EntryModel {
	const { observation, previous, selection, reader, verdict } = input;
	if (selection === null) {
		return { kind: "empty", title: "Nothing selected", about: "Choose a page in the tables to see its entry, bit by bit." };
	}
	const now = readPage(observation, selection, reader);
	if (typeof now === "string") return missing(now, selection);
	const earlier = previous === null ? null : readPage(previous, selection, reader);
	const before = earlier === null || typeof earlier === "string" ? null : earlier;
	const judgement = judge(selection, verdict);
	return {
		kind: "page",
		selection,
		place: (observation.processes.length > 1 ? `${selection.process}: ` : "") + addressWords(selection.region, selection.page),
		slot: `${LEVEL_NAMES[now.run.level]} ${entryIndex(X86_64_GEOMETRY, now.run.level, now.vpn)}`,
		part: partOf(now),
		judgement,
		entry: now.entry,
		before: before !== null && differ(before, now) ? before.entry : null,
		rows: entryRows(now, before, judgement),
		pagemap: now.pagemap,
		pagemapRows: pagemapRows(now, before, judgement),
		reported: reportedOf(now),
		walk: walkOf(now, before),
		vma: vmaOf(now, before),
		folio: folioOf(now, before, observation),
	};
}

function missing(what: Missing, selection: Selection): EmptyModel {
	const { process, region, page } = selection;
	const kind = "empty";
	switch (what) {
		case "process":
			return {
				kind,
				title: `Process ${process} is not there`,
				about: "It has not been forked yet, or it has ended: it has no page tables at this step.",
			};
		case "region":
			return { kind, title: `${region} is not there`, about: `Process ${process} has no region of this name at this step.` };
		case "page":
			return {
				kind,
				title: `${addressWords(region, page)} is not there`,
				about: `It lies outside region ${region} of process ${process}.`,
			};
	}
}

function partOf({ entry, run, vpn }: PageReading): string | null {
	if (run.level === 0 || entry.kind === "none") return null;
	const pages = entrySpan(X86_64_GEOMETRY, run.level);
	return `page ${vpn % pages} of ${pages}`;
}

function judge(selection: Selection, verdict: Verdict | null): PageJudgement {
	if (verdict === null) return "none";
	const here = ({ process, region }: { readonly process: string; readonly region: string }) =>
		process === selection.process && region === selection.region;
	const isSelf = (page: { readonly process: string; readonly region: string; readonly page: number }) =>
		here(page) && page.page === selection.page;
	if (verdict.missed.some(isSelf)) return "missed";
	if (verdict.spurious.some((stretch) => here(stretch) && selection.page >= stretch.page && selection.page < stretch.page + stretch.n)) {
		return "spurious";
	}
	return verdict.written.some(isSelf) ? "reported" : "none";
}

function differ(a: PageReading, b: PageReading): boolean {
	return a.entry.word !== b.entry.word || a.run.level !== b.run.level || a.entry.kind !== b.entry.kind;
}
