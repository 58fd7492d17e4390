import { memo } from "react";
import type { StepComparison } from "../../history/step_comparison.ts";
import type { StepMark } from "./step_mark.ts";
import styles from "./timeline.module.css";

interface Props {
	readonly x: number;
	readonly y: number;
	readonly height: number;
	/** Number of the step; 0 is the start. */
	readonly number: number;
	/** null at the start. */
	readonly mark: StepMark | null;
	readonly past: boolean;
	readonly here: boolean;
	/** The step under way or just done: its number is set off. */
	readonly current: boolean;
	/** `parts`: another difference from the other side of a comparison than after the step before. */
	readonly compared: StepComparison["state"];
	readonly title: string;
}

/**
 * One station: a dot when all went well, else a box with a sign; `≠` above it when the model differs from the recording. It is drawn
 * around 0 and moved as a whole, one attribute instead of four: in a long scenario every station moves with every step.
 */
export const StationMark = memo(function StationMark({ x, y, height, number, mark, past, here, current, compared, title }: Props) {
	const size = here ? 8 : 5;
	const plain = mark === null || mark.kind === "done" || mark.kind === "disabled";
	return (
		<g
			className={styles["station"]}
			transform={`translate(${x} ${y})`}
			data-kind={mark?.kind ?? "start"}
			data-past={past || undefined}
			data-here={here || undefined}
			data-current={current || undefined}
		>
			<title>{title}</title>
			{number === 0 && <path className={styles["start"]} d="M0 -7V7" />}
			{plain ? (
				(number > 0 || here) && <circle r={mark?.kind === "disabled" && !here ? 3.5 : size} />
			) : (
				<>
					<rect x={-size - 2} y={-size - 2} width={2 * size + 4} height={2 * size + 4} rx={3} />
					<text className={styles["sign"]} y={3.5}>
						{mark.sign}
					</text>
				</>
			)}
			{mark?.differs === true && (
				<text className={styles["differs"]} x={compared === "same" ? 0 : 10} y={11 - y}>
					≠
				</text>
			)}
			{compared === "parts" && <path className={styles["parts"]} d={`M-5 ${1 - y}h10l-5 8Z`} />}
			{compared === "differs" && <path className={styles["parts"]} d={`M-4 ${4 - y}h8v2h-8Z`} />}
			{number > 0 && (
				<text className={styles["number"]} y={height - 3 - y}>
					{number}
				</text>
			)}
		</g>
	);
});
