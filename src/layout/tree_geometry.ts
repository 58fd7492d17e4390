/**
 * The tree of page tables as strips: one row a level, every table a strip of its slots, side by side with its siblings and exactly
 * above the tables that it leads to. Positions across are fractions of the whole width, so that zooming is one multiplication.
 */
import { hierarchy, partition } from "d3-hierarchy";
import type { Geometry } from "../sim/include/geometry.ts";
import { entrySpan } from "../sim/include/geometry.ts";
import type { Level } from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import { sameTable, type TableId } from "./geometry.ts";
import type { ProcessTree, TableNode } from "./tables.ts";
import type { Viewport } from "./viewport.ts";

/** A table, or a huge entry in the place of one. */
export interface Strip {
	/** For a huge entry: the position of the table that it would be. */
	readonly id: TableId;
	/** 0 PGD … 3 PTE. */
	readonly row: number;
	readonly x0: number;
	readonly x1: number;
	readonly kind: "table" | "huge";
	/** The table; of a huge entry, the table that holds it. */
	readonly node: TableNode;
	/** Index in the table above; null for a root. */
	readonly index: number | null;
	/** The strip above, by its place in the list. */
	readonly above: number | null;
}

export interface TreePicture {
	readonly strips: readonly Strip[];
	readonly processes: readonly ProcessId[];
}

interface Branch {
	readonly strip: Omit<Strip, "x0" | "x1" | "above"> | null;
	readonly children: readonly Branch[];
}

/** Strips from the root down; a table comes before the tables below it. */
export function treePicture(trees: readonly ProcessTree[], geometry: Geometry): TreePicture {
	const root: Branch = { strip: null, children: trees.map(({ root: table }) => branchOf(table, geometry)) };
	const laid = partition<Branch>().size([1, 1])(hierarchy(root, ({ children }) => children).count());
	const strips: Strip[] = [];
	const places = new Map<Branch, number>();
	laid.eachBefore((node) => {
		const { strip } = node.data;
		if (strip === null) return;
		const above = node.parent === null ? undefined : places.get(node.parent.data);
		places.set(node.data, strips.length);
		strips.push({ ...strip, x0: node.x0, x1: node.x1, above: above ?? null });
	});
	return { strips, processes: trees.map(({ process }) => process.id) };
}

function branchOf(table: TableNode, geometry: Geometry): Branch {
	const children: Branch[] = [];
	for (const slot of table.slots) {
		if (slot.table !== null) children.push(branchOf(slot.table, geometry));
		else if (table.id.level === 1) for (let k = 0; k < slot.n; k++) children.push(hugeBranch(table, slot.index + k, geometry));
	}
	return { strip: { id: table.id, row: rowOf(table.id.level), kind: "table", node: table, index: table.index }, children };
}

function hugeBranch(table: TableNode, index: number, geometry: Geometry): Branch {
	const page = table.id.page + index * entrySpan(geometry, table.id.level);
	const id: TableId = { process: table.id.process, level: 0, page };
	return { strip: { id, row: rowOf(0), kind: "huge", node: table, index }, children: [] };
}

function rowOf(level: Level): number {
	return 3 - level;
}

/** Middle of a slot, as a fraction of the whole width. */
export function slotMiddle(strip: Strip, index: number): number {
	return strip.x0 + ((index + 0.5) / strip.node.entries) * (strip.x1 - strip.x0);
}

/** Places of the strips on the way from the root to a table position, from the root down. */
export function pathTo(picture: TreePicture, id: TableId | null): readonly number[] {
	if (id === null) return [];
	let at: number | null = picture.strips.findIndex((strip) => sameTable(strip.id, id));
	const path: number[] = [];
	while (at !== null && at >= 0) {
		path.unshift(at);
		at = picture.strips[at]?.above ?? null;
	}
	return path;
}

/**
 * What each row shows when the picture is magnified: a table above grows until it fills the window and then stays, so that the walk
 * from the root to a magnified entry is always in sight; only the last row goes on. Continuous in the magnification.
 */
export function rowViews(picture: TreePicture, view: Viewport): readonly Viewport[] {
	const centre = view.from + 0.5 / view.scale;
	return [0, 1, 2, 3].map((row) => {
		if (row === 3) return view;
		const strips = picture.strips.filter((strip) => strip.row === row);
		const strip = strips.find(({ x0, x1 }) => centre >= x0 && centre <= x1);
		const width = strip === undefined ? 0 : strip.x1 - strip.x0;
		const filled = view.scale * width;
		if (strip === undefined || filled <= 1) return view;
		return { scale: 1 / width, from: strip.x0 + (view.from - strip.x0) / filled };
	});
}

/** The tree in lines, for tests: `PMD x=0–1 A [0] PTE, [1] huge`. */
export function drawTree(picture: TreePicture): string {
	return picture.strips
		.map((strip) => {
			const place = strip.index === null ? strip.id.process : `[${strip.index}]`;
			const name = strip.kind === "huge" ? "huge" : ["PGD", "PUD", "PMD", "PTE"][strip.row];
			const used = strip.kind === "huge" ? "" : ` ${strip.node.used} of ${strip.node.entries}`;
			return `${"  ".repeat(strip.row)}${place} ${name}${used} · ${round(strip.x0)}–${round(strip.x1)}`;
		})
		.join("\n");
}

function round(x: number): number {
	return Math.round(x * 1000) / 1000;
}
