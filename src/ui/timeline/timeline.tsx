import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef } from "react";
import type { Cursor } from "../../history/film.ts";
import type { StepComparison } from "../../history/step_comparison.ts";
import type { MicroStep } from "../../sim/include/transition.ts";
import { currentStep, microCount, nextMicro, nextStep, previousMicro, previousStep } from "../../state/cursor_math.ts";
import type { StepAgreement } from "../../state/stage.ts";
import { Overview } from "./overview.tsx";
import { StationMark } from "./station_mark.tsx";
import { stepMark } from "./step_mark.ts";
import styles from "./timeline.module.css";
import { cursorAt, layTimeline, type TimelineLayout } from "./timeline_layout.ts";
import { comparedWords, cursorWords, type FilmSteps, stationWords } from "./timeline_words.ts";
import { useWidth } from "./use_width.ts";

interface Props {
	readonly film: FilmSteps;
	readonly cursor: Cursor;
	readonly agreement: readonly StepAgreement[] | null;
	/** Micro-steps of the step that the cursor stands in or has just finished. */
	readonly inside: readonly MicroStep[];
	/** How the steps compare with another side, as far as that is known. */
	readonly compared?: readonly StepComparison[];
	/** Who that is. */
	readonly comparedWith?: string;
	/** Under the line: lanes that follow its stations. */
	readonly lanes?: undefined | ((layout: TimelineLayout, width: number) => ReactNode);
	readonly onGoTo: (cursor: Cursor) => void;
	/** On a film without micro-steps: one micro-step on or back in a film that has them. Absent: there is none. */
	readonly onInside?: (by: 1 | -1) => void;
}

const NONE: readonly StepComparison[] = [];
const HEIGHT = 50;
const LINE = 25;
/** Below this room labels would run into each other. */
const LABELLED = 62;
/** How many steps PageUp and PageDown move. */
const PAGE = 10;

/** Where a key takes the cursor; null for keys that the timeline leaves to others. */
function keyed(event: KeyboardEvent, film: FilmSteps, cursor: Cursor): Cursor | null {
	const { steps } = film;
	switch (event.key) {
		case "ArrowRight":
			return event.shiftKey ? nextMicro(film, cursor) : nextStep(film, cursor);
		case "ArrowLeft":
			return event.shiftKey ? previousMicro(film, cursor) : previousStep(cursor);
		case "ArrowUp":
			return nextMicro(film, cursor);
		case "ArrowDown":
			return previousMicro(film, cursor);
		case "PageUp":
			return { step: Math.min(cursor.step + PAGE, steps.length), micro: 0 };
		case "PageDown":
			return { step: Math.max(cursor.step - PAGE, 0), micro: 0 };
		case "Home":
			return { step: 0, micro: 0 };
		case "End":
			return { step: steps.length, micro: 0 };
		default:
			return null;
	}
}

/** The direction in which a key goes by a micro-step; null for other keys. */
function microKey({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): 1 | -1 | null {
	if (ctrlKey || metaKey || altKey) return null;
	if (key === "ArrowUp" || (key === "ArrowRight" && shiftKey)) return 1;
	return key === "ArrowDown" || (key === "ArrowLeft" && shiftKey) ? -1 : null;
}

/** The step whose micro-steps are shown: the one that the cursor stands in, or has just finished. */
function openStep(film: FilmSteps, cursor: Cursor): number {
	const open = currentStep(cursor);
	return microCount(film, open) > 0 ? open : -1;
}

/** Steps as stations on a line; inside the current one its micro-steps. One slider for keyboard and screen reader. */
export function Timeline({ film, cursor, agreement, inside, compared = NONE, comparedWith = "", lanes, onGoTo, onInside }: Props) {
	const [ref, width] = useWidth(720);
	const line = useRef<SVGSVGElement>(null);
	const open = openStep(film, cursor);
	const layout = useMemo(
		() => layTimeline({ steps: film.steps.length, cursor, open, micros: microCount(film, open), width }),
		[film, cursor, open, width],
	);
	const marks = useMemo(() => film.steps.map((step, at) => stepMark(step, agreement?.[at])), [film, agreement]);
	const first = layout.stations[0]?.x ?? 0;
	const last = layout.stations.at(-1)?.x ?? 0;
	const now = currentStep(cursor);

	const follow = (event: PointerEvent) => {
		const box = line.current?.getBoundingClientRect();
		const to = box === undefined ? null : cursorAt(layout, event.clientX - box.left);
		if (to !== null && (to.step !== cursor.step || to.micro !== cursor.micro)) onGoTo(to);
	};

	return (
		<div className={styles["timeline"]} ref={ref}>
			{layout.windowed && <Overview marks={marks} layout={layout} cursor={cursor} width={width} onGoTo={onGoTo} />}
			<div
				role="slider"
				tabIndex={0}
				aria-label="Timeline"
				aria-valuemin={0}
				aria-valuemax={film.steps.length}
				aria-valuenow={cursor.step}
				aria-valuetext={cursorWords(film, agreement, cursor, inside) + comparedWords(compared[cursor.step - 1], comparedWith)}
				className={styles["track"]}
				onKeyDown={(event) => {
					const by = onInside === undefined ? null : microKey(event);
					if (by !== null) {
						event.preventDefault();
						onInside?.(by);
						return;
					}
					const to = event.ctrlKey || event.metaKey || event.altKey ? null : keyed(event, film, cursor);
					if (to === null) return;
					event.preventDefault();
					onGoTo(to);
				}}
				onPointerDown={(event) => {
					event.currentTarget.setPointerCapture(event.pointerId);
					follow(event);
				}}
				onPointerMove={(event) => {
					if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
				}}
			>
				<svg ref={line} width={width} height={HEIGHT} aria-hidden="true">
					<path className={styles["rail"]} d={`M${first} ${LINE}H${last}`} />
					<path className={styles["travelled"]} d={`M${first} ${LINE}H${layout.cursorX}`} />
					{layout.micros.map(({ micro, x }) => {
						const step = inside[micro - 1];
						const here = cursor.step === layout.open && cursor.micro === micro;
						const labelled = here || layout.microGap >= LABELLED;
						return (
							<g key={micro} className={styles["micro"]} data-here={here || undefined}>
								<title>{`${micro}. ${step?.file ?? ""}: ${step?.fn ?? ""}: ${step?.label ?? ""}`}</title>
								<rect x={x - 4} y={LINE - 4} width={8} height={8} rx={2} />
								{labelled && (
									<text x={x} y={micro % 2 === 1 ? 11 : HEIGHT - 3}>
										{step?.label}
									</text>
								)}
							</g>
						);
					})}
					{layout.stations.map(({ step, x }) => (
						<StationMark
							key={step}
							x={x}
							y={LINE}
							height={HEIGHT}
							number={step}
							mark={marks[step - 1] ?? null}
							past={step <= cursor.step}
							here={step === cursor.step && cursor.micro === 0}
							current={step === now + 1}
							compared={compared[step - 1]?.state ?? "same"}
							title={stationWords(film, agreement, step - 1) + comparedWords(compared[step - 1], comparedWith)}
						/>
					))}
				</svg>
			</div>
			{lanes?.(layout, width)}
		</div>
	);
}
