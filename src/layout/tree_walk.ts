/** Where the arrow keys lead in the tree: up and down the levels, left and right along one level. */
import type { Strip, TreePicture } from "./tree_geometry.ts";

/** The strip that a key leads to; null when the key is none of the tree's, or leads nowhere. */
export function walkTree(picture: TreePicture, here: Strip, key: string): Strip | null {
	const { strips } = picture;
	const row = strips.filter((strip) => strip.row === here.row);
	const at = row.indexOf(here);
	switch (key) {
		case "ArrowUp":
			return (here.above === null ? undefined : strips[here.above]) ?? null;
		case "ArrowDown":
			return strips.find((strip) => strip.above === strips.indexOf(here)) ?? null;
		case "ArrowLeft":
			return row[at - 1] ?? null;
		case "ArrowRight":
			return row[at + 1] ?? null;
		case "Home":
			return row[0] ?? null;
		case "End":
			return row.at(-1) ?? null;
		default:
			return null;
	}
}
