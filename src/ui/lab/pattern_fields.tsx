import { pagesWritten } from "../../state/lab_scenario.ts";
import { stage } from "../../state/stage.ts";
import type { Pattern } from "../../trackers/lab/workload.ts";
import { NumberInput, SelectInput } from "../app/fields.tsx";

const NAMES: Readonly<Record<Pattern["kind"], string>> = {
	uniform: "all pages alike",
	zipf: "Zipf: a few pages often",
	sequential: "one after the other",
	hot: "a hot set",
	list: "the open scenario's writes",
};

/** What a pattern begins as when it is chosen. */
function patternOf(kind: string, listed: readonly number[]): Pattern {
	switch (kind) {
		case "zipf":
			return { kind, exponent: 0.99 };
		case "hot":
			return { kind, share: 0.1, heat: 0.9 };
		case "sequential":
			return { kind };
		case "list":
			return { kind, pages: listed };
		default:
			return { kind: "uniform" };
	}
}

interface Props {
	readonly pattern: Pattern;
	readonly onChange: (pattern: Pattern) => void;
}

/** Which pages are written. */
export function PatternFields({ pattern, onChange }: Props) {
	const choose = (kind: string) => {
		const written = pagesWritten(stage.getState().scenario.lines);
		onChange(patternOf(kind, written.length > 0 ? written : [0]));
	};
	return (
		<>
			<SelectInput label="Pages written" value={pattern.kind} onChange={choose}>
				{Object.entries(NAMES).map(([kind, name]) => (
					<option key={kind} value={kind}>
						{kind === "list" && pattern.kind === "list" ? listName(pattern.pages) : name}
					</option>
				))}
			</SelectInput>
			{pattern.kind === "zipf" && (
				<NumberInput
					label="Exponent"
					value={pattern.exponent}
					min={0.1}
					max={4}
					step="any"
					onChange={(exponent) => onChange({ ...pattern, exponent })}
				/>
			)}
			{pattern.kind === "hot" && (
				<>
					<NumberInput
						label="Hot pages"
						unit="%"
						value={percent(pattern.share)}
						min={0}
						max={100}
						step="any"
						onChange={(share) => onChange({ ...pattern, share: share / 100 })}
					/>
					<NumberInput
						label="Writes to them"
						unit="%"
						value={percent(pattern.heat)}
						min={0}
						max={100}
						step="any"
						onChange={(heat) => onChange({ ...pattern, heat: heat / 100 })}
					/>
				</>
			)}
		</>
	);
}

/** A share as a percentage, without the noise of doubles. */
export function percent(share: number): number {
	return Math.round(share * 1e6) / 1e4;
}

function listName(pages: readonly number[]): string {
	return pages.length === 1 ? `page ${pages[0]}` : `${pages.length} listed pages in turn`;
}
