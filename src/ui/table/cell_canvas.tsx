import { useLayoutEffect, useRef } from "react";
import type { Cells } from "../../layout/cells.ts";
import { sameTable } from "../../layout/geometry.ts";
import type { Grid } from "../../layout/grid.ts";
import styles from "./page_table.module.css";
import { type Brush, paintCells, paintMorph, repaintCells } from "./paint.ts";
import type { CanvasColours } from "./use_colours.ts";

/** How long a huge entry takes to become its cells, in milliseconds. */
const MORPH = 280;

export interface CellCanvasProps {
	readonly cells: Cells;
	readonly grid: Grid;
	readonly colours: CanvasColours | null;
}

/**
 * The cells of a table, painted. Says nothing to screen readers: the grid around it does. When the entry that was huge in the last
 * painting is a table in this one, or the other way round, one turns into the other.
 */
export function CellCanvas({ cells, grid, colours }: CellCanvasProps) {
	const canvasRef = useRef<HTMLCanvasElement>(null);
	const shown = useRef<Cells | null>(null);
	/** What the canvas holds at rest; null while it moves. */
	const painted = useRef<{ readonly brush: Brush; readonly cells: Cells } | null>(null);

	useLayoutEffect(() => {
		const canvas = canvasRef.current;
		const context = canvas?.getContext("2d") ?? null;
		if (canvas === null || context === null || colours === null) return;
		const ratio = window.devicePixelRatio || 1;
		const width = Math.ceil(grid.width * ratio);
		const height = Math.ceil((grid.height + 1) * ratio);
		if (canvas.width !== width || canvas.height !== height) {
			canvas.width = width;
			canvas.height = height;
			painted.current = null;
		}
		const brush = { context, colours, grid, ratio };
		const before = shown.current;
		shown.current = cells;
		const rest = () => {
			const held = painted.current;
			if (held !== null && sameBrush(held.brush, brush) && held.cells.state === cells.state) repaintCells(brush, held.cells, cells);
			else paintCells(brush, cells);
			painted.current = { brush, cells };
		};
		const turned = before !== null && sameTable(before.id, cells.id) && isTurn(before, cells);
		if (!turned || matchMedia("(prefers-reduced-motion: reduce)").matches) {
			rest();
			return;
		}
		painted.current = null;
		return play(MORPH, (t) => {
			if (t >= 1) rest();
			else if (cells.state === "huge") paintMorph(brush, cells, before, 1 - t);
			else paintMorph(brush, before, cells, t);
		});
	}, [cells, grid, colours]);

	return <canvas ref={canvasRef} className={styles.canvas} style={{ width: grid.width, height: grid.height + 1 }} />;
}

function sameBrush(a: Brush, b: Brush): boolean {
	return a.context === b.context && a.colours === b.colours && a.grid === b.grid && a.ratio === b.ratio;
}

function isTurn(before: Cells, now: Cells): boolean {
	return (before.state === "huge" && now.state === "table") || (before.state === "table" && now.state === "huge");
}

/** Calls `frame` with 0 … 1 until the time is over; returns how to stop. */
function play(duration: number, frame: (t: number) => void): () => void {
	let handle = 0;
	let start: number | null = null;
	const tick = (now: number) => {
		start ??= now;
		const t = Math.min(1, (now - start) / duration);
		frame(1 - (1 - t) ** 3);
		if (t < 1) handle = requestAnimationFrame(tick);
	};
	frame(0);
	handle = requestAnimationFrame(tick);
	return () => cancelAnimationFrame(handle);
}
