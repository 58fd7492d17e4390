/** The picture's text twin as data: the tree as rows, and a table as run-length rows. The screen lays them out, and so does mail. */
import {
	_PAGE_ACCESSED,
	_PAGE_DIRTY,
	_PAGE_NX,
	_PAGE_PRESENT,
	_PAGE_PROTNONE,
	_PAGE_PSE,
	_PAGE_RW,
	_PAGE_USER,
	presentBits,
} from "../sim/arch/x86_64.ts";
import { entrySpan } from "../sim/include/geometry.ts";
import type { Run } from "../sim/include/observation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import type { Cells } from "./cells.ts";
import { type EntryFacts, entryFacts, isMapped } from "./entry_facts.ts";
import { LEVEL_NAMES, sizeWords, type TableId } from "./geometry.ts";
import type { Judgement } from "./lens.ts";
import { addressWords, placeAt, rangeWords } from "./place.ts";
import type { Scene } from "./scene.ts";
import { classesBelow, pageSpans } from "./spans.ts";
import type { ProcessTree, TableNode } from "./tables.ts";

export interface TwinRow {
	/** First index in the table. */
	readonly index: number;
	readonly n: number;
	/** `3`, `4–511`. */
	readonly pages: string;
	/** `heap+0x3000`; empty outside of regions. */
	readonly address: string;
	readonly level: string;
	/** `0x8000000000000027`, without frame and swap offset, which observers number. */
	readonly entry: string;
	/** `P W U A NX`. */
	readonly bits: string;
	readonly frame: string;
	/** Bits 55 to 63 of the pagemap word, by their numbers: `55 56 63`. */
	readonly pagemap: string;
	readonly verdict: string;
	/** What the lens says. */
	readonly words: string;
}

export interface TwinTreeRow {
	readonly id: TableId;
	/** 0 for the root. */
	readonly depth: number;
	/** `[0] PMD`, `[1] huge`. */
	readonly name: string;
	readonly covers: string;
	readonly used: string;
	/** What the lens sees below, most important first. */
	readonly words: string;
}

/** Rows of a table, its empty stretches folded. */
export function twinRows(scene: Scene, cells: Cells): readonly TwinRow[] {
	if (cells.id.level > 0) return upperRows(scene, cells);
	const rows: TwinRow[] = [];
	for (const span of pageSpans(scene, cells.id)) {
		const { index, n, region, run, piece, kind } = span;
		if (region === null || run === null || piece === null) {
			rows.push(emptyRow(index, n, "", "", kind.words));
			continue;
		}
		const page = cells.id.page + index - region.start;
		const facts = piece.facts;
		rows.push({
			index,
			n,
			pages: rangeWords(index, n),
			address: addressWords(region.name, page),
			level: LEVEL_NAMES[run.level],
			entry: facts.form === "none" ? "0" : `0x${run.entry.toString(16)}`,
			bits: bitWords(run, facts),
			frame: targetWords(run, page, n),
			pagemap: pagemapWords(run.pagemap),
			verdict: verdictWords(piece.judgement),
			words: kind.words,
		});
	}
	return rows;
}

function upperRows(scene: Scene, cells: Cells): readonly TwinRow[] {
	const pages = entrySpan(scene.geometry, cells.id.level);
	return cells.spans.map(({ index, n, kind }) => {
		const place = placeAt(scene.observation, cells.id.process, cells.id.page + index * pages);
		const address = place === null ? "" : addressWords(place.region.name, place.page);
		return emptyRow(index, n, address, LEVEL_NAMES[cells.id.level], kind.words);
	});
}

function emptyRow(index: number, n: number, address: string, level: string, words: string): TwinRow {
	return { index, n, pages: rangeWords(index, n), address, level, entry: "", bits: "", frame: "", pagemap: "", verdict: "", words };
}

