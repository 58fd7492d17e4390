/** Tables and levels, in the words and units of pictures. Pages are virtual page numbers; sizes are counted in base pages. */
import { alignDown, type Geometry } from "../sim/include/geometry.ts";
import type { Level } from "../sim/include/observation.ts";
import type { ProcessId } from "../sim/include/operation.ts";

/** A page table: its process, its level (0 PTE … 3 PGD) and the first page that it translates. */
export interface TableId {
	readonly process: ProcessId;
	readonly level: Level;
	readonly page: number;
}

/** From the root down. */
export const LEVELS: readonly Level[] = [3, 2, 1, 0];
export const TOP_LEVEL: Level = 3;

/** Names of the tables by level, as the kernel has them. */
export const LEVEL_NAMES = ["PTE", "PMD", "PUD", "PGD"] as const;

/** Pages that one table of this level translates. */
export function pagesPerTable(geometry: Geometry, level: Level): number {
	return 2 ** (geometry.bits * (level + 1));
}

/** First page of the table of this level around `page`: the table's identity. */
export function tablePage(geometry: Geometry, level: Level, page: number): number {
	return level === TOP_LEVEL ? 0 : alignDown(geometry, level + 1, page);
}

export function sameTable(a: TableId | null, b: TableId | null): boolean {
	return a === b || (a !== null && b !== null && a.process === b.process && a.level === b.level && a.page === b.page);
}

/** A key that no other table has. */
export function tableKey(table: TableId): string {
	return `${table.process}/${table.level}/${table.page}`;
}

export function levelAbove(level: Level): Level | null {
	return level === 0 ? 1 : level === 1 ? 2 : level === 2 ? 3 : null;
}

export function levelBelow(level: Level): Level | null {
	return level === 3 ? 2 : level === 2 ? 1 : level === 1 ? 0 : null;
}

const UNITS = ["K", "M", "G", "T"] as const;

/** `4K`, `2M`, `1G`, `512G`: what so many base pages of 4 KiB add up to, in the largest unit that divides it. */
export function sizeWords(pages: number): string {
	let size = pages * 4;
	let unit = 0;
	while (unit + 1 < UNITS.length && size >= 1024 && size % 1024 === 0) {
		size /= 1024;
		unit += 1;
	}
	return `${size}${UNITS[unit]}`;
}
