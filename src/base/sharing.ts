/**
 * Snapshots that follow one another differ in little. `shareEqual` lets the newer one use the older one's buffers where they hold the
 * same, and `weigh` says what a set of such snapshots costs together. Both walk plain data: objects, arrays, maps, sets, typed arrays.
 */

/** Roughly what V8 takes for an object or an array beside its fields, for a field, and for an entry of a map. */
const OBJECT = 40;
const FIELD = 8;
const MAP_ENTRY = 40;

/** Replaces every typed array in `next` that equals the one at the same place of `before` by that one. Neither may be written to later. */
export function shareEqual(next: unknown, before: unknown): void {
	if (!isObject(next) || !isObject(before) || ArrayBuffer.isView(next)) return;
	for (const key of Object.keys(next)) {
		const mine: unknown = Reflect.get(next, key);
		const theirs: unknown = Reflect.get(before, key);
		if (mine === theirs) continue;
		if (isBytes(mine) && isBytes(theirs)) {
			if (sameBytes(mine, theirs)) Reflect.set(next, key, theirs);
		} else shareEqual(mine, theirs);
	}
}

/** Bytes that the value holds, without what `seen` holds already; everything found is added to `seen`. */
export function weigh(value: unknown, seen: Set<object>): number {
	if (typeof value === "string") return FIELD;
	if (!isObject(value) || seen.has(value)) return 0;
	seen.add(value);
	if (ArrayBuffer.isView(value)) return OBJECT + value.byteLength;
	let bytes = OBJECT;
	if (value instanceof Map) {
		for (const [key, each] of value) bytes += MAP_ENTRY + weigh(key, seen) + weigh(each, seen);
	} else if (value instanceof Set) {
		for (const each of value) bytes += MAP_ENTRY + weigh(each, seen);
	} else if (Array.isArray(value)) {
		bytes += FIELD * value.length;
		// Arrays of numbers are the long ones, and a number needs no look.
		for (const each of value) if (typeof each === "object") bytes += weigh(each, seen);
	} else {
		for (const key of Object.keys(value)) bytes += FIELD + weigh(Reflect.get(value, key), seen);
	}
	return bytes;
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}

type Bytes = ArrayBufferView<ArrayBufferLike>;

function isBytes(value: unknown): value is Bytes {
	return ArrayBuffer.isView(value);
}

function sameBytes(a: Bytes, b: Bytes): boolean {
	if (a.byteLength !== b.byteLength) return false;
	const whole = a.byteLength >>> 2;
	const aligned = a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0;
	const from = aligned ? whole * 4 : 0;
	if (aligned) {
		const x = new Int32Array(a.buffer, a.byteOffset, whole);
		const y = new Int32Array(b.buffer, b.byteOffset, whole);
		for (let i = 0; i < whole; i++) if (x[i] !== y[i]) return false;
	}
	const x = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
	const y = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
	for (let i = from; i < a.byteLength; i++) if (x[i] !== y[i]) return false;
	return true;
}
