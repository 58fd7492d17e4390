/** What the language itself says about each line: what it means, and what is wrong with it at its place. No film is needed for that. */
import { describeStep } from "../../scenario/describe.ts";
import { parseLine } from "../../scenario/parse.ts";
import type { ScenarioProblem } from "../../scenario/tokens.ts";
import { type Before, checkLine, NOTHING_BEFORE } from "../../scenario/validate.ts";

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

interface Judged {
	readonly before: Before;
	readonly judgement: Judgement;
	readonly after: Before;
}

const OFF: Judgement = { gloss: "", error: null, warning: null };

/** How a line was judged at its last place: in a long scenario an edit leaves most lines, and what comes before them, as they were. */
const judgedLast = new WeakMap<Written, Judged>();

/** The line alone: spelling and meaning. */
export function judgeAlone(text: string): Judgement {
	const parsed = parseLine(text);
	return parsed.ok ? { ...OFF, gloss: describeStep(parsed.value) } : { ...OFF, error: parsed.error };
}

function judge(line: Written, before: Before): Judged {
	const alone = judgeAlone(line.text);
	if (!line.enabled) return { before, judgement: { ...alone, error: null }, after: before };
	const { problems, after } = checkLine(before, line);
	const own = (wanted: "error" | "warning") => problems.find(({ severity }) => severity === wanted) ?? null;
	return { before, judgement: { ...alone, error: alone.error ?? own("error"), warning: own("warning") }, after };
}

function judgeOnce(line: Written, before: Before): Judged {
	const last = judgedLast.get(line);
	if (last?.before === before) return last;
	const judged = judge(line, before);
	judgedLast.set(line, judged);
	return judged;
}

/** Every line at its place: names that nothing made before it, ranges that leave their region. Lines that are off are only glossed. */
export function judgeLines(lines: readonly Written[]): readonly Judgement[] {
	let before = NOTHING_BEFORE;
	return lines.map((line) => {
		const { judgement, after } = judgeOnce(line, before);
		before = after;
		return judgement;
	});
}

/** What the first `count` lines make of the world, for a line that is written after them. */
export function placeAfter(lines: readonly Written[], count: number): Before {
	let before = NOTHING_BEFORE;
	for (let at = 0; at < count; at++) {
		const line = lines[at];
		if (line !== undefined) before = judgeOnce(line, before).after;
	}
	return before;
}

/** One line at a place. */
export function judgeAt(before: Before, text: string): Judgement {
	return judge({ text, enabled: true }, before).judgement;
}

/** `column 8: there is no advice “hugpage”`; columns from 1, as editors count. */
export function problemText(problem: ScenarioProblem): string {
	return `column ${problem.column + 1}: ${problem.message}`;
}
