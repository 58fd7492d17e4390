/**
 * The page-table tree of every process, told from where the walks of an observation ended: a run at level L says that the tables
 * of level L and above exist over its pages. Only slots in use are listed; the empty ones are counted.
 *
 *   PGD ─ [32] ─ PUD ─ [0] ─ PMD ┬ [0] ─ PTE table
 *                                └ [1]   huge
 */
import { present } from "../base/assert.ts";
import { entryIndex, entrySpan, type Geometry } from "../sim/include/geometry.ts";
import type { Level, Observation, ProcessView, RegionView, Run } from "../sim/include/observation.ts";
import { LEVELS, levelAbove, pagesPerTable, type TableId, TOP_LEVEL, tablePage } from "./geometry.ts";

/** Entries `index … index+n-1` of a table, alike: leaves of one run, or one entry that leads to a lower table. */
export interface Slot {
	readonly index: number;
	readonly n: number;
	/** The lower table; null for a leaf. */
	readonly table: TableNode | null;
	/** The leaf's run and where it lies; null for an entry that leads to a table. */
	readonly leaf: { readonly region: RegionView; readonly run: Run } | null;
}

export interface TableNode {
	readonly id: TableId;
	/** Index in the table above; null for the root. */
	readonly index: number | null;
	/** Slots in use, in ascending order. */
	readonly slots: readonly Slot[];
	/** Entries in use: slots with their repetitions. */
	readonly used: number;
	/** Entries that are empty though a region reaches into them. */
	readonly emptyInRegions: number;
	/** Entries in all. */
	readonly entries: number;
	/** Regions that reach into the table, in the order of addresses. */
	readonly regions: readonly RegionView[];
}

export interface ProcessTree {
	readonly process: ProcessView;
	readonly root: TableNode;
}

interface Growing {
	id: TableId;
	index: number | null;
	slots: Slot[];
	regions: Set<RegionView>;
}

/** Observations never change, and each is asked for twice: at its own step and as the one before the next. */
const known = new WeakMap<Observation, { readonly geometry: Geometry; readonly trees: readonly ProcessTree[] }>();

/** Trees in the order of the processes; the same ones every time. */
export function pageTables(observation: Observation, geometry: Geometry): readonly ProcessTree[] {
	const before = known.get(observation);
	if (before?.geometry === geometry) return before.trees;
	const trees = observation.processes.map((process) => ({ process, root: treeOf(process, geometry) }));
	known.set(observation, { geometry, trees });
	return trees;
}

function treeOf(process: ProcessView, geometry: Geometry): TableNode {
	const tables = new Map<string, Growing>();
	const grow = (level: Level, page: number): Growing => {
		const start = tablePage(geometry, level, page);
		const key = `${level}:${start}`;
		const known = tables.get(key);
		if (known !== undefined) return known;
		const above = levelAbove(level);
		const index = above === null ? null : entryIndex(geometry, above, start);
		const made: Growing = { id: { process: process.id, level, page: start }, index, slots: [], regions: new Set() };
		tables.set(key, made);
		if (above !== null) grow(above, page);
		return made;
	};
	grow(TOP_LEVEL, 0);
	for (const region of process.regions) for (const run of region.runs) addRun(geometry, grow, region, run);

	const done = new Map<string, TableNode>();
	// From the leaves up, so that a table's slots are complete before the table above points to it.
	for (const level of [...LEVELS].reverse()) {
		for (const [key, table] of tables) {
			if (table.id.level !== level) continue;
			const node = finish(geometry, process, table);
			done.set(key, node);
			const above = levelAbove(level);
			if (above === null) continue;
			const parent = present(tables.get(`${above}:${tablePage(geometry, above, table.id.page)}`), "the table above");
			parent.slots.push({ index: present(node.index, "index of a table below the root"), n: 1, table: node, leaf: null });
		}
	}
	return present(done.get(`${TOP_LEVEL}:0`), "the root");
}

function addRun(geometry: Geometry, grow: (level: Level, page: number) => Growing, region: RegionView, run: Run): void {
	const from = region.start + run.at;
	const end = from + run.n;
	const inUse = run.frame !== undefined || run.slot !== undefined || run.marker !== undefined || run.special !== undefined;
	const span = entrySpan(geometry, run.level);
	for (let page = from; page < end; ) {
		const table = grow(run.level, page);
		const until = Math.min(end, table.id.page + pagesPerTable(geometry, run.level));
		if (inUse) {
			const index = entryIndex(geometry, run.level, page);
			const n = Math.ceil((until - page) / span);
			table.slots.push({ index, n, table: null, leaf: { region, run } });
		}
		page = until;
	}
}

function finish(geometry: Geometry, process: ProcessView, table: Growing): TableNode {
	const { level, page } = table.id;
	const entries = geometry.entries;
	const slots = mergeHuge(table.slots.sort((a, b) => a.index - b.index));
	const used = slots.reduce((sum, { n }) => sum + n, 0);
	const end = page + pagesPerTable(geometry, level);
	const span = entrySpan(geometry, level);
	const regions = process.regions.filter((region) => region.start < end && region.start + region.pages > page);
	const reached = new Uint8Array(entries);
	for (const region of regions) {
		const first = Math.floor((Math.max(region.start, page) - page) / span);
		const last = Math.ceil((Math.min(region.start + region.pages, end) - page) / span);
		reached.fill(1, first, last);
	}
	for (const slot of slots) reached.fill(0, slot.index, slot.index + slot.n);
	const emptyInRegions = reached.reduce((sum, one) => sum + one, 0);
	return { id: table.id, index: table.index, slots, used, emptyInRegions, entries, regions };
}

/** One huge entry whose pages read differently (pagemap of a part) comes as several runs; it is one slot. */
function mergeHuge(slots: readonly Slot[]): readonly Slot[] {
	const merged: Slot[] = [];
	for (const slot of slots) {
		const last = merged.at(-1);
		if (last !== undefined && last.index === slot.index && last.leaf !== null && slot.leaf !== null) continue;
		merged.push(slot);
	}
	return merged;
}

/** The table with this identity, if it exists. */
export function findTable(trees: readonly ProcessTree[], id: TableId, geometry: Geometry): TableNode | null {
	let node = trees.find(({ process }) => process.id === id.process)?.root ?? null;
	while (node !== null && node.id.level > id.level) {
		const index = entryIndex(geometry, node.id.level, id.page);
		node = slotAt(node, index)?.table ?? null;
	}
	return node;
}

/** The slot in use at an index; null for an empty entry. */
export function slotAt(node: TableNode, index: number): Slot | null {
	return node.slots.find((slot) => index >= slot.index && index < slot.index + slot.n) ?? null;
}
