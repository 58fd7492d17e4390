/**
 * Numbers of the scenario language: decimal or `0x…`, with `K`, `M`, `G` (and `P`, pages of 4 KiB, which the recorder's own parser
 * knows). They are byte counts unless the argument says otherwise.
 */

const SUFFIX: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, P: 2 ** 12 };
const NUMBER = /^(?:0x([0-9a-fA-F]{1,16})|(0|[1-9][0-9]{0,15}))([KMGP]?)$/;

/** The value of `text`, or null when it is no number of the language or too large to be exact. */
export function parseNumber(text: string): number | null {
	const match = NUMBER.exec(text);
	if (match === null) return null;
	const [, hex, decimal, suffix = ""] = match;
	const value = (hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) * (SUFFIX[suffix] ?? 1);
	return Number.isSafeInteger(value) ? value : null;
}

/** Why `text` is no number, for a message; to be asked only when `parseNumber` gave null. */
export function whyNoNumber(text: string): string {
	if (/^0[0-9]+[KMGP]?$/.test(text)) return "a leading zero would make it octal for the recorder";
	if (/^(0x[0-9a-fA-F]+|[0-9]+)[KMGP]?$/.test(text)) return "it is too large";
	if (/^-/.test(text)) return "numbers cannot be negative";
	if (/^(0x[0-9a-fA-F]+|[0-9]+)[kmgp]$/.test(text)) return "suffixes are capital letters: K, M, G";
	if (/^(0x)?[0-9a-fA-F]+([KMG]i?B?|[TE])$/.test(text)) return "suffixes are K, M and G, one letter";
	if (/^[0-9a-fA-F]+$/.test(text) && /[a-fA-F]/.test(text)) return "hexadecimal numbers start with 0x";
	return "it is not a number";
}

/** A length as people write it: `4K`, `2M`, `64G`; plain bytes when nothing fits. */
export function formatLength(bytes: number): string {
	for (const [suffix, unit] of [
		["G", 2 ** 30],
		["M", 2 ** 20],
		["K", 2 ** 10],
	] as const) {
		if (bytes > 0 && bytes % unit === 0) return `${bytes / unit}${suffix}`;
	}
	return String(bytes);
}

/** An offset as people write it: whole mebibytes as `1M`, everything else in hexadecimal. */
export function formatOffset(bytes: number): string {
	return bytes > 0 && bytes % 2 ** 20 === 0 ? formatLength(bytes) : formatHex(bytes);
}

export function formatHex(value: number): string {
	return `0x${value.toString(16)}`;
}
