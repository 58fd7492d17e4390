/** What the language itself says about each line: what it means, and what is wrong with it at its place. No film is needed for that. */
import { describeStep } from "../../scenario/describe.ts";
import { type ScenarioLine as ParsedLine, parseLine } from "../../scenario/parse.ts";
import type { ScenarioProblem } from "../../scenario/tokens.ts";
import { validateScenario } from "../../scenario/validate.ts";

export interface Judgement {
	/** One short line; empty when the line cannot be read. */
	readonly gloss: string;
	/** What stops the line from being carried out. */
	readonly error: ScenarioProblem | null;
	/** What the kernel will probably answer. */
	readonly warning: ScenarioProblem | null;
}

interface Written {
	readonly text: string;
	readonly enabled: boolean;
}

const OFF: Judgement = { gloss: "", error: null, warning: null };

/** The line alone: spelling and meaning. */
export function judgeAlone(text: string): Judgement {
	const parsed = parseLine(text);
	return parsed.ok ? { ...OFF, gloss: describeStep(parsed.value) } : { ...OFF, error: parsed.error };
}

/** Every line at its place: names that nothing made before it, ranges that leave their region. Lines that are off are only glossed. */
export function judgeLines(lines: readonly Written[]): readonly Judgement[] {
	const judged: Judgement[] = lines.map(({ text, enabled }) => {
		const alone = judgeAlone(text);
		return enabled ? alone : { ...alone, error: null };
	});
	for (const problem of validateScenario(lines.map(numbered))) {
		const at = problem.line - 1;
		const before = judged[at];
		if (before === undefined) continue;
		if (problem.severity === "error") judged[at] = { ...before, error: before.error ?? problem };
		else judged[at] = { ...before, warning: before.warning ?? problem };
	}
	return judged;
}

/** One line at a place, with the lines that come before it. */
export function judgeAt(before: readonly Written[], text: string): Judgement {
	const alone = judgeAlone(text);
	if (alone.error !== null) return alone;
	const own = validateScenario([...before, { text, enabled: true }].map(numbered)).filter((problem) => problem.line === before.length + 1);
	return {
		...alone,
		error: own.find((problem) => problem.severity === "error") ?? null,
		warning: own.find((problem) => problem.severity === "warning") ?? null,
	};
}

function numbered({ text, enabled }: Written, at: number): ParsedLine {
	return { line: at + 1, text, enabled, notes: [] };
}

/** `column 8: there is no advice “hugpage”`; columns from 1, as editors count. */
export function problemText(problem: ScenarioProblem): string {
	return `column ${problem.column + 1}: ${problem.message}`;
}
