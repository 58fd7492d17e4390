/** Plain values that come anew and are mostly as before: whoever compares by identity then sees what really changed. */

/**
 * `now`, with every part that equals the same part of `before` replaced by it; `before` itself when all is equal. For trees of plain
 * objects, arrays and primitives (bigint too) without cycles; anything else is compared by identity.
 */
export function shareStructure<T>(before: T, now: T): T;
export function shareStructure(before: unknown, now: unknown): unknown {
	if (Object.is(before, now)) return before;
	if (Array.isArray(before) && Array.isArray(now)) {
		const shared = now.map((part: unknown, i) => shareStructure<unknown>(before[i], part));
		return shared.length === before.length && shared.every((part, i) => Object.is(part, before[i])) ? before : shared;
	}
	if (!isPlain(before) || !isPlain(now)) return now;
	const own = (key: string) => (Object.hasOwn(before, key) ? before[key] : undefined);
	const shared = Object.fromEntries(Object.entries(now).map(([key, part]) => [key, shareStructure<unknown>(own(key), part)]));
	const keys = Object.keys(shared);
	const equal =
		keys.length === Object.keys(before).length && keys.every((key) => Object.hasOwn(before, key) && Object.is(shared[key], before[key]));
	return equal ? before : shared;
}

function isPlain(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
