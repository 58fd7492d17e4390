/** What KSM remembers of one page of a process from scan to scan, and the pages it passes over. Source: mm/ksm.c, 6.7 and later. */
import type { Content } from "./page_alloc.ts";

/** One `struct ksm_rmap_item`; never changed in place. */
export interface KsmItem {
	/** Scans that have tried the page, up to 255. */
	readonly age: number;
	/** Scans that will pass it over still. */
	readonly remainingSkips: number;
	/** What the page held when it was last tried, null before. */
	readonly checksum: Content | null;
}

export const NEW_ITEM: KsmItem = { age: 0, remainingSkips: 0, checksum: null };

const U8_MAX = 255;
const VPN_RANGE = 2 ** 40;

/** Identifies a page of a process among all. */
export function rmapItemKey(process: number, vpn: number): number {
	return process * VPN_RANGE + vpn;
}

/** How many scans are passed over after one that tried the page in vain. */
// mm/ksm.c: skip_age()
function skipAge(age: number): number {
	if (age <= 3) return 1;
	if (age <= 5) return 2;
	return age <= 8 ? 4 : 8;
}

/** Whether this scan passes the page over, and what is remembered of it then. */
// mm/ksm.c: should_skip_rmap_item()
export function shouldSkipRmapItem(item: KsmItem): { readonly skip: boolean; readonly item: KsmItem } {
	const { age, remainingSkips } = item;
	const older = { ...item, age: Math.min(age + 1, U8_MAX) };
	if (age < 3) return { skip: false, item: older };
	if (remainingSkips === 0) return { skip: false, item: { ...older, remainingSkips: skipAge(age) } };
	return { skip: true, item: { ...older, remainingSkips: remainingSkips - 1 } };
}
