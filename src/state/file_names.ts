/** What a file that Pagewalk writes or reads may be. */

/** Bytes of a file that is read, and of what is packed in one. */
export const MAX_FILE = 16 * 2 ** 20;

export interface FileText {
	readonly name: string;
	/** MIME type. */
	readonly type: string;
	readonly text: string;
}

/** `text` as the start of a file's name: letters, digits, `.`, `_` and `-`. */
export function fileStem(text: string): string {
	const stem = text.replace(/[^a-z0-9._-]+/gi, "-").replace(/^[^a-z0-9]+|-+$/gi, "");
	return stem.slice(0, 60) || "pagewalk";
}
