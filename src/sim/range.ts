/** Addresses of the language as pages, and results of calls. */
import { EINVAL } from "./include/errno.ts";
import type { Address, Range } from "./include/operation.ts";
import { PAGE_SIZE } from "./include/page_size.ts";
import type { CallResult } from "./include/transition.ts";
import type { Process } from "./kernel/process.ts";

export const OK: CallResult = { ret: 0, errno: 0 };

export function resultOf(errno: number): CallResult {
	return errno === 0 ? OK : { ret: -1, errno };
}

/** Virtual page number of an address, with a fraction when it lies inside a page; null for a region that the process does not know. */
export function pageOf(process: Process, address: Address): number | null {
	const region = process.regions.find((other) => other.name === address.region);
	return region === undefined ? null : region.start + address.offset / PAGE_SIZE;
}

/** Pages of a length, the last one counted whole. */
export function pagesOf(length: number): number {
	return Math.ceil(length / PAGE_SIZE);
}

/** Runs `call` on the pages of a range, as a system call that refuses addresses inside a page. */
export function onRange(process: Process, range: Range, call: (start: number, end: number) => number): CallResult {
	const start = pageOf(process, range);
	if (start === null || !Number.isInteger(start)) return resultOf(EINVAL);
	return resultOf(call(start, start + pagesOf(range.length)));
}
