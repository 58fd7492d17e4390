/** What a table's header says: its name, what it holds, and what the oracle thinks of it. */
import { entryIndex, entrySpan } from "../sim/include/geometry.ts";
import type { Cells } from "./cells.ts";
import { isMapped, isPopulated } from "./entry_facts.ts";
import { tableTitle } from "./focus.ts";
import { LEVEL_NAMES, levelAbove, sizeWords, type TableId } from "./geometry.ts";
import type { Lens } from "./lens.ts";
import { addressWords, countWords, placeAt } from "./place.ts";
import type { Scene } from "./scene.ts";
import { type PageSpan, pageSpans } from "./spans.ts";
import { findTable, type ProcessTree, slotAt } from "./tables.ts";

export interface Tag {
	readonly kind: "bad" | "good" | "plain";
	readonly words: string;
}

export interface TableWords {
	readonly title: string;
	/** `511 mapped · 0 soft-dirty`. */
	readonly facts: string;
	readonly tags: readonly Tag[];
}

export function tableWords(scene: Scene, trees: readonly ProcessTree[], cells: Cells): TableWords {
	const above = levelAbove(cells.id.level);
	const index = above === null ? null : entryIndex(scene.geometry, above, cells.id.page);
	if (cells.state === "empty") return { title: `${lowestEntry(trees, cells.id, scene.geometry)} is empty`, facts: "", tags: [] };
	if (cells.id.level > 0) {
		const tables = cells.node?.slots.filter(({ table }) => table !== null).length ?? 0;
		const used = cells.node?.used ?? 0;
		const leaves = used - tables;
		const facts = [countWords(tables, "table"), ...(leaves > 0 ? [`${leaves} huge`] : []), `${scene.geometry.entries - used} empty`];
		return { title: tableTitle(cells.id, index), facts: facts.join(" · "), tags: [] };
	}
	const spans = pageSpans(scene, cells.id);
	const title = cells.state === "huge" ? `${aboveName(cells.id, index)} · one huge entry` : tableTitle(cells.id, index);
	return { title, facts: factWords(scene.lens, spans, cells), tags: verdictTags(spans, cells, scene) };
}

function aboveName(id: TableId, index: number | null): string {
	return index === null ? LEVEL_NAMES[id.level] : `${LEVEL_NAMES[id.level === 3 ? 3 : id.level + 1]}[${index}]`;
}

function count(spans: readonly PageSpan[], test: (span: PageSpan) => boolean): number {
	return spans.reduce((sum, span) => sum + (test(span) ? span.n : 0), 0);
}

function factWords(lens: Lens, spans: readonly PageSpan[], cells: Cells): string {
	const form = ({ piece }: PageSpan) => piece?.facts.form ?? "none";
	const mapped = count(spans, (span) => isMapped(form(span)));
	const words = [cells.state === "huge" ? `${mapped} pages` : `${mapped} mapped`];
	for (const [kind, name] of [
		["swap", "swapped"],
		["migration", "migrating"],
		["marker", "markers"],
	] as const) {
		const n = count(spans, (span) => form(span) === kind);
		if (n > 0) words.push(`${n} ${name}`);
	}
	const said = lensCount(lens, spans);
	return [...words, ...(said === "" ? [] : [said])].join(" · ");
}

function lensCount(lens: Lens, spans: readonly PageSpan[]): string {
	const n = (test: (span: PageSpan & { piece: NonNullable<PageSpan["piece"]> }) => boolean): number =>
		spans.reduce((sum, span) => {
			const { piece } = span;
			return sum + (piece !== null && piece.facts.form !== "none" && test({ ...span, piece }) ? span.n : 0);
		}, 0);
	switch (lens) {
		case "soft-dirty":
			return `${n(({ piece }) => piece.facts.softDirty)} soft-dirty`;
		case "uffd-wp":
			return `${n(({ piece }) => piece.facts.uffdWp)} uffd-wp`;
		case "write":
			return `${n(({ piece }) => piece.facts.write)} writable`;
		case "dirty":
			return `${n(({ piece }) => piece.facts.dirty)} dirty`;
		case "accessed":
			return `${n(({ piece }) => piece.facts.accessed)} accessed`;
		case "exclusive":
			return `${n(({ piece }) => piece.facts.exclusive)} exclusive`;
		case "changed":
			return `${spans.reduce((sum, { kind, n: pages }) => sum + (kind.tone === "accent" ? pages : 0), 0)} changed`;
		case "verdict":
			return `${n(({ piece }) => isPopulated(piece.facts.form) && piece.judgement.written)} written`;
		case "present":
		case "frames":
			return "";
	}
}

