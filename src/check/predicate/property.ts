/** An expression as a property: broken by the first page for which it is true. */
import { assertNever } from "../../base/assert.ts";
import type { Property } from "../properties.ts";
import { NO_VMA } from "../view.ts";
import type { Expression } from "./parse.ts";
import { WORDS } from "./words.ts";

export const OWN = "own";

type Holds = (flags: number, vmaFlags: number, truth: number) => boolean;

export function predicateProperty(expression: Expression, text: string): Property {
	const holds = holdsOf(expression);
	return {
		id: OWN,
		name: `Never: ${text}`,
		about: "A property of your own.",
		usual: false,
		broken(view) {
			for (let row = 0; row < view.length; row++) {
				if (holds(view.flags[row] ?? 0, view.vmaFlags[row] ?? NO_VMA, view.truth[row] ?? 0)) return row;
			}
			return -1;
		},
	};
}

function holdsOf(expression: Expression): Holds {
	switch (expression.kind) {
		case "word":
			return WORDS.find(({ name }) => name === expression.word)?.holds ?? (() => false);
		case "not": {
			const of = holdsOf(expression.of);
			return (flags, vma, truth) => !of(flags, vma, truth);
		}
		case "and": {
			const [left, right] = [holdsOf(expression.left), holdsOf(expression.right)];
			return (flags, vma, truth) => left(flags, vma, truth) && right(flags, vma, truth);
		}
		case "or": {
			const [left, right] = [holdsOf(expression.left), holdsOf(expression.right)];
			return (flags, vma, truth) => left(flags, vma, truth) || right(flags, vma, truth);
		}
		default:
			return assertNever(expression);
	}
}
