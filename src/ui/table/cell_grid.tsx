import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Cells } from "../../layout/cells.ts";
import { cellAt, cellPosition, type Grid, moveCursor } from "../../layout/grid.ts";
import { CellCanvas } from "./cell_canvas.tsx";
import styles from "./page_table.module.css";
import type { CanvasColours } from "./use_colours.ts";

export interface CellGridProps {
	readonly cells: Cells;
	readonly grid: Grid;
	readonly colours: CanvasColours | null;
	readonly label: string;
	/** Index of the selected cell in this table. */
	readonly selected: number | null;
	/** 1 for each cell that differs from the other side of a comparison. */
	readonly marked: Uint8Array | null;
	/** What stands at a cell, in words: for the tooltip and for screen readers. */
	readonly describe: (index: number) => { readonly place: string; readonly words: string };
	readonly onChoose: (index: number) => void;
}

/**
 * The cells with a pointer and a keyboard cursor. To screen readers it is a grid of which only the cell under the cursor exists: it
 * is the active descendant, and it is spoken as the cursor moves. The text twin holds all cells at once.
 */
export function CellGrid({ cells, grid, colours, label, selected, marked, describe, onChoose }: CellGridProps) {
	const id = useId();
	const entries = cells.codes.length;
	const [cursor, setCursor] = useState<number | null>(null);
	const [hover, setHover] = useState<number | null>(null);
	const [keyboard, setKeyboard] = useState(false);
	const frame = useRef<HTMLDivElement>(null);
	const active = Math.min(cursor ?? selected ?? 0, entries - 1);
	const told = describe(active);

	const under = (event: { readonly clientX: number; readonly clientY: number }): number | null => {
		const box = frame.current?.getBoundingClientRect();
		return box === undefined ? null : cellAt(grid, entries, event.clientX - box.left, event.clientY - box.top);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.altKey || event.metaKey) return;
		if (event.key === "Enter" || event.key === " ") {
			onChoose(active);
		} else {
			const next = moveCursor(grid, entries, active, event.key, event.ctrlKey);
			if (next === null) return;
			setCursor(next);
			setKeyboard(true);
		}
		// The arrows also step through time; not while the cursor is in here.
		event.preventDefault();
		event.stopPropagation();
	};

	const shown = hover ?? (keyboard ? active : null);
	return (
		// biome-ignore lint/a11y/useSemanticElements: a canvas cannot be a table; the text twin is one
		<div
			ref={frame}
			role="grid"
			tabIndex={0}
			aria-label={label}
			aria-rowcount={grid.rows}
			aria-colcount={grid.columns}
			aria-activedescendant={`${id}-cell`}
			className={styles.grid}
			style={{ width: grid.width, height: grid.height + 1 }}
			onKeyDown={onKeyDown}
			onFocus={(event) => {
				setCursor(selected);
				setKeyboard(event.currentTarget.matches(":focus-visible"));
			}}
			onBlur={() => setKeyboard(false)}
			onPointerMove={(event) => {
				const next = under(event);
				if (next !== hover) setHover(next);
			}}
			onPointerLeave={() => setHover(null)}
			onClick={(event) => {
				const index = under(event);
				if (index === null) return;
				setCursor(index);
				setKeyboard(false);
				onChoose(index);
			}}
		>
			<CellCanvas cells={cells} grid={grid} colours={colours} />
			<svg aria-hidden="true" className={styles.rings} width={grid.width} height={grid.height + 1}>
				{marked !== null && <path className={styles.differs} d={corners(grid, marked)} />}
				{selected !== null && <Ring grid={grid} index={selected} className={styles.selected} />}
				{keyboard && <Ring grid={grid} index={active} className={styles.cursor} />}
				{hover !== null && <Ring grid={grid} index={hover} className={styles.hover} />}
			</svg>
			<div className="heard">
				{/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: focus stays on the grid, which points here */}
				<div role="row" aria-rowindex={Math.floor(active / grid.columns) + 1}>
					{/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above */}
					<div
						role="gridcell"
						id={`${id}-cell`}
						aria-colindex={(active % grid.columns) + 1}
						aria-selected={active === selected}
					>{`${told.place}: ${told.words}`}</div>
				</div>
			</div>
			{shown !== null && <Tip grid={grid} index={shown} text={describe(shown)} />}
		</div>
	);
}

/** A corner of every marked cell, as one path. */
function corners(grid: Grid, marked: Uint8Array): string {
	const side = Math.max(4, grid.cell * 0.5);
	let path = "";
	for (let index = 0; index < marked.length; index++) {
		if (marked[index] !== 1) continue;
		const { x, y } = cellPosition(grid, index);
		path += `M${x + grid.cell - side} ${y - 1}h${side + 1}v${side + 1}Z`;
	}
	return path;
}

function Ring({ grid, index, className }: { readonly grid: Grid; readonly index: number; readonly className: string | undefined }) {
	const { x, y } = cellPosition(grid, index);
	return <rect className={className} x={x - 1.5} y={y - 1.5} width={grid.cell + 3} height={grid.cell + 3} rx={3.5} fill="none" />;
}

interface TipProps {
	readonly grid: Grid;
	readonly index: number;
	readonly text: { readonly place: string; readonly words: string };
}

/** Beside the cell, on the side where there is room; never under the pointer. */
function Tip({ grid, index, text }: TipProps) {
	const { x, y } = cellPosition(grid, index);
	const right = x > grid.width / 2;
	const style = {
		top: y + grid.pitch + 4,
		...(right ? { right: Math.max(0, grid.width - x - grid.pitch) } : { left: x }),
	};
	return (
		<div className={styles.tip} style={style} aria-hidden="true">
			<b className="mono">{text.place}</b>
			<span>{text.words}</span>
		</div>
	);
}
