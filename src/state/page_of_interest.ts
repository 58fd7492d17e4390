/** Which page to select in a scenario that nobody chose a page of: the one that its story is most likely about. */
import type { Film } from "../history/film.ts";
import type { Operation, Range } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import type { Selection } from "./stage.ts";

function written(operation: Operation): Range | null {
	return operation.kind === "write" || operation.kind === "store" ? operation.range : null;
}

/** The first page written alone after a clear_refs, or written at all, or mapped; null when nothing is mapped. */
export function pageOfInterest({ steps }: Pick<Film, "steps">): Selection | null {
	let cleared = false;
	let write: Selection | null = null;
	let map: Selection | null = null;
	for (const { parsed } of steps) {
		if (parsed === undefined) continue;
		const { process, operation } = parsed;
		if (operation.kind === "clear_refs") cleared = true;
		if (operation.kind === "map") map ??= { process, region: operation.region, page: 0 };
		const range = written(operation);
		if (range === null) continue;
		const place = { process, region: range.region, page: Math.floor(range.offset / PAGE_SIZE) };
		if (cleared && range.length <= PAGE_SIZE) return place;
		write ??= place;
	}
	return write ?? map;
}
