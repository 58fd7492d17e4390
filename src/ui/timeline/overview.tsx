import { type PointerEvent, useMemo } from "react";
import type { Cursor } from "../../history/film.ts";
import { GRAVITY, type MarkKind, type StepMark } from "./step_mark.ts";
import styles from "./timeline.module.css";
import { gather, MARGIN, type TimelineLayout } from "./timeline_layout.ts";

interface Props {
	readonly marks: readonly StepMark[];
	readonly layout: TimelineLayout;
	readonly cursor: Cursor;
	readonly width: number;
	readonly onGoTo: (cursor: Cursor) => void;
}

const HEIGHT = 12;
/** Pixels a bucket takes at least. */
const BUCKET = 3;

type Gathered = MarkKind | "differs";
const GATHERED: readonly Gathered[] = [...GRAVITY, "differs"];

/** All steps in one strip, however many: the window of stations is a frame on it. For the pointer; keys have the slider below. */
export function Overview({ marks, layout, cursor, width, onGoTo }: Props) {
	const inner = Math.max(width - 2 * MARGIN, 1);
	const buckets = useMemo(
		() =>
			gather<Gathered>(
				marks.map(({ kind, differs }) => (differs ? "differs" : kind)),
				GATHERED,
				Math.floor(inner / BUCKET),
			),
		[marks, inner],
	);
	const scale = inner / Math.max(marks.length, 1);
	const first = layout.stations[0]?.step ?? 0;
	const last = layout.stations.at(-1)?.step ?? 0;

	const follow = (event: PointerEvent<SVGSVGElement>) => {
		const x = event.clientX - event.currentTarget.getBoundingClientRect().left - MARGIN;
		const step = Math.min(Math.max(Math.round(x / scale), 0), marks.length);
		if (step !== cursor.step) onGoTo({ step, micro: 0 });
	};

	return (
		<svg
			className={styles["overview"]}
			width={width}
			height={HEIGHT}
			aria-hidden="true"
			onPointerDown={(event) => {
				event.currentTarget.setPointerCapture(event.pointerId);
				follow(event);
			}}
			onPointerMove={(event) => {
				if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
			}}
		>
			<rect className={styles["strip"]} x={MARGIN} y={4} width={inner} height={4} rx={2} />
			<rect className={styles["travelledStrip"]} x={MARGIN} y={4} width={cursor.step * scale} height={4} rx={2} />
			{buckets
				.filter(({ kind }) => kind !== "done")
				.map(({ from, n, kind }) => (
					<rect key={from} data-kind={kind} x={MARGIN + from * scale} y={2} width={Math.max(n * scale, 2)} height={8} />
				))}
			<rect
				className={styles["window"]}
				x={MARGIN + first * scale - 1}
				y={0.75}
				width={(last - first) * scale + 2}
				height={HEIGHT - 1.5}
				rx={3}
			/>
		</svg>
	);
}
