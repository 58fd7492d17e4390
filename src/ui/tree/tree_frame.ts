/** Where things are in the picture of the tree, in pixels. */
import { rowViews, type Strip, type TreePicture } from "../../layout/tree_geometry.ts";
import { inView, type Viewport, WHOLE } from "../../layout/viewport.ts";

export interface TreeFrame {
	readonly width: number;
	/** Left end of the strips; level names stand before it, or above the strips where that is narrow. */
	readonly left: number;
	/** Width of the strips. */
	readonly span: number;
	readonly rowHeight: number;
	/** From the top of a row to its strip. */
	readonly caption: number;
	readonly height: number;
	/** What each row shows of the picture, from the root down. */
	readonly views: readonly Viewport[];
}

export const STRIP = 14;
export const LEAF = 20;
export const ROWS = 4;
/** Below this width level names stand above the strips. */
const NARROW = 560;
const GUTTER = 128;
/** Pixels from which on the index of an entry fits into it. */
export const NUMBERED = 40;
/** Room above the first row for the mark of something missed. */
const TOP = 8;
/** From the picture to the cells below it, which the table in focus opens into. */
export const TO_CELLS = 12;
/** Space between the strips of siblings. */
const BETWEEN = 5;

export function treeFrame(width: number, picture: TreePicture, view: Viewport): TreeFrame {
	const narrow = width < NARROW;
	const left = narrow ? 0 : GUTTER;
	const caption = narrow ? 17 : picture.strips.length > ROWS ? 15 : 3;
	const rowHeight = caption + STRIP + 24;
	return { width, left, span: width - left - 1, rowHeight, caption, height: TOP + ROWS * rowHeight - 12, views: rowViews(picture, view) };
}

export function treeLeft(width: number): number {
	return width < NARROW ? 0 : GUTTER;
}

/** Top of the strips of a row. */
export function rowTop(frame: TreeFrame, row: number): number {
	return TOP + row * frame.rowHeight + frame.caption;
}

export interface StripBox {
	/** Both ends, in pixels from the left of the picture; they may lie outside of the window. */
	readonly x0: number;
	readonly x1: number;
	readonly y: number;
	readonly height: number;
}

export function stripBox(frame: TreeFrame, strip: Strip): StripBox {
	const view = frame.views[strip.row] ?? WHOLE;
	const between = Math.min(BETWEEN, ((strip.x1 - strip.x0) * frame.span * view.scale) / 4);
	const ends = [strip.x0, strip.x1].map((x) => frame.left + inView(view, x) * frame.span);
	return {
		x0: (ends[0] ?? 0) + (strip.x0 > 0 ? between / 2 : 0),
		x1: (ends[1] ?? 0) - (strip.x1 < 1 ? between / 2 : 0),
		y: rowTop(frame, strip.row),
		height: strip.row === 3 ? LEAF : STRIP,
	};
}

/** Left and right end of a slot, at least `smallest` wide. */
export function slotEnds(box: StripBox, entries: number, index: number, n: number, smallest: number): readonly [number, number] {
	const pitch = (box.x1 - box.x0) / entries;
	const from = box.x0 + index * pitch;
	const width = Math.max(n * pitch, smallest);
	const left = Math.min(Math.max(from - (width - n * pitch) / 2, box.x0), Math.max(box.x1 - width, box.x0));
	return [left, left + width];
}

/** A band from a slot down to the whole table that it opens into. */
export function funnel(slot: readonly [number, number], from: number, below: readonly [number, number], to: number): string {
	const middle = (from + to) / 2;
	return (
		`M${slot[0]} ${from}C${slot[0]} ${middle} ${below[0]} ${middle} ${below[0]} ${to}` +
		`H${below[1]}C${below[1]} ${middle} ${slot[1]} ${middle} ${slot[1]} ${from}Z`
	);
}
