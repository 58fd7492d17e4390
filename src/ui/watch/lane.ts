/** A life as a lane: where its segments lie under the timeline's stations, and in words. Pure. */
import type { LifeSegment } from "../../history/inquiry.ts";
import type { TimelineLayout } from "../timeline/timeline_layout.ts";

export type LaneState = "set" | "clear" | "unknown" | "absent";

export interface LaneSpan {
	/** First moment of the segment. */
	readonly from: number;
	readonly state: LaneState;
	/** Pixels. */
	readonly x0: number;
	readonly x1: number;
}

export function stateOf({ value, there }: Pick<LifeSegment, "value" | "there">): LaneState {
	if (!there) return "absent";
	return value === null ? "unknown" : value ? "set" : "clear";
}

/** Spans from half way before a segment's first station to half way after its last: a change lies between two stations. */
export function laneSpans(life: readonly LifeSegment[], { stations }: Pick<TimelineLayout, "stations">): readonly LaneSpan[] {
	const first = stations[0];
	const last = stations.at(-1);
	if (first === undefined || last === undefined) return [];
	const x = (step: number) => stations[Math.min(Math.max(step, first.step), last.step) - first.step]?.x ?? 0;
	/** The border between moment `step - 1` and `step`. */
	const border = (step: number) =>
		step <= first.step ? x(first.step) - END : step > last.step ? x(last.step) + END : (x(step - 1) + x(step)) / 2;
	return life
		.filter(({ from, n }) => from <= last.step && from + n > first.step)
		.map((segment) => ({
			from: segment.from,
			state: stateOf(segment),
			x0: border(segment.from),
			x1: border(segment.from + segment.n),
		}));
}

/** How far a lane reaches beyond the outermost stations. */
const END = 6;

/** The step of the next change after `step`; null when there is none. */
export function nextChange(life: readonly LifeSegment[], step: number): number | null {
	return life.find(({ from }) => from > step)?.from ?? null;
}

/** The step of the last change before `step`. */
export function previousChange(life: readonly LifeSegment[], step: number): number | null {
	return life.findLast(({ from }) => from < step && from > 0)?.from ?? null;
}

/** `not there until step 3; set after step 3; clear after step 4`. */
export function lifeWords(life: readonly LifeSegment[]): string {
	const words: Record<LaneState, string> = { set: "set", clear: "clear", unknown: "not recorded", absent: "not there" };
	return life
		.map((segment) => `${words[stateOf(segment)]} ${segment.from === 0 ? "at the start" : `from step ${segment.from} on`}`)
		.join(", ");
}
