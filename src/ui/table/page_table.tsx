import { type ReactNode, useMemo, useRef } from "react";
import { type CellWords, describeCell } from "../../layout/cell_words.ts";
import type { Cells } from "../../layout/cells.ts";
import type { CellMarks } from "../../layout/differing.ts";
import { sizeWords } from "../../layout/geometry.ts";
import { makeGrid } from "../../layout/grid.ts";
import type { Scene } from "../../layout/scene.ts";
import { tableWords } from "../../layout/table_words.ts";
import type { ProcessTree } from "../../layout/tables.ts";
import { entrySpan } from "../../sim/include/geometry.ts";
import { CellGrid } from "./cell_grid.tsx";
import styles from "./page_table.module.css";
import { useColours } from "./use_colours.ts";
import { useWidth } from "./use_width.ts";

export interface PageTableProps {
	readonly scene: Scene;
	readonly trees: readonly ProcessTree[];
	readonly cells: Cells;
	/** Index of the selected entry in this table. */
	readonly selected: number | null;
	/** What became of the table in this step; empty when there is nothing to say. */
	readonly note: string;
	/** A cell was clicked, or chosen with Enter. */
	readonly onChoose: (index: number) => void;
	/** Before the title: whose table it is, where several machines are compared. */
	readonly label?: string;
	/** What differs from the other side of a comparison; null where nothing does. */
	readonly marks?: CellMarks | null;
	/** Under the cells: the legend. */
	readonly children?: ReactNode;
}

/** One table, opened into its cells; a huge page as one wide entry in their place; a sentence where there is neither. */
export function PageTable({ scene, trees, cells, selected, note, onChoose, label, marks = null, children }: PageTableProps) {
	const frame = useRef<HTMLDivElement>(null);
	const width = useWidth(frame, 720);
	const colours = useColours(frame);
	const grid = useMemo(() => makeGrid(cells.codes.length, width), [cells.codes.length, width]);
	const words = useMemo(() => tableWords(scene, trees, cells), [scene, trees, cells]);
	return (
		<section className={styles.card} aria-label={words.title}>
			<div className={styles.head}>
				<h2>{label === undefined ? words.title : `${label} · ${words.title}`}</h2>
				<span className={styles.facts}>{words.facts}</span>
				<span className={styles.tags}>
					{words.tags.map((tag) => (
						<span key={tag.words} className={styles.tag} data-kind={tag.kind}>
							{tag.words}
						</span>
					))}
				</span>
			</div>
			<div ref={frame} className={styles.frame}>
				{cells.state === "empty" ? (
					<p className={styles.empty}>{note}</p>
				) : (
					<CellGrid
						cells={cells}
						grid={grid}
						colours={colours}
						label={`${words.title}, ${words.facts}`}
						selected={selected}
						marked={marks?.marked ?? null}
						describe={(index) => withDifference(describeCell(scene, cells, index), marks?.words(index) ?? "")}
						onChoose={onChoose}
					/>
				)}
				{cells.state === "huge" && (
					<span className={styles.wide} style={{ left: grid.left + (grid.columns * grid.pitch) / 2 }} aria-hidden="true">
						{`one entry of ${sizeWords(entrySpan(scene.geometry, 1)).replace("M", " M")}iB`}
					</span>
				)}
			</div>
			{children !== undefined && <div className={styles.foot}>{children}</div>}
		</section>
	);
}

function withDifference(cell: CellWords, differs: string): CellWords {
	return differs === "" ? cell : { ...cell, words: `${cell.words} · differs: ${differs}` };
}
