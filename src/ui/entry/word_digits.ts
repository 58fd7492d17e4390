/** A 64-bit word as hexadecimal digits, some of which nobody knows. */
import { ALL_BITS } from "../../sim/arch/bit_field.ts";

const DIGITS = 16;
const GROUP = 4;

export interface PartlyKnown {
	readonly word: bigint;
	readonly known: bigint;
}

/** Sixteen digits from the highest; null where not all four bits are known. */
export function digitsOf({ word, known }: PartlyKnown): readonly (string | null)[] {
	return Array.from({ length: DIGITS }, (_, i) => {
		const shift = BigInt((DIGITS - 1 - i) * 4);
		if (((known >> shift) & 0xfn) !== 0xfn) return null;
		return ((word >> shift) & 0xfn).toString(16);
	});
}

/** Groups of four digits, as they are drawn. */
export function groupsOf(word: PartlyKnown): readonly (readonly (string | null)[])[] {
	const digits = digitsOf(word);
	return Array.from({ length: DIGITS / GROUP }, (_, i) => digits.slice(i * GROUP, (i + 1) * GROUP));
}

/** For the clipboard and for texts: `0x8000000003803027`, with `x` for digits that nobody knows. */
export function hexText(word: PartlyKnown): string {
	return `0x${digitsOf(word)
		.map((digit) => digit ?? "x")
		.join("")}`;
}

/** Whether all 64 bits are known. */
export function isWhole({ known }: PartlyKnown): boolean {
	return (known & ALL_BITS) === ALL_BITS;
}
