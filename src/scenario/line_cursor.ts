/** Takes a line word by word, and refuses it with the place: what all arguments of all operations have in common. */
import { type ArgumentKind, EXPECTED } from "./grammar.ts";
import { parseNumber, whyNoNumber } from "./numbers.ts";
import { nearest, type ScenarioProblem, type Token, tokenize } from "./tokens.ts";

/** What may stand where the line ends: completion offers this. */
export type Wanted = ArgumentKind | "process" | "operation" | { readonly after: readonly string[] };

/** Carries a problem out of the reader; caught in read_line.ts. */
export class Refusal extends Error {
	readonly problem: ScenarioProblem;
	constructor(problem: ScenarioProblem) {
		super(problem.message);
		this.problem = problem;
	}
}

export class LineCursor {
	readonly wanted: Wanted[] = [];
	protected readonly tokens: readonly Token[];
	protected at = 0;

	constructor(line: string) {
		this.tokens = tokenize(line);
	}

	protected number(token: Token, kind: ArgumentKind, most: number): number {
		const value = parseNumber(token.text);
		if (value === null)
			this.refuse(
				token,
				token.text === "" ? "the number is missing" : `“${shown(token.text)}” cannot be used: ${whyNoNumber(token.text)}`,
				EXPECTED[kind],
			);
		if (value > most) this.refuse(token, `${shown(token.text)} is too large`, EXPECTED[kind]);
		return value;
	}

	protected joined<T extends string>(token: Token, by: string, words: readonly T[], what: string, expected: string): readonly T[] {
		const found: T[] = [];
		let column = token.column;
		for (const text of token.text.split(by)) {
			const word = this.oneOf({ text, column }, words, what, expected);
			if (found.includes(word)) this.refuse({ text, column }, `${word} is said twice`, expected);
			found.push(word);
			column += text.length + by.length;
		}
		return found;
	}

	protected oneOf<T extends string>(token: Token, words: readonly T[], what: string, expected: string): T {
		return words.find((word) => word === token.text) ?? this.unknown(token, what, words, expected);
	}

	/** The next word, which must be there. */
	protected take(kind: ArgumentKind, otherwise: string): Token {
		return this.peek(kind) ?? this.missing(otherwise, EXPECTED[kind]);
	}

	/** The next word, when there is one; notes what could stand there when the line ends. */
	protected peek(kind: ArgumentKind): Token | undefined {
		const token = this.tokens[this.at];
		if (token === undefined) this.wanted.push(kind);
		else this.at++;
		return token;
	}

	protected unknown(token: Token, what: string, words: Iterable<string>, expected: string): never {
		const meant = nearest(token.text, words);
		this.refuse(token, `${what} “${shown(token.text)}”${meant === null ? "" : `; did you mean ${meant}?`}`, expected);
	}

	protected missing(message: string, expected: string): never {
		const last = this.tokens.at(-1);
		throw new Refusal({ column: last === undefined ? 0 : last.column + last.text.length, length: 0, message, expected });
	}

	protected refuse(token: Token, message: string, expected: string): never {
		throw new Refusal({ column: token.column, length: token.text.length, message, expected });
	}
}

/** Text from the line as messages show it: short, and without characters that would disturb the message. */
export function shown(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the point
	const printable = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd");
	return printable.length > 40 ? `${printable.slice(0, 39)}…` : printable;
}
