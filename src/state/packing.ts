/** Text in a link: deflated, then as letters that an address may hold. What comes from outside is bounded before it is believed. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import { err, ok, type Result } from "../base/result.ts";

/** Deflate grows a byte to at most this many. */
const MOST_GROWTH = 1032;

/** `dictionary`: text that is likely to occur; unpacking needs the very same. */
export function pack(text: string, dictionary?: string): string {
	return toBase64Url(deflateSync(strToU8(text), { level: 9, ...withDictionary(dictionary) }));
}

/** Undoes `pack`. Never fills more than `most` bytes; the error says what was expected. */
export function unpack(packed: string, most: number, what: string, dictionary?: string): Result<string, string> {
	try {
		const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
		// The buffer bounds what a bomb can fill, and a full buffer is refused.
		const room = Math.min(most, bytes.length * MOST_GROWTH) + 1;
		const plain = inflateSync(bytes, { out: new Uint8Array(room), ...withDictionary(dictionary) });
		if (plain.length >= room) return err(`${what} of at most ${most} bytes`);
		return ok(strFromU8(plain));
	} catch {
		return err(`${what} (it is cut off or was changed)`);
	}
}

function withDictionary(text: string | undefined): { dictionary?: Uint8Array } {
	return text === undefined ? {} : { dictionary: strToU8(text) };
}

function toBase64Url(bytes: Uint8Array): string {
	let binary = "";
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
