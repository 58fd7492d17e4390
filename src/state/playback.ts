/** Play and pause: one step (or micro-step) after the other, each shown before the next one is due. */
import { advance, moveTo } from "./cursor.ts";
import { atEnd } from "./cursor_math.ts";
import { stage } from "./stage.ts";

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;

export type Grain = "step" | "micro";

/** A micro-step is read faster than a step. */
const MICRO_FASTER = 1.5;

let timer: ReturnType<typeof setTimeout> | undefined;

function schedule(grain: Grain): void {
	const rate = stage.getState().speed * (grain === "micro" ? MICRO_FASTER : 1);
	timer = setTimeout(() => void tick(grain), 1000 / rate);
}

async function tick(grain: Grain): Promise<void> {
	const moved = await advance(grain);
	const { playing, film, cursor } = stage.getState();
	if (!playing) return;
	if (!moved || film === null || atEnd(film, cursor)) pause();
	else schedule(grain);
}

/** Plays from the cursor on, or from the start when it stands at the end. */
export function play(grain: Grain = "step"): void {
	const { film, cursor } = stage.getState();
	if (film === null || film.steps.length === 0) return;
	clearTimeout(timer);
	stage.setState({ playing: true });
	if (atEnd(film, cursor)) void moveTo({ step: 0, micro: 0 }).then(() => (stage.getState().playing ? schedule(grain) : undefined));
	else schedule(grain);
}

export function pause(): void {
	clearTimeout(timer);
	stage.setState({ playing: false });
}

export function togglePlay(grain: Grain = "step"): void {
	if (stage.getState().playing) pause();
	else play(grain);
}

/** Steps a second; holds from the next tick on. */
export function setSpeed(speed: number): void {
	stage.setState({ speed });
}
