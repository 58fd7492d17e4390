/** One cell in words: for tooltips and for people who listen. */
import { entrySpan } from "../sim/include/geometry.ts";
import { type Cells, cellClass } from "./cells.ts";
import { LEVEL_NAMES } from "./geometry.ts";
import { addressWords, placeAt } from "./place.ts";
import type { Scene } from "./scene.ts";
import { pageSpans } from "./spans.ts";
import { bitWords, targetWords } from "./twin_rows.ts";

export interface CellWords {
	/** `heap+0x3000 · PTE[3]`. */
	readonly place: string;
	/** `written, not reported: missed · P W U A NX · frame 3`. */
	readonly words: string;
}

export function describeCell(scene: Scene, cells: Cells, index: number): CellWords {
	const { level } = cells.id;
	const page = cells.id.page + index * entrySpan(scene.geometry, level);
	const place = placeAt(scene.observation, cells.id.process, page);
	const address = place === null ? "" : `${addressWords(place.region.name, place.page)} · `;
	const name = cells.state === "huge" ? `page ${index} of the huge entry` : `${LEVEL_NAMES[level]}[${index}]`;
	const words = [cellClass(cells, index).words];
	const span = level === 0 ? pageSpans(scene, cells.id).find((found) => index >= found.index && index < found.index + found.n) : undefined;
	if (span?.run && span.piece && span.piece.facts.form !== "none" && place !== null) {
		words.push(bitWords(span.run, span.piece.facts));
		const target = targetWords(span.run, place.page, 1);
		words.push(/^\d/.test(target) ? `frame ${target}` : target);
	}
	return { place: `${address}${name}`, words: words.filter((word) => word !== "").join(" · ") };
}
