/**
 * A 64-bit word of the kernel as people read it: an ordered list of fields, from bit 63 down to bit 0, that covers every bit
 * exactly once. What the list says of a word is all that a screen or a text needs to draw it.
 */

/** Colour tokens of the theme; a fact has the same colour wherever it is shown. */
export type FieldColour = "sd" | "uw" | "w" | "d" | "a" | "x" | "ink" | "soft";

/** `bit`: one named yes or no; `number`: a frame, a type, an offset, a key; `unused`: bits that say nothing here. */
export type FieldRole = "bit" | "number" | "unused";

/** A stretch of bits and what it is for, before a word is laid under it. */
export interface FieldSpec {
	/**
	 * The fact, wherever it is kept: soft-dirty is `soft-dirty` in bit 11 of a PTE, in bit 1 of a swap entry and in bit 55 of
	 * pagemap. Two words are compared by these names.
	 */
	readonly key: string;
	/** For people: `soft-dirty`. */
	readonly name: string;
	/** One to three letters, for a ruler: `SD`. Empty for unused bits. */
	readonly letter: string;
	/** The kernel's own name, verbatim: `_PAGE_SOFT_DIRTY`. Empty where there is none. */
	readonly symbol: string;
	/** Highest and lowest bit, 63 … 0. */
	readonly hi: number;
	readonly lo: number;
	/** One sentence. */
	readonly meaning: string;
	readonly colour: FieldColour;
	readonly role: FieldRole;
	/** The bits hold the complement of the value. */
	readonly inverted?: boolean;
}

export interface BitField extends FieldSpec {
	/** As it stands in the word; null where (some of) the bits are not known. */
	readonly raw: bigint | null;
	/** What it says, complement undone; null where not known. */
	readonly value: bigint | null;
	/** How to print the value where a bare number would mislead: `PFN 0x3803`, `frame 3`. */
	readonly text?: string;
}

export const WORD_BITS = 64;
/** All 64 bits. */
export const ALL_BITS = (1n << 64n) - 1n;

/** Ones in bits `hi … lo`. */
export function bitMask(hi: number, lo: number): bigint {
	return ((1n << BigInt(hi - lo + 1)) - 1n) << BigInt(lo);
}

/**
 * Lays `specs` (from high bits to low, not overlapping) over a word, and fills what lies between them with unused fields.
 * `known` masks the bits of `word` that are known; fields that reach beyond it have no value.
 */
export function carve(word: bigint, known: bigint, specs: readonly FieldSpec[], unusedMeaning: string): readonly BitField[] {
	const fields: BitField[] = [];
	let next = WORD_BITS - 1;
	for (const spec of specs) {
		if (spec.hi < next) fields.push(read(word, known, unused(next, spec.hi + 1, unusedMeaning)));
		fields.push(read(word, known, spec));
		next = spec.lo - 1;
	}
	if (next >= 0) fields.push(read(word, known, unused(next, 0, unusedMeaning)));
	return fields;
}

/** Bits that say nothing, with the reason. */
export function unused(hi: number, lo: number, meaning: string): FieldSpec {
	return { key: `unused-${hi}-${lo}`, name: "unused", letter: "", symbol: "", hi, lo, meaning, colour: "soft", role: "unused" };
}

/** `bit 11`, `bits 51–12`. */
export function bitsOf(field: Pick<FieldSpec, "hi" | "lo">): string {
	return field.hi === field.lo ? `bit ${field.lo}` : `bits ${field.hi}–${field.lo}`;
}

function read(word: bigint, known: bigint, spec: FieldSpec): BitField {
	const mask = bitMask(spec.hi, spec.lo);
	if ((known & mask) !== mask) return { ...spec, raw: null, value: null };
	const raw = (word & mask) >> BigInt(spec.lo);
	return { ...spec, raw, value: spec.inverted === true ? raw ^ (mask >> BigInt(spec.lo)) : raw };
}
