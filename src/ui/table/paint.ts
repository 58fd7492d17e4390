import type { Cells } from "../../layout/cells.ts";
import { cellClass } from "../../layout/cells.ts";
import { cellPosition, type Grid } from "../../layout/grid.ts";
import type { LensClass } from "../../layout/lens.ts";
import { drawSprite } from "./sprites.ts";
import type { CanvasColours } from "./use_colours.ts";

export interface Brush {
	readonly context: CanvasRenderingContext2D;
	readonly colours: CanvasColours;
	readonly grid: Grid;
	/** Device pixels a CSS pixel. */
	readonly ratio: number;
}

/** Cells on their own: a table, or (with `cells.huge`) one wide entry with the pages that differ from it. */
export function paintCells(brush: Brush, cells: Cells): void {
	clear(brush);
	if (cells.state === "huge") paintWide(brush, cells, 1);
	else paintSmall(brush, cells, 1);
	paintRowNumbers(brush, cells.codes.length);
}

/** Turns the painting of `before` into that of `cells`, which is in the same state: only cells of another class are painted. */
export function repaintCells(brush: Brush, before: Cells, cells: Cells): void {
	const changed: number[] = [];
	for (let index = 0; index < cells.codes.length; index++) {
		if (cellClass(before, index) !== cellClass(cells, index)) changed.push(index);
	}
	if (changed.length === 0 && before.common === cells.common && before.codes.length === cells.codes.length) return;
	// Marks of a wide entry lie on it, and on a table nearly all of another class are painted faster all at once.
	if (cells.state === "huge" || before.codes.length !== cells.codes.length || changed.length > MOST_APART) {
		paintCells(brush, cells);
		return;
	}
	const { context, grid, ratio } = brush;
	const size = Math.round(grid.cell * ratio);
	for (const index of changed) {
		const { x, y } = cellPosition(grid, index);
		const sprite = spriteOf(brush, cellClass(cells, index), size);
		context.clearRect(snap(x, ratio), snap(y, ratio), size / ratio, size / ratio);
		if (sprite !== null) context.drawImage(sprite, snap(x, ratio), snap(y, ratio), size / ratio, size / ratio);
	}
}

/** Cells painted one by one. */
const MOST_APART = 300;

/**
 * Between a wide entry and its 512 cells. `t` 0: one block; then gaps open in it, and every piece takes its own mark. Played
 * backwards it is the collapse of a table into one entry.
 */
export function paintMorph(brush: Brush, wide: Cells, small: Cells, t: number): void {
	const { context, grid, colours, ratio } = brush;
	clear(brush);
	const gap = (grid.pitch - grid.cell) * t;
	const side = grid.pitch - gap;
	const fill = blockFill(wide.common);
	context.fillStyle = colours[fill.tone];
	context.globalAlpha = (1 - t) * Math.max(fill.alpha, 0.16);
	for (let index = 0; index < small.codes.length; index++) {
		const { x, y } = cellPosition(grid, index);
		context.fillRect(snap(x, ratio), snap(y, ratio), side, side);
	}
	context.globalAlpha = 1;
	paintSmall(brush, small, t);
	paintRowNumbers(brush, small.codes.length);
}

function clear({ context, grid, ratio }: Brush): void {
	context.setTransform(ratio, 0, 0, ratio, 0, 0);
	context.globalAlpha = 1;
	context.clearRect(0, 0, grid.width, grid.height + 1);
}

function paintSmall(brush: Brush, cells: Cells, alpha: number): void {
	const { context, grid, ratio } = brush;
	const size = Math.round(grid.cell * ratio);
	const sprites = cells.classes.map((kind) => spriteOf(brush, kind, size));
	context.globalAlpha = alpha;
	for (let index = 0; index < cells.codes.length; index++) {
		const sprite = sprites[cells.codes[index] ?? 0];
		if (sprite === null || sprite === undefined) continue;
		const { x, y } = cellPosition(grid, index);
		context.drawImage(sprite, snap(x, ratio), snap(y, ratio), size / ratio, size / ratio);
	}
	context.globalAlpha = 1;
}

