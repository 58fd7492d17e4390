/** Problems of a whole scenario as text, with the line numbers and columns of that text. */
import type { LineProblem } from "../../scenario/parse.ts";
import { lineFromText } from "../../state/scenario_lines.ts";
import { judgeLines } from "./judge.ts";

export type TextProblem = LineProblem;

/** In the order of the text; blank lines and lines that are switched off have none. */
export function textProblems(text: string): readonly TextProblem[] {
	const rows = text.split(/\r\n|\r|\n/).flatMap((raw, at) => {
		const line = lineFromText(raw);
		return raw.trim() === "" ? [] : [{ raw, number: at + 1, text: line.text, enabled: line.enabled }];
	});
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
