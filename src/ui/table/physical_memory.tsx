import { useMemo, useRef } from "react";
import { FRAME_WORDS, type FrameCell, type FrameLook, frameCells, type PhysicalPicture } from "../../layout/physical.ts";
import { rangeWords } from "../../layout/place.ts";
import table from "./page_table.module.css";
import styles from "./physical_memory.module.css";
import { useWidth } from "./use_width.ts";

export interface PhysicalMemoryProps {
	readonly picture: PhysicalPicture;
	/** Frame of the selected page. */
	readonly selected: number | null;
	/** `pfn`: page frame numbers; `label`: numbers in order of first appearance. */
	readonly frames: "pfn" | "label";
	/** Frames of the largest folio. */
	readonly hugePages: number;
}

const GUTTER = 50;
const LOOKS: readonly FrameLook[] = ["once", "shared", "ksm", "hole"];

/** Frames in use, folio by folio, in the order of their numbers: what is mapped once, more than once, or merged; and swap. */
export function PhysicalMemory({ picture, selected, frames, hugePages }: PhysicalMemoryProps) {
	const frame = useRef<HTMLDivElement>(null);
	const width = useWidth(frame, 720);
	const perRow = width - GUTTER > 128 * 4.5 ? 128 : 64;
	const { cells, per } = useMemo(() => frameCells(picture, Math.max(perRow, hugePages / 4)), [picture, perRow, hugePages]);
	const pitch = (width - GUTTER - 2) / perRow;
	const place = useMemo(() => placeCells(cells, perRow), [cells, perRow]);
	const rows = (place.at(-1)?.row ?? -1) + 1;
	const height = rows * ROW;
	const chosen = selected === null ? -1 : cells.findIndex(({ from, n }) => selected >= from && selected < from + n);
	const found = LOOKS.filter((look) => cells.some((cell) => cell.look === look));
	const ring = place[chosen];
	return (
		<section className={table.card} aria-label="Physical memory">
			<div className={table.head}>
				<h2>Physical memory</h2>
				<span className={table.facts}>{picture.words}</span>
				<span className={table.tags}>
					<span className={table.tag}>{picture.swapWords}</span>
				</span>
			</div>
			<div ref={frame}>
				{rows > 0 && (
					<svg aria-hidden="true" className={styles.strip} width={width} height={height}>
						{LOOKS.map((look) => (
							<path key={look} className={styles[look]} d={pathOf(cells, place, look, false, pitch)} />
						))}
						<path className={styles.head} d={pathOf(cells, place, null, true, pitch)} />
						{numbers(cells, place).map(({ row, from }) => (
							<text key={row} x={GUTTER - 10} y={row * ROW + 12} textAnchor="end" className={styles.number}>
								{frames === "pfn" ? from.toString(16) : from}
							</text>
						))}
						{ring !== undefined && (
							<rect
								className={styles.ring}
								x={GUTTER + ring.column * pitch - 1.5}
								y={ring.row * ROW + 1.5}
								width={pitch + 2}
								height={13}
								rx={3}
							/>
						)}
					</svg>
				)}
			</div>
			{rows > 0 && (
				<ul className={styles.legend} aria-label="Legend of physical memory">
					{found.map((look) => (
						<li key={look}>
							<svg aria-hidden="true" width="13" height="13">
								<path className={styles[look]} d={cellPath(look, 1.5, 0.5, 10)} />
							</svg>
							{FRAME_WORDS[look]}
						</li>
					))}
					{per > 1 && <li>{`one cell: ${per} frames`}</li>}
				</ul>
			)}
			<p className="heard">{chosen >= 0 ? `Frame ${rangeWords(selected ?? 0, 1)} is selected.` : ""}</p>
		</section>
	);
}

const ROW = 18;

interface Place {
	readonly row: number;
	readonly column: number;
}

/** Cells row by row; a folio begins in a new row when it would not fit into the rest of this one. */
function placeCells(cells: readonly FrameCell[], perRow: number): readonly Place[] {
	const places: Place[] = [];
	let row = 0;
	let column = 0;
	cells.forEach((cell, at) => {
		const next = cells[at - 1];
		if (next !== undefined && next.group !== cell.group) {
			const size = cells.reduce((sum, { group }) => sum + (group === cell.group ? 1 : 0), 0);
			column += 1;
			if (column + Math.min(size, perRow) > perRow) {
				row += 1;
				column = 0;
			}
		}
		if (column >= perRow) {
			row += 1;
			column = 0;
		}
		places.push({ row, column });
		column += 1;
	});
	return places;
}

function numbers(cells: readonly FrameCell[], places: readonly Place[]): readonly { readonly row: number; readonly from: number }[] {
	return places.flatMap((place, at) => (place.column === 0 ? [{ row: place.row, from: cells[at]?.from ?? 0 }] : []));
}

function pathOf(cells: readonly FrameCell[], places: readonly Place[], look: FrameLook | null, heads: boolean, pitch: number): string {
	let d = "";
	cells.forEach((cell, at) => {
		const place = places[at];
		if (place === undefined || (look !== null && cell.look !== look) || (heads && !cell.head)) return;
		if (heads && cell.look === "hole") return;
		d += cellPath(cell.look, GUTTER + place.column * pitch, place.row * ROW + 3, pitch - Math.min(1.5, pitch * 0.25));
	});
	return d;
}

/** A block; shared frames have a hole in the middle, merged ones two, so that they differ without colour. */
function cellPath(look: FrameLook, x: number, y: number, width: number): string {
	const rect = (left: number, top: number, w: number, h: number) => `M${left} ${top}h${w}v${h}h${-w}z`;
	const body = rect(x, y, width, 10);
	if (look === "shared") return body + rect(x + width * 0.25, y + 3.5, width * 0.5, 3);
	if (look === "ksm") return body + rect(x + width * 0.25, y + 2, width * 0.5, 2) + rect(x + width * 0.25, y + 6, width * 0.5, 2);
	return body;
}
