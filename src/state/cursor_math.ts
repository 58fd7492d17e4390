/**
 * Where a cursor may stand in a film, and where the next key press takes it. Pure.
 *
 * `{step: s, micro: 0}` stands between steps: s are done. `{step: s, micro: m}` stands after m micro-steps of the next step, up to
 * and including all of them: the entries are then those of `{step: s + 1, micro: 0}`, but the sentence is still the last
 * micro-step's.
 */
import type { Cursor, Film, FilmStep } from "../history/film.ts";
import type { MicroStep } from "../sim/include/transition.ts";

export type FilmShape = Pick<Film, "steps">;

/** Micro-steps of the step with this index; 0 outside the film. */
export function microCount(film: FilmShape, step: number): number {
	return film.steps[step]?.micros ?? 0;
}

/** The nearest cursor that this film has: another kernel's run may have fewer micro-steps, an edited one fewer steps. */
export function clampCursor(film: FilmShape, cursor: Cursor): Cursor {
	const wanted = Number.isFinite(cursor.step) ? Math.trunc(cursor.step) : 0;
	const step = Math.min(Math.max(wanted, 0), film.steps.length);
	if (step !== wanted) return { step, micro: 0 };
	const micro = Number.isFinite(cursor.micro) ? Math.trunc(cursor.micro) : 0;
	return { step, micro: Math.min(Math.max(micro, 0), microCount(film, step)) };
}

export function sameCursor(a: Cursor, b: Cursor): boolean {
	return a.step === b.step && a.micro === b.micro;
}

/** After the step in which the cursor stands, or after the next one. */
export function nextStep(film: FilmShape, cursor: Cursor): Cursor {
	return { step: Math.min(cursor.step + 1, film.steps.length), micro: 0 };
}

/** Before the step in which the cursor stands, or before the one just done. */
export function previousStep(cursor: Cursor): Cursor {
	return { step: cursor.micro > 0 ? cursor.step : Math.max(cursor.step - 1, 0), micro: 0 };
}

/** One micro-step on; a whole step where the film has none. */
export function nextMicro(film: FilmShape, cursor: Cursor): Cursor {
	if (cursor.micro < microCount(film, cursor.step)) return { step: cursor.step, micro: cursor.micro + 1 };
	return nextStep(film, cursor);
}

/** One micro-step back; a whole step where the film has none. */
export function previousMicro(film: FilmShape, cursor: Cursor): Cursor {
	if (cursor.micro > 0) return { step: cursor.step, micro: cursor.micro - 1 };
	if (cursor.step === 0) return cursor;
	return { step: cursor.step - 1, micro: microCount(film, cursor.step - 1) };
}

export function atEnd(film: FilmShape, cursor: Cursor): boolean {
	return cursor.step >= film.steps.length;
}

/** What "changed" is measured against: one micro-step before, or one step before when the cursor stands between steps. */
export function comparedWith(cursor: Cursor): Cursor | null {
	if (cursor.micro > 0) return { step: cursor.step, micro: cursor.micro - 1 };
	return cursor.step > 0 ? { step: cursor.step - 1, micro: 0 } : null;
}

/** The cursor to ask the film for: after all micro-steps of a step the film is asked for the finished step. */
export function askedCursor(film: FilmShape, cursor: Cursor): Cursor {
	const count = microCount(film, cursor.step);
	return cursor.micro > 0 && cursor.micro >= count ? { step: cursor.step + 1, micro: 0 } : cursor;
}

/** Index of the step that the cursor stands in or has just finished; -1 at the very start. */
export function currentStep(cursor: Cursor): number {
	return cursor.micro > 0 ? cursor.step : cursor.step - 1;
}

/** The step that the cursor stands in or has just finished. */
export function currentFilmStep(film: FilmShape, cursor: Cursor): FilmStep | null {
	return film.steps[currentStep(cursor)] ?? null;
}

/** The micro-step just done, of those of the step that the cursor stands in; null between steps. */
export function currentMicroStep(inside: readonly MicroStep[], cursor: Cursor): MicroStep | null {
	return cursor.micro > 0 ? (inside[cursor.micro - 1] ?? null) : null;
}
