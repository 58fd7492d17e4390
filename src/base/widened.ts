/** A larger array that begins with what the old one held. */
export function widened<T extends Uint8Array | Int32Array | Float64Array>(fresh: T, old: T): T {
	fresh.set(old);
	return fresh;
}