/** How a block of one class is painted: the same fills as the marks, as large as the block. */
function blockFill(kind: LensClass): { readonly tone: LensClass["tone"]; readonly alpha: number } {
	switch (kind.fill) {
		case "full":
		case "cutbar":
			return { tone: kind.tone, alpha: 1 };
		case "nested":
			return { tone: kind.tone, alpha: 0.34 };
		case "cross":
		case "dot":
		case "bar":
			return { tone: kind.tone, alpha: 0.14 };
		case "none":
			return { tone: kind.tone, alpha: 0 };
	}
}

function paintWide(brush: Brush, cells: Cells, alpha: number): void {
	const { context, grid, colours, ratio } = brush;
	const width = grid.columns * grid.pitch - (grid.pitch - grid.cell);
	const height = grid.rows * grid.pitch - (grid.pitch - grid.cell);
	const fill = blockFill(cells.common);
	context.globalAlpha = alpha * fill.alpha;
	context.fillStyle = colours[fill.tone];
	context.beginPath();
	context.roundRect(grid.left, grid.top, width, height, 6);
	context.fill();
	context.globalAlpha = alpha;
	context.strokeStyle = colours[cells.common.tone];
	context.lineWidth = 1.5;
	context.beginPath();
	context.roundRect(grid.left + 0.75, grid.top + 0.75, width - 1.5, height - 1.5, 5.5);
	context.stroke();
	const size = Math.round(grid.cell * ratio);
	for (let index = 0; index < cells.codes.length; index++) {
		const kind = cellClass(cells, index);
		if (kind === cells.common) continue;
		const sprite = spriteOf(brush, kind, size);
		const { x, y } = cellPosition(grid, index);
		context.fillStyle = colours.card;
		context.beginPath();
		context.roundRect(x - 1, y - 1, grid.cell + 2, grid.cell + 2, 3);
		context.fill();
		if (sprite !== null) context.drawImage(sprite, snap(x, ratio), snap(y, ratio), size / ratio, size / ratio);
	}
	context.globalAlpha = 1;
}

const spritesOf = new WeakMap<CanvasColours, Map<string, HTMLCanvasElement | null>>();

/** Sprites are kept with the colours that they were drawn in. */
function spriteOf(brush: Brush, kind: LensClass, size: number): HTMLCanvasElement | null {
	const known = spritesOf.get(brush.colours) ?? new Map<string, HTMLCanvasElement | null>();
	spritesOf.set(brush.colours, known);
	const key = `${kind.form} ${kind.fill} ${kind.tone} ${size}`;
	const sprite = known.get(key) ?? drawSprite(kind, size, brush.colours);
	known.set(key, sprite);
	return sprite;
}

const rowNumbersOf = new WeakMap<Grid, { readonly colours: CanvasColours; readonly ratio: number; readonly picture: HTMLCanvasElement }>();

/** Text is dear to draw and the same in every step: it is kept as a picture. */
function paintRowNumbers({ context, grid, colours, ratio }: Brush, entries: number): void {
	const known = rowNumbersOf.get(grid);
	const picture = known?.colours === colours && known.ratio === ratio ? known.picture : drawRowNumbers(grid, colours, ratio, entries);
	if (picture === null) return;
	rowNumbersOf.set(grid, { colours, ratio, picture });
	context.drawImage(picture, 0, 0, picture.width / ratio, picture.height / ratio);
}

function drawRowNumbers(grid: Grid, colours: CanvasColours, ratio: number, entries: number): HTMLCanvasElement | null {
	const canvas = document.createElement("canvas");
	canvas.width = Math.ceil(grid.left * ratio);
	canvas.height = Math.ceil((grid.height + 1) * ratio);
	const context = canvas.width === 0 ? null : canvas.getContext("2d");
	if (context === null) return null;
	context.scale(ratio, ratio);
	context.fillStyle = colours.soft;
	context.font = `${Math.max(9, Math.min(11, grid.pitch - 2))}px ui-monospace, "DejaVu Sans Mono", monospace`;
	context.textAlign = "right";
	context.textBaseline = "middle";
	const every = Math.max(1, Math.ceil(9.5 / grid.pitch));
	for (let row = 0; row < grid.rows && row * grid.columns < entries; row += every) {
		context.fillText(String(row * grid.columns), grid.left - 8, grid.top + row * grid.pitch + grid.cell / 2 + 0.5);
	}
	return canvas;
}

/** To whole device pixels, so that cells are equally sharp. */
function snap(value: number, ratio: number): number {
	return Math.round(value * ratio) / ratio;
}
