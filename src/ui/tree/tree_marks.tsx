import type { DifferingStretch } from "../../layout/differing.ts";
import { pagesPerTable } from "../../layout/geometry.ts";
import type { TreePicture } from "../../layout/tree_geometry.ts";
import type { Geometry } from "../../sim/include/geometry.ts";
import styles from "./page_tree.module.css";
import { stripBox, type TreeFrame } from "./tree_frame.ts";

interface Props {
	readonly picture: TreePicture;
	readonly frame: TreeFrame;
	readonly geometry: Geometry;
	/** Ascending within a process. */
	readonly stretches: readonly DifferingStretch[];
}

/** Pixels below which two marks would run into each other. */
const APART = 5;
const SIZE = 3.5;

/** Over every strip: wedges where it differs from the other side, a bar where a whole stretch does. */
export function TreeMarks({ picture, frame, geometry, stretches }: Props) {
	let path = "";
	for (const strip of picture.strips) {
		const { x0, x1, y } = stripBox(frame, strip);
		if (x1 < frame.left || x0 > frame.width) continue;
		const { process, level, page } = strip.id;
		const pages = pagesPerTable(geometry, level);
		const scale = (x1 - x0) / pages;
		let last = Number.NEGATIVE_INFINITY;
		for (const stretch of stretches) {
			if (stretch.process !== process || stretch.from >= page + pages || stretch.from + stretch.n <= page) continue;
			const from = x0 + Math.max(0, stretch.from - page) * scale;
			const to = x0 + Math.min(pages, stretch.from + stretch.n - page) * scale;
			if (to - last < APART) continue;
			const at = Math.max(from, last);
			if (to - at > 2 * SIZE) path += `M${at} ${y - 4}H${to}V${y - 2}H${at}Z`;
			const middle = Math.max((at + to) / 2, at + SIZE);
			path += `M${middle - SIZE} ${y - 5}h${2 * SIZE}l${-SIZE} ${SIZE + 2}Z`;
			last = to;
		}
	}
	return path === "" ? null : <path className={styles.differs} d={path} />;
}
