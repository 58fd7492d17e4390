/** A line of the scenario language cut into words, and what is wrong with a word. */

export interface Token {
	readonly text: string;
	/** UTF-16 offset in the line, from 0. */
	readonly column: number;
}

/** What is wrong with one line, and where. */
export interface ScenarioProblem {
	/** UTF-16 offset in the line, from 0; the end of the line when something is missing. */
	readonly column: number;
	/** UTF-16 units; 0 when something is missing. */
	readonly length: number;
	readonly message: string;
	/** What could stand there instead. */
	readonly expected: string;
}

/** Characters of a line, comment included; the recorder reads lines into a buffer of 256. */
export const MAX_LINE_LENGTH = 254;

/** Words of the line up to a `#`, which starts a comment. `A:map` is two words, `A:` and `map`, as for the recorder. */
export function tokenize(line: string): readonly Token[] {
	const hash = line.indexOf("#");
	const end = hash < 0 ? line.length : hash;
	const tokens: Token[] = [];
	let at = 0;
	while (at < end) {
		if (isBlank(line.charCodeAt(at))) {
			at++;
			continue;
		}
		const start = at;
		while (at < end && !isBlank(line.charCodeAt(at))) {
			at++;
			if (tokens.length === 0 && at - start === 2 && line[at - 1] === ":") break;
		}
		tokens.push({ text: line.slice(start, at), column: start });
	}
	return tokens;
}

/** The word among `words` that `text` most likely means, or null when none is near. */
export function nearest(text: string, words: Iterable<string>): string | null {
	// Longer than any word of the language: not a slip of the finger.
	if (text.length > 24) return null;
	let best: string | null = null;
	let least = Math.min(3, Math.ceil(text.length / 2) + 1);
	for (const word of words) {
		const distance = editDistance(text.toLowerCase(), word.toLowerCase());
		if (distance < least) {
			least = distance;
			best = word;
		}
	}
	return best;
}

function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x09;
}

/** Levenshtein distance with neighbours swapped counted as one. */
function editDistance(a: string, b: string): number {
	let before: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = a[i - 1] === b[j - 1] ? 0 : 1;
			let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + change);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
			row.push(cost);
		}
		before = previous;
		previous = row;
	}
	return previous[b.length] ?? 0;
}
