/** Problems of a whole scenario as text, with the line numbers and columns of that text. */
import { type LineProblem, parseScenario } from "../../scenario/parse.ts";
import { judgeLines } from "./judge.ts";

export type TextProblem = LineProblem;

/** In the order of the text; blank lines, comments and steps that are off have none. */
export function textProblems(text: string): readonly TextProblem[] {
	const raws = text.split(/\r\n|\r|\n/);
	const rows = parseScenario(text).lines.map((line) => ({ raw: raws[line.line - 1] ?? "", number: line.line, ...line }));
	const judged = judgeLines(rows);
	return rows.flatMap((row, at) => {
		const judgement = judged[at];
		const indent = row.raw.indexOf(row.text);
		const place = (severity: TextProblem["severity"], problem: { column: number; length: number; message: string; expected: string }) => ({
			...problem,
			line: row.number,
			column: indent + problem.column,
			severity,
		});
		if (judgement?.error) return [place("error", judgement.error)];
		return judgement?.warning ? [place("warning", judgement.warning)] : [];
	});
}
