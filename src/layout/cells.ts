/**
 * One table (or the place where one would be) as the cells of a grid: one class for each entry. A huge page is one wide cell over
 * the whole grid, with the pages that differ from it marked where they would be if it were split.
 */
import { present } from "../base/assert.ts";
import { entryIndex, type Geometry } from "../sim/include/geometry.ts";
import type { Run } from "../sim/include/observation.ts";
import { levelAbove, type TableId, tablePage } from "./geometry.ts";
import { type LensClass, NOTHING, OUTSIDE } from "./lens.ts";
import type { Scene } from "./scene.ts";
import { commonClass, countClasses, pageSpans, type Span, tableSpans } from "./spans.ts";
import { findTable, type ProcessTree, slotAt, type TableNode } from "./tables.ts";

export interface Cells {
	readonly id: TableId;
	/** `table`: it exists; `huge`: one huge entry stands in its place; `empty`: the entry that would lead here is none. */
	readonly state: "table" | "huge" | "empty";
	/** The table itself, or for `huge` the table that holds the huge entry; null when there is none. */
	readonly node: TableNode | null;
	readonly spans: readonly Span[];
	/** Class of every entry, as an index into `classes`. */
	readonly codes: Uint8Array;
	readonly classes: readonly LensClass[];
	/** The class of most entries; of a huge entry: the one that the wide cell is painted with. */
	readonly common: LensClass;
	/** The huge entry. */
	readonly huge: Run | null;
}

export function tableCells(scene: Scene, trees: readonly ProcessTree[], id: TableId): Cells {
	const { geometry } = scene;
	const node = findTable(trees, id, geometry);
	if (node !== null) return paint(id, "table", node, tableSpans(scene, node), geometry, null);
	const above = tableAbove(trees, id, geometry);
	const slot = above === null ? null : slotAt(above, entryIndex(geometry, above.id.level, id.page));
	if (above !== null && slot?.leaf && above.id.level === 1 && id.level === 0) {
		return paint(id, "huge", above, pageSpans(scene, id), geometry, slot.leaf.run);
	}
	const spans = id.level === 0 ? pageSpans(scene, id) : [{ index: 0, n: geometry.entries, kind: OUTSIDE }];
	return paint(id, "empty", null, spans, geometry, null);
}

/** The lowest table that the walk to this table reaches. */
export function tableAbove(trees: readonly ProcessTree[], id: TableId, geometry: Geometry): TableNode | null {
	for (let level = levelAbove(id.level); level !== null; level = levelAbove(level)) {
		const node = findTable(trees, { process: id.process, level, page: tablePage(geometry, level, id.page) }, geometry);
		if (node !== null) return node;
	}
	return null;
}

function paint(
	id: TableId,
	state: Cells["state"],
	node: TableNode | null,
	spans: readonly Span[],
	geometry: Geometry,
	huge: Run | null,
): Cells {
	const codes = new Uint8Array(geometry.entries);
	const classes: LensClass[] = [];
	const known = new Map<LensClass, number>();
	for (const { index, n, kind } of spans) {
		let code = known.get(kind);
		if (code === undefined) {
			code = classes.push(kind) - 1;
			known.set(kind, code);
		}
		codes.fill(code, index, index + n);
	}
	const common = state === "empty" ? NOTHING : commonClass(countClasses(spans));
	return { id, state, node, spans, codes, classes, common, huge };
}

/** Class of one cell. */
export function cellClass(cells: Cells, index: number): LensClass {
	return present(cells.classes[cells.codes[index] ?? 0], "class of a cell");
}

/** Cells as letters, `columns` a line: for tests, and for people who read text. */
export function drawCells(cells: Cells, columns: number): string {
	const lines: string[] = [];
	for (let from = 0; from < cells.codes.length; from += columns) {
		let line = "";
		for (let index = from; index < Math.min(from + columns, cells.codes.length); index++) line += cellClass(cells, index).letter;
		lines.push(line.trimEnd());
	}
	return lines.join("\n");
}
