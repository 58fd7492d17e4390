/** How the tools behind the trackers ask, where the kernel leaves it to them: the same for the machine and the columns. */

/** Bytes of a word of pagemap. */
export const WORD = 8;
/** Most bytes that one read() gives (MAX_RW_COUNT). */
const MOST_READ = 0x7ffff000;

/** Reads that pagemap of so many pages takes when each asks for all that is left. */
export function pagemapReads(pages: number): number {
	return Math.ceil((pages * WORD) / MOST_READ);
}

/** struct page_region. */
export const REGION_BYTES = 24;
/** Ranges that a PAGEMAP_SCAN has room for; it is called again from where it stopped. */
const SCAN_ROOM = 512;

export function scanCalls(ranges: number): number {
	return Math.max(1, Math.ceil(ranges / SCAN_ROOM));
}

/** struct uffd_msg. */
export const MESSAGE_BYTES = 32;
/** /proc/sys/vm/max_map_count by default: mprotect() that would make more VMAs fails with ENOMEM. */
export const MAX_MAP_COUNT = 65530;
/** A page of a page table. */
export const TABLE_BYTES = 4096;
