/** Which table the picture opens: the one that was asked for, else the one around the selection, else the first that holds something. */
import type { Geometry } from "../sim/include/geometry.ts";
import { entrySpan } from "../sim/include/geometry.ts";
import type { Observation } from "../sim/include/observation.ts";
import { LEVEL_NAMES, type TableId, tablePage } from "./geometry.ts";
import { findPlace, type PlaceOfPage } from "./place.ts";
import type { ProcessTree, TableNode } from "./tables.ts";

/** Always a table position of an existing process, or null when no process is left. */
export function resolveFocus(
	observation: Observation,
	trees: readonly ProcessTree[],
	asked: TableId | null,
	selection: PlaceOfPage | null,
	geometry: Geometry,
): TableId | null {
	if (asked !== null && trees.some(({ process }) => process.id === asked.process)) return asked;
	const place = findPlace(observation, selection);
	if (place !== null) {
		const page = tablePage(geometry, 0, place.region.start + place.page);
		return { process: place.process.id, level: 0, page };
	}
	for (const { root } of trees) {
		const first = firstPosition(root, geometry);
		if (first !== null) return first;
	}
	const process = observation.processes[0];
	if (process === undefined) return null;
	const start = process.regions[0]?.start;
	return { process: process.id, level: start === undefined ? 3 : 0, page: start === undefined ? 0 : tablePage(geometry, 0, start) };
}

function firstPosition(node: TableNode, geometry: Geometry): TableId | null {
	if (node.id.level === 0) return node.id;
	for (const slot of node.slots) {
		if (slot.table === null) {
			const page = node.id.page + slot.index * entrySpan(geometry, node.id.level);
			return { process: node.id.process, level: 0, page };
		}
		const below = firstPosition(slot.table, geometry);
		if (below !== null) return below;
	}
	return null;
}

/** `PTE table of PMD[0]`, `PGD`. */
export function tableTitle(id: TableId, index: number | null): string {
	const name = LEVEL_NAMES[id.level];
	if (id.level === 3 || index === null) return name;
	return `${name} table of ${LEVEL_NAMES[id.level + 1]}[${index}]`;
}