function verdictTags(spans: readonly PageSpan[], cells: Cells, scene: Scene): readonly Tag[] {
	const missed = count(spans, ({ piece }) => piece?.judgement.missed === true);
	const spurious = count(spans, ({ piece }) => piece?.judgement.spurious === true);
	const tags: Tag[] = [];
	if (missed > 0) tags.push({ kind: "bad", words: `${missed} missed` });
	// Spurious is about soft-dirty; under another bit's lens the number would be read as that bit's.
	if (spurious > 0 && (scene.lens === "soft-dirty" || scene.lens === "verdict")) {
		const why = cells.state === "huge" ? `: one bit for ${sizeWords(entrySpan(scene.geometry, 1))}` : "";
		tags.push({ kind: "plain", words: `${spurious} spurious${why}` });
	}
	return tags;
}

/** What stands at a table's position: for the sentence that says what a step did to it. */
function stateAt(trees: readonly ProcessTree[], id: TableId, geometry: Scene["geometry"]): Cells["state"] {
	if (findTable(trees, id, geometry) !== null) return "table";
	const above = id.level === 0 ? findTable(trees, { ...id, level: 1, page: upperPage(id, geometry) }, geometry) : null;
	const slot = above === null ? null : slotAt(above, entryIndex(geometry, 1, id.page));
	return slot?.leaf ? "huge" : "empty";
}

function upperPage(id: TableId, geometry: Scene["geometry"]): number {
	const span = entrySpan(geometry, 2);
	return Math.floor(id.page / span) * span;
}

/** One sentence on how the table in focus came to be in this step, or what is missing; empty when there is nothing to say. */
export function positionNote(scene: Scene, cells: Cells, trees: readonly ProcessTree[], before: readonly ProcessTree[] | null): string {
	const { id, state } = cells;
	const { geometry } = scene;
	const above = levelAbove(id.level);
	if (above === null) return state === "empty" || cells.node?.used === 0 ? "PGD is empty: nothing is mapped." : "";
	const entry = `${LEVEL_NAMES[above]}[${entryIndex(geometry, above, id.page)}]`;
	const size = sizeWords(entrySpan(geometry, above));
	const was = before === null || id.level > 0 ? state : stateAt(before, id, geometry);
	if (was === "huge" && state === "table")
		return `${entry} was one ${size} entry until this step; now it leads to a table of ${geometry.entries}.`;
	if (was === "table" && state === "huge")
		return `${entry} led to a table of ${geometry.entries} until this step; now it is one ${size} entry.`;
	if (state !== "empty") return "";
	const lowest = lowestEntry(trees, id, geometry);
	const place = placeAt(scene.observation, id.process, id.page);
	const of = place === null ? "" : ` of ${addressWords(place.region.name, place.page)}`;
	return `${lowest} is empty: nothing${of} is mapped, so no ${LEVEL_NAMES[id.level]} table exists.`;
}

function lowestEntry(trees: readonly ProcessTree[], id: TableId, geometry: Scene["geometry"]): string {
	let node = trees.find(({ process }) => process.id === id.process)?.root ?? null;
	let words = "PGD";
	while (node !== null && node.id.level > id.level) {
		const index = entryIndex(geometry, node.id.level, id.page);
		words = `${LEVEL_NAMES[node.id.level]}[${index}]`;
		node = slotAt(node, index)?.table ?? null;
	}
	return words;
}
