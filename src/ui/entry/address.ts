import { PAGE_SIZE } from "../../sim/include/page_size.ts";

/** The address of a virtual page number: `0x100000003000`. User addresses stay far below 2^53. */
export function addressOf(vpn: number): string {
	return `0x${(vpn * PAGE_SIZE).toString(16)}`;
}
