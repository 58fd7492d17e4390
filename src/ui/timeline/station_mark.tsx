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
	readonly title: string;
}

/** One station: a dot when all went well, else a box with a sign; `≠` above it when the model differs from the recording. */
export function StationMark({ x, y, height, number, mark, past, here, current, title }: Props) {
	const size = here ? 8 : 5;
	const plain = mark === null || mark.kind === "done" || mark.kind === "disabled";
	return (
		<g
			className={styles["station"]}
			data-kind={mark?.kind ?? "start"}
			data-past={past || undefined}
			data-here={here || undefined}
			data-current={current || undefined}
		>
			<title>{title}</title>
			{number === 0 && <path className={styles["start"]} d={`M${x} ${y - 7}V${y + 7}`} />}
			{plain ? (
				(number > 0 || here) && <circle cx={x} cy={y} r={mark?.kind === "disabled" && !here ? 3.5 : size} />
			) : (
				<>
					<rect x={x - size - 2} y={y - size - 2} width={2 * size + 4} height={2 * size + 4} rx={3} />
					<text className={styles["sign"]} x={x} y={y + 3.5}>
						{mark.sign}
					</text>
				</>
			)}
			{mark?.differs === true && (
				<text className={styles["differs"]} x={x} y={11}>
					≠
				</text>
			)}
			{number > 0 && (
				<text className={styles["number"]} x={x} y={height - 3}>
					{number}
				</text>
			)}
		</g>
	);
}
