/** The shape of the page tables: how many bits of the address each level takes. 9 in real life, 1 or 2 in the checker. */
export interface Geometry {
	/** Address bits per level; a table has `1 << bits` entries. */
	readonly bits: number;
	/** Entries of a table, and base pages of a huge page. */
	readonly entries: number;
	/** Pages that one entry of a table at each level covers. */
	readonly spans: readonly number[];
	/** Virtual page number where the first region is placed. */
	readonly regionBase: number;
	/** Pages between the starts of two regions, so that each has PMD tables of its own. */
	readonly regionStride: number;
}

export const LEVELS = 4;
export const PTE_LEVEL = 0;
export const PMD_LEVEL = 1;
export const PGD_LEVEL = 3;

/** Geometry with `bits` address bits per level. Regions start at 0x100000000000 in real life, 1 GiB apart. */
export function makeGeometry(bits: number): Geometry {
	const top = bits === 9 ? 32 : 1;
	const spans = Array.from({ length: LEVELS }, (_, level) => 2 ** (bits * level));
	return { bits, entries: 2 ** bits, spans, regionBase: top * 2 ** (bits * PGD_LEVEL), regionStride: 2 ** (bits * 2) };
}

export const X86_64_GEOMETRY: Geometry = makeGeometry(9);

/** Pages that one entry of a table at `level` covers. */
export function entrySpan(geometry: Geometry, level: number): number {
	return geometry.spans[level] ?? 1;
}

/** Index into the table at `level` of the walk to page `vpn`. */
export function entryIndex(geometry: Geometry, level: number, vpn: number): number {
	// Page numbers exceed 32 bits; `&` still takes the low bits of the integer quotient.
	return Math.floor(vpn / entrySpan(geometry, level)) & (geometry.entries - 1);
}

/** `vpn` rounded down to what an entry at `level` covers. */
export function alignDown(geometry: Geometry, level: number, vpn: number): number {
	const span = entrySpan(geometry, level);
	return Math.floor(vpn / span) * span;
}
