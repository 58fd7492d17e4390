/** The grid of a table's cells: how many a row, which cell is where, and where the cursor keys lead. Pixels, no DOM. */

export interface Grid {
	readonly columns: number;
	readonly rows: number;
	/** Distance from one cell to the next. */
	readonly pitch: number;
	/** Side of a cell; the rest of the pitch is the gap. */
	readonly cell: number;
	/** Left and top of the first cell. */
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

/** Room for row numbers on the left. */
const GUTTER = 34;
/** Room for the ring around a cell at the border. */
const MARGIN = 3;
/** Below this pitch cells are too small to be told apart; the grid takes half as many columns and twice the rows. */
const SMALLEST_PITCH = 9.5;
const LARGEST_PITCH = 22;

/** A grid of `entries` (a power of two) cells, as wide as it may be. Wide grids are 64 by 8; narrow ones 32 by 16 or 16 by 32. */
export function makeGrid(entries: number, width: number): Grid {
	const room = Math.max(width - GUTTER - 2 * MARGIN, 16);
	let columns = Math.min(64, entries);
	while (columns > 16 && room / columns < SMALLEST_PITCH) columns /= 2;
	const rows = Math.ceil(entries / columns);
	const pitch = Math.min(room / columns, LARGEST_PITCH);
	const gap = Math.max(1, Math.min(2, pitch * 0.14));
	return {
		columns,
		rows,
		pitch,
		cell: pitch - gap,
		left: GUTTER + MARGIN,
		top: MARGIN,
		width: GUTTER + 2 * MARGIN + columns * pitch,
		height: rows * pitch - gap + 2 * MARGIN,
	};
}

/** Left and top of a cell. */
export function cellPosition(grid: Grid, index: number): { readonly x: number; readonly y: number } {
	return { x: grid.left + (index % grid.columns) * grid.pitch, y: grid.top + Math.floor(index / grid.columns) * grid.pitch };
}

/** The cell at a point, gaps counted to the cell before them; null outside. */
export function cellAt(grid: Grid, entries: number, x: number, y: number): number | null {
	const column = Math.floor((x - grid.left) / grid.pitch);
	const row = Math.floor((y - grid.top) / grid.pitch);
	if (column < 0 || column >= grid.columns || row < 0 || row >= grid.rows) return null;
	const index = row * grid.columns + column;
	return index < entries ? index : null;
}

/** Where a key leads from a cell: arrows by one, Home and End in the row (with `whole` in the table), pages by half the rows. */
export function moveCursor(grid: Grid, entries: number, index: number, key: string, whole: boolean): number | null {
	const row = Math.floor(index / grid.columns);
	const first = row * grid.columns;
	const jump = Math.max(1, Math.floor(grid.rows / 2)) * grid.columns;
	const within = (next: number): number => (next < 0 || next >= entries ? index : next);
	switch (key) {
		case "ArrowRight":
			return within(index + 1);
		case "ArrowLeft":
			return within(index - 1);
		case "ArrowDown":
			return within(index + grid.columns);
		case "ArrowUp":
			return within(index - grid.columns);
		case "Home":
			return whole ? 0 : first;
		case "End":
			return whole ? entries - 1 : Math.min(entries - 1, first + grid.columns - 1);
		case "PageDown":
			return index + jump < entries ? index + jump : entries - grid.columns + (index % grid.columns);
		case "PageUp":
			return index - jump >= 0 ? index - jump : index % grid.columns;
		default:
			return null;
	}
}
