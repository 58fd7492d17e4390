/** The entry layout of a kernel by its release: also of kernels that are recorded but not modelled. */
import type { EntryLayout } from "../include/kernel.ts";
import { layout45, layout48, layout57, layout63, layout414, layout419, layout514, layout519, layout612 } from "./layouts.ts";

/** First release of each layout, newest first. */
const ERAS: readonly (readonly [major: number, minor: number, layout: EntryLayout])[] = [
	[6, 6, layout612],
	[6, 3, layout63],
	[5, 19, layout519],
	[5, 14, layout514],
	[5, 7, layout57],
	[4, 19, layout419],
	[4, 14, layout414],
	[4, 8, layout48],
	[4, 5, layout45],
];

/**
 * @param kernel an id that begins with the release: `4.6.2`, `6.1-fix-reverted`
 * @returns undefined where the id names no release, or one before 4.5
 */
export function layoutOf(kernel: string): EntryLayout | undefined {
	const release = /^(\d+)\.(\d+)(?!\d)/.exec(kernel);
	if (release === null) return undefined;
	const major = Number(release[1]);
	const minor = Number(release[2]);
	return ERAS.find(([from, since]) => major > from || (major === from && minor >= since))?.[2];
}
