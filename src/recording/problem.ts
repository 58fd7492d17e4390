/** Why a file cannot be used, and where in it. */
import type * as v from "valibot";

export interface FileProblem {
	/** Where: `kernels["6.12"][3].state.A.heap.runs[0].entry`; empty for the file as a whole. */
	readonly path: string;
	readonly message: string;
	readonly expected: string;
}

type PathItem = string | number;

/** The path as one would write it in JavaScript. */
export function pathText(items: readonly PathItem[]): string {
	let text = "";
	for (const item of items) {
		if (typeof item === "number") text += `[${item}]`;
		else if (/^[A-Za-z_$][\w$]*$/.test(item)) text += text === "" ? item : `.${item}`;
		else text += `[${JSON.stringify(item.slice(0, 60))}]`;
	}
	return text;
}

/** The first issue of a failed parse in words that fit on a line or two. */
export function problemOf(issue: v.BaseIssue<unknown>): FileProblem {
	const items = (issue.path ?? []).map((item) => (typeof item.key === "number" ? item.key : String(item.key)));
	const custom = issue.message.startsWith("expected ") ? issue.message.slice("expected ".length) : null;
	const received = issue.received.length > 60 ? `${issue.received.slice(0, 59)}…` : issue.received;
	return {
		path: pathText(items),
		message: received === "undefined" ? "it is missing" : `${received} cannot stand here`,
		expected: custom ?? expectation(issue),
	};
}

function expectation(issue: v.BaseIssue<unknown>): string {
	const { expected, kind, type } = issue;
	if (kind === "schema" && expected !== null) return expected === "Object" ? "an object" : expected === "Array" ? "a list" : expected;
	if (type === "max_length") return `at most ${expected?.replace("<=", "")} of them`;
	if (type === "min_length") return `at least ${expected?.replace(">=", "")} of them`;
	if (type === "integer" || type === "safe_integer") return "a whole number";
	return expected === null ? "something else" : `a value ${expected}`;
}
