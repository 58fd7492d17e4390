/**
 * What a scenario's lines make of the world as far as its text alone tells: which processes live, which regions they know and where
 * those lie. Regions are placed as the recorder places them, 1 GiB apart from 0x100000000000 on, in the order of map and remap.
 */
import type { ProcessId, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";

export interface RegionPlace {
	readonly name: string;
	/** Virtual page number of its first page. */
	readonly start: number;
	/** Bytes. */
	readonly length: number;
	readonly shared: boolean;
}

export interface ProcessPlaces {
	/** In the order in which they came to be. */
	readonly regions: readonly RegionPlace[];
	/** A userfaultfd was opened. */
	readonly uffd: boolean;
	/** A migration of its pages was begun once. */
	readonly migrating: boolean;
}

export interface World {
	readonly processes: ReadonlyMap<ProcessId, ProcessPlaces>;
	/** Processes that lived once and exited. */
	readonly exited: ReadonlySet<ProcessId>;
	/** Virtual page number where the next region goes. */
	readonly next: number;
}

const FIRST_PAGE = 0x1000_0000_0000 / PAGE_SIZE;
/** 1 GiB in pages. */
const SPACING = 2 ** 30 / PAGE_SIZE;
/** First page past the user half of a 47-bit address space. */
export const LAST_PAGE = 2 ** 47 / PAGE_SIZE;

/** Before the first step: A lives and has no region. */
export const EMPTY_WORLD: World = {
	processes: new Map([["A", { regions: [], uffd: false, migrating: false }]]),
	exited: new Set(),
	next: FIRST_PAGE,
};

/** The world after a step, taken to succeed. A step of a process that does not live changes nothing. */
export function worldAfter(world: World, step: Step): World {
	const own = world.processes.get(step.process);
	const { operation } = step;
	if (own === undefined) return world;
	if (operation.kind === "map") return addRegion(world, step.process, own, operation.region, operation.length, operation.shared);
	if (operation.kind === "remap") {
		const from = own.regions.find((region) => region.name === operation.range.region);
		return addRegion(world, step.process, own, operation.to, operation.range.length, from?.shared ?? false);
	}
	if (operation.kind === "fork") {
		const exited = new Set(world.exited);
		exited.delete(operation.child);
		return {
			...world,
			exited,
			processes: new Map(world.processes).set(operation.child, { regions: own.regions, uffd: false, migrating: false }),
		};
	}
	if (operation.kind === "exit") return withoutProcess(world, step.process);
	if (operation.kind === "migrate_begin" && !own.migrating) {
		return { ...world, processes: new Map(world.processes).set(step.process, { ...own, migrating: true }) };
	}
	if (operation.kind === "uffd_open" && !own.uffd) {
		return { ...world, processes: new Map(world.processes).set(step.process, { ...own, uffd: true }) };
	}
	return world;
}

export function withoutProcess(world: World, process: ProcessId): World {
	const processes = new Map(world.processes);
	processes.delete(process);
	return { ...world, processes, exited: new Set(world.exited).add(process) };
}

/** Pages from one region's start to the next one's: whole GiB, more than one where the region is larger. */
function placeOf(length: number): number {
	return Math.max(1, Math.ceil(length / PAGE_SIZE / SPACING)) * SPACING;
}

function addRegion(world: World, process: ProcessId, own: ProcessPlaces, name: string, length: number, shared: boolean): World {
	const region: RegionPlace = { name, start: world.next, length, shared };
	const processes = new Map(world.processes).set(process, { ...own, regions: [...own.regions, region] });
	return { ...world, processes, next: world.next + placeOf(length) };
}
