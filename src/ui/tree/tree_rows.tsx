import { LEVEL_NAMES, LEVELS, sizeWords } from "../../layout/geometry.ts";
import { countWords } from "../../layout/place.ts";
import type { Scene } from "../../layout/scene.ts";
import type { TreePicture } from "../../layout/tree_geometry.ts";
import { entrySpan } from "../../sim/include/geometry.ts";
import styles from "./page_tree.module.css";
import { rowTop, STRIP, type TreeFrame } from "./tree_frame.ts";

export interface TreeRowsProps {
	readonly scene: Scene;
	readonly picture: TreePicture;
	readonly path: ReadonlySet<number>;
	readonly frame: TreeFrame;
}

/** Names of the levels: which entry the walk to the focus takes, how much of the table is in use, and what one entry covers. */
export function TreeRows({ scene, picture, path, frame }: TreeRowsProps) {
	return LEVELS.map((level, row) => {
		const strips = picture.strips.filter((strip) => strip.row === row);
		const chosen = picture.strips.find((strip, index) => path.has(index) && strip.row === row);
		const next = picture.strips.find((strip, index) => path.has(index) && strip.row === row + 1);
		const entry = next?.index === null || next === undefined ? "" : `[${next.index}]`;
		const y = rowTop(frame, row);
		const shown = chosen ?? (strips.length === 1 ? strips[0] : undefined);
		const used =
			shown === undefined
				? strips.length === 0
					? "none"
					: countWords(strips.length, "table")
				: usedOf(shown.kind, shown.node.used, shown.node.entries);
		const huge = shown?.kind === "huge";
		const size = huge ? sizeWords(entrySpan(scene.geometry, 1)) : `${sizeWords(entrySpan(scene.geometry, level))} each`;
		const narrow = frame.left === 0;
		return (
			<g key={level}>
				<text
					x={narrow ? frame.width : 0}
					y={narrow ? y - 5 : y + STRIP - 6}
					textAnchor={narrow ? "end" : "start"}
					className={styles.level}
				>
					{LEVEL_NAMES[level]}
					<tspan className={styles.entry} dx={6}>
						{entry}
					</tspan>
					{narrow && <tspan className={styles.small} dx={8}>{`${used} · ${size}`}</tspan>}
				</text>
				{!narrow && (
					<text x={0} y={y + STRIP + 6} className={styles.small}>
						{`${used} · ${size}`}
					</text>
				)}
				{strips.length === 0 && <line x1={frame.left} x2={frame.width} y1={y + STRIP / 2} y2={y + STRIP / 2} className={styles.none} />}
			</g>
		);
	});
}

function usedOf(kind: "table" | "huge", used: number, entries: number): string {
	if (kind === "huge") return "one huge entry";
	return used === 0 ? "empty" : `${used} of ${entries}`;
}
