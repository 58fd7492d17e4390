/** Moving through the film. The cursor, the moment and the one before it change in one go. */
import type { Cursor, Film } from "../history/film.ts";
import { drawAhead } from "../layout/draw_ahead.ts";
import { X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { afterPaint } from "./after_paint.ts";
import { clampCursor, nextMicro, nextStep, previousStep, sameCursor } from "./cursor_math.ts";
import { track } from "./idle.ts";
import { type Moments, momentsAt } from "./moments.ts";
import { setProblem, stage } from "./stage.ts";

/** Where the last request wants to be: keys pressed faster than the worker answers still add up. */
let target: { readonly film: Film; readonly cursor: Cursor } | null = null;
let asked = 0;
let shown = 0;

function wantedCursor(film: Film): Cursor {
	return target?.film === film ? target.cursor : stage.getState().cursor;
}

/** Asks for what the next key press will need and works out its picture, so that it only has to be drawn. */
function prefetch(film: Film, cursor: Cursor): Promise<unknown> {
	if (stage.getState().film !== film || !sameCursor(stage.getState().cursor, cursor)) return Promise.resolve();
	const wanted = [nextStep(film, cursor), nextMicro(film, cursor)].filter((next) => !sameCursor(next, cursor));
	return Promise.allSettled(wanted.map((next) => momentsAt(film, next).then((moments) => ahead(film, cursor, moments))));
}

/** Once what stands at the cursor is painted, makes ready what the next key will show. */
export function prepareNext(film: Film, cursor: Cursor): void {
	afterPaint(() => void track(prefetch(film, cursor)));
}

function ahead(film: Film, cursor: Cursor, { moment, previous }: Moments): void {
	const { film: shownFilm, cursor: at, lens } = stage.getState();
	const layout = layoutOf(film.kernel);
	if (shownFilm !== film || !sameCursor(at, cursor) || layout === undefined) return;
	drawAhead({ moment, previous, layout, lens, geometry: X86_64_GEOMETRY });
}

/** Moves and resolves when the screen's state stands there. */
export async function moveTo(cursor: Cursor): Promise<void> {
	const { film } = stage.getState();
	if (film === null) return;
	const to = clampCursor(film, cursor);
	target = { film, cursor: to };
	const mine = ++asked;
	try {
		const moments = await track(momentsAt(film, to));
		// Answers may overtake each other; an older one never replaces a newer one.
		if (stage.getState().film !== film || mine < shown) return;
		shown = mine;
		stage.setState({ cursor: to, ...moments });
		prepareNext(film, to);
	} catch (error) {
		target = null;
		setProblem(`This step could not be shown: ${error instanceof Error ? error.message : String(error)}`, true);
	}
}

/** Jumps to a cursor; one that the film does not have becomes the nearest that it has. */
export function goTo(cursor: Cursor): void {
	void moveTo(cursor);
}

/** Applies `move` to where the cursor is going; does nothing without a film. */
export function moveBy(move: (film: Film, cursor: Cursor) => Cursor): Promise<void> {
	const { film } = stage.getState();
	return film === null ? Promise.resolve() : moveTo(move(film, wantedCursor(film)));
}

/** To the end of this step, or of the next one. */
export function stepForward(): void {
	void moveBy(nextStep);
}

/** To the start of this step, or of the one before. */
export function stepBack(): void {
	void moveBy((_film, cursor) => previousStep(cursor));
}

export function goToStart(): void {
	goTo({ step: 0, micro: 0 });
}

export function goToEnd(): void {
	const { film } = stage.getState();
	if (film !== null) goTo({ step: film.steps.length, micro: 0 });
}

/** One step or micro-step on, for playback; resolves when it is shown, with whether there was anything to do. */
export async function advance(grain: "step" | "micro"): Promise<boolean> {
	const { film } = stage.getState();
	if (film === null) return false;
	const from = wantedCursor(film);
	const to = grain === "step" ? nextStep(film, from) : nextMicro(film, from);
	if (sameCursor(from, to)) return false;
	await moveTo(to);
	return true;
}
