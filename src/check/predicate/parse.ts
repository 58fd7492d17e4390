/**
 * A property of one's own: an expression over a page, true where it is broken. `written and present and not reported` is soft-dirty's.
 *
 *     expression = term { "or" term }      term = factor { "and" factor }
 *     factor     = "not" factor | "(" expression ")" | NAME
 *
 * Read by hand into a tree that is walked; nothing is evaluated as code.
 */
import { err, ok, type Result } from "../../base/result.ts";
import { WORDS } from "./words.ts";

export type Expression =
	| { readonly kind: "word"; readonly word: string }
	| { readonly kind: "not"; readonly of: Expression }
	| { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression };

export interface PredicateProblem {
	/** From 1. */
	readonly line: number;
	readonly column: number;
	readonly message: string;
	readonly expected: string;
}

/** Characters of an expression, and how deep it may be nested. */
export const MAX_PREDICATE = 500;
const MAX_DEPTH = 32;

interface Token {
	readonly text: string;
	readonly at: number;
}

/** The expression, or the first place that is wrong and what was expected there. */
export function parsePredicate(text: string): Result<Expression, PredicateProblem> {
	if (text.length > MAX_PREDICATE) {
		return err(problem(text, MAX_PREDICATE, "the expression is too long", `at most ${MAX_PREDICATE} characters`));
	}
	const reader = new Reader(text);
	const read = reader.or(0);
	if (read === null) return err(reader.failure());
	return reader.atEnd() ? ok(read) : err(reader.fail("“and”, “or”, or the end"));
}

function problem(text: string, at: number, message: string, expected: string): PredicateProblem {
	const before = text.slice(0, at).split("\n");
	return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message, expected };
}

class Reader {
	private readonly text: string;
	private readonly tokens: readonly Token[];
	private at = 0;
	private problem: PredicateProblem | null = null;

	constructor(text: string) {
		this.text = text;
		this.tokens = [...text.matchAll(/[A-Za-z_][A-Za-z_0-9-]*|\S/g)].map((match) => ({ text: match[0], at: match.index }));
	}

	atEnd(): boolean {
		return this.at >= this.tokens.length;
	}

	failure(): PredicateProblem {
		return this.problem ?? this.fail("an expression");
	}

	fail(expected: string): PredicateProblem {
		const token = this.tokens[this.at];
		const message = token === undefined ? "the expression ends too early" : `“${token.text}” does not belong here`;
		this.problem ??= problem(this.text, token?.at ?? this.text.length, message, expected);
		return this.problem;
	}

	or(depth: number): Expression | null {
		let left = this.and(depth);
		while (left !== null && this.take("or")) {
			const right = this.and(depth);
			left = right === null ? null : { kind: "or", left, right };
		}
		return left;
	}

	private and(depth: number): Expression | null {
		let left = this.factor(depth);
		while (left !== null && this.take("and")) {
			const right = this.factor(depth);
			left = right === null ? null : { kind: "and", left, right };
		}
		return left;
	}

	private factor(depth: number): Expression | null {
		if (depth > MAX_DEPTH) {
			this.fail(`at most ${MAX_DEPTH} levels of “not” and brackets`);
			return null;
		}
		if (this.take("not")) {
			const of = this.factor(depth + 1);
			return of === null ? null : { kind: "not", of };
		}
		if (this.take("(")) {
			const inner = this.or(depth + 1);
			if (inner === null || this.take(")")) return inner;
			this.fail("“)”");
			return null;
		}
		const token = this.tokens[this.at];
		const word = WORDS.find(({ name }) => name === token?.text);
		if (word === undefined) {
			this.fail(`“not”, “(”, or one of ${WORDS.map(({ name }) => name).join(", ")}`);
			return null;
		}
		this.at++;
		return { kind: "word", word: word.name };
	}

	private take(text: string): boolean {
		if (this.tokens[this.at]?.text !== text) return false;
		this.at++;
		return true;
	}
}

/** What may follow at the end of `text`: words that begin as its last one does, where a word may stand. */
export function completePredicate(text: string): string[] {
	const [, before = "", begun = ""] = /^([\s\S]*?)([A-Za-z_0-9-]*)$/.exec(text) ?? [];
	const last = before.trimEnd().match(/[A-Za-z_0-9-]+$|\S$/)?.[0];
	const complete = last !== undefined && (last === ")" || WORDS.some(({ name }) => name === last));
	const fitting = complete ? ["and", "or"] : [...WORDS.map(({ name }) => name), "not"];
	return fitting.filter((word) => word.startsWith(begun) && word !== begun);
}