/** Names of the bits that are set, in the order of the ruler from bit 0 up. */
export function bitWords(run: Run, facts: EntryFacts): string {
	const mapped = isMapped(facts.form);
	const low = mapped ? Number(run.entry & 0xfffn) : 0;
	const names: [boolean, string][] = [
		[(low & _PAGE_PRESENT) !== 0, "P"],
		[(low & _PAGE_RW) !== 0, "W"],
		[(low & _PAGE_USER) !== 0, "U"],
		[(low & _PAGE_ACCESSED) !== 0, "A"],
		[(low & _PAGE_DIRTY) !== 0, "D"],
		[run.level > 0 && (low & _PAGE_PSE) !== 0, "PSE"],
		[(low & _PAGE_PRESENT) === 0 && (low & _PAGE_PROTNONE) !== 0, "PROTNONE"],
		[facts.uffdWp, "UW"],
		[facts.softDirty, "SD"],
		[facts.savedDirty, "SVD"],
		[!mapped && facts.exclusive, "EXCL"],
		[mapped && (run.entry & presentBits(_PAGE_NX)) !== 0n, "NX"],
	];
	return names.flatMap(([set, name]) => (set ? [name] : [])).join(" ");
}

/** `3–17`, `2 (all)`, `zero page`, `slot 4`: frames and slots of `n` pages from a page of the region on. */
export function targetWords(run: Run, page: number, n: number): string {
	if (run.slot !== undefined) return `slot ${rangeWords(run.slot + page - run.at, n)}`;
	if (run.marker !== undefined) return `marker ${run.marker}`;
	if (run.special !== undefined) return `type ${run.special}`;
	if (run.frame === undefined) return "";
	if (run.frame === "zero") return "zero page";
	if (run.shared) return n === 1 ? String(run.frame) : `${run.frame} (all)`;
	return rangeWords(run.frame + page - run.at, n);
}

export function pagemapWords(pagemap: number): string {
	const bits: number[] = [];
	for (let bit = 0; bit <= 8; bit++) if ((pagemap & (1 << bit)) !== 0) bits.push(55 + bit);
	return bits.join(" ");
}

export function verdictWords({ missed, spurious, written, dropped }: Judgement): string {
	if (missed) return "MISSED";
	if (dropped) return "dropped";
	if (spurious) return "spurious";
	return written ? "exact" : "";
}

/** The tree, root first, huge entries in a row of the same level as the tables beside them. */
export function twinTree(scene: Scene, tree: ProcessTree): readonly TwinTreeRow[] {
	const rows: TwinTreeRow[] = [];
	const visit = (node: TableNode, depth: number): void => {
		const name = `${node.index === null ? "" : `[${node.index}] `}${LEVEL_NAMES[node.id.level]}`;
		// What the lens sees is said once, where the entries are, and not again at every table above.
		const words = node.slots.every(({ table }) => table === null) ? lensWords(scene, node) : "";
		rows.push({ id: node.id, depth, name, covers: covers(scene, node.id), used: usedWords(node), words });
		for (const slot of node.slots) {
			if (slot.table !== null) visit(slot.table, depth + 1);
			else if (node.id.level > 0) for (let k = 0; k < slot.n; k++) rows.push(hugeRow(scene, node, slot.index + k, depth + 1));
		}
	};
	visit(tree.root, 0);
	return rows;
}

function hugeRow(scene: Scene, node: TableNode, index: number, depth: number): TwinTreeRow {
	const pages = entrySpan(scene.geometry, node.id.level);
	const id: TableId = { process: node.id.process, level: 0, page: node.id.page + index * pages };
	const spans = pageSpans(scene, id);
	const run = spans.find((span) => span.run !== null)?.run;
	const words = [...new Set(spans.map(({ kind }) => kind.words))].join(", ");
	const bits = run === undefined || run === null ? "" : bitWords(run, entryFacts(run, scene.layout));
	return { id, depth, name: `[${index}] huge ${sizeWords(pages)}`, covers: covers(scene, id), used: bits, words };
}

function covers(scene: Scene, id: TableId): string {
	const place = placeAt(scene.observation, id.process, id.page);
	return place === null ? `0x${(id.page * PAGE_SIZE).toString(16)}` : addressWords(place.region.name, place.page);
}

/** `1 of 512 in use, 1 empty`. */
export function usedWords(node: TableNode): string {
	if (node.used === 0) return "empty";
	const holes = node.emptyInRegions > 0 ? `, ${node.emptyInRegions} empty` : "";
	return `${node.used} of ${node.entries} in use${holes}`;
}

function lensWords(scene: Scene, node: TableNode): string {
	return [...classesBelow(scene, node)]
		.filter(({ kind }) => kind.form !== "blank")
		.sort((a, b) => b.kind.rank - a.kind.rank)
		.map(({ kind, n }) => `${n} ${kind.words}`)
		.join("; ");
}
