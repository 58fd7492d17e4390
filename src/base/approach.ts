/**
 * Looks at where hashes will be asked for in a table of two words a place, by their low halves: independent looks wait for memory together,
 * where each question would wait by itself. What it returns is to be kept, so that the looks are not left out as being of no use.
 */
export function approach(places: Uint32Array, mask: number, lows: Uint32Array, count: number): number {
	let seen = 0;
	for (let i = 0; i < count; i++) seen ^= places[((lows[i] ?? 0) & mask) * 2] ?? 0;
	return seen;
}
