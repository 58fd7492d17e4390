import type { TreePicture } from "../../layout/tree_geometry.ts";
import styles from "./page_tree.module.css";
import { funnel, LEAF, slotEnds, stripBox, TO_CELLS, type TreeFrame } from "./tree_frame.ts";

export interface TreeLinksProps {
	readonly picture: TreePicture;
	/** Places of the strips on the way to the table in focus. */
	readonly path: ReadonlySet<number>;
	readonly frame: TreeFrame;
	/** The last strip of the path opens into the cells below the picture. */
	readonly focused: boolean;
}

/** A slot opens into the table below it: a band from its two ends to the ends of the strip. The way to the focus lies on top. */
export function TreeLinks({ picture, path, frame, focused }: TreeLinksProps) {
	const links = picture.strips.flatMap((strip, index) => {
		const above = strip.above === null ? undefined : picture.strips[strip.above];
		if (above === undefined || strip.index === null) return [];
		const box = stripBox(frame, strip);
		const upper = stripBox(frame, above);
		const slot = slotEnds(upper, above.node.entries, strip.index, 1, 4);
		return [{ index, d: funnel(slot, upper.y + upper.height, [box.x0, box.x1], box.y) }];
	});
	const last = [...path].at(-1);
	const open = last === undefined ? undefined : picture.strips[last];
	const box = open === undefined ? null : stripBox(frame, open);
	return (
		<>
			{links.map(({ index, d }) => (path.has(index) ? null : <path key={index} d={d} className={styles.link} />))}
			{links.map(({ index, d }) => (path.has(index) ? <path key={index} d={d} className={styles.pathLink} /> : null))}
			{focused && box !== null && open?.row === 3 && (
				<path d={funnel([box.x0, box.x1], box.y + LEAF, [frame.left, frame.width], frame.height + TO_CELLS)} className={styles.pathLink} />
			)}
		</>
	);
}
