/** Two films beside each other: which cursor of one belongs to which of the other, and where they part. */
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { type Difference, differenceOf, type View } from "./difference.ts";
import type { Cursor, Film, FilmStep, Moment } from "./film.ts";
import { type StepComparison, StepJudge } from "./step_comparison.ts";

/** What a film is compared with: any other film, or another place of the same one. */
export interface OtherSide {
	readonly film: Film;
	/** The cursor of `film` that stands beside a cursor of the first film; null: there is none. */
	readonly cursorOf: (cursor: Cursor) => Promise<Cursor | null>;
	/** Whether steps correspond, so that results and events are compared too. */
	readonly lockstep: boolean;
}

/** Two films of one script: the same step, and inside it as far as the other's micro-steps go along. */
export function inLockstep(film: Film, other: Film): OtherSide {
	return { film: other, lockstep: true, cursorOf: (cursor) => alongside(film, other, cursor) };
}

/** Every moment of a film beside one of its own. */
export function besideStep(film: Film, step: number): OtherSide {
	return { film, lockstep: false, cursorOf: () => Promise.resolve({ step: Math.min(step, film.steps.length), micro: 0 }) };
}

async function alongside(film: Film, other: Film, { step, micro }: Cursor): Promise<Cursor | null> {
	if (step > other.steps.length) return null;
	if (micro <= 0) return { step, micro: 0 };
	// A recording knows no inside: it stands before the step until the step is done.
	if (micro >= (film.steps[step]?.micros ?? 0)) return { step: Math.min(step + 1, other.steps.length), micro: 0 };
	if ((other.steps[step]?.micros ?? 0) === 0) return { step, micro: 0 };
	const [mine, theirs] = await Promise.all([film.microSteps(step), other.microSteps(step)]);
	return { step, micro: alignMicros(mine.map(place), theirs.map(place))[micro] ?? 0 };
}

function place({ fn, label }: { readonly fn: string; readonly label: string }): string {
	return `${fn} ${label}`;
}

/** For each number of `a` done, how many of `b` are done: by the longest sequence that both have in common. */
export function alignMicros(a: readonly string[], b: readonly string[]): readonly number[] {
	const width = b.length + 1;
	const common = new Uint32Array((a.length + 1) * width);
	const at = (i: number, j: number) => common[i * width + j] ?? 0;
	for (let i = a.length - 1; i >= 0; i--) {
		for (let j = b.length - 1; j >= 0; j--)
			common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
	}
	const done = [0];
	let j = 0;
	for (let i = 0; i < a.length; i++) {
		let next = j;
		while (next < b.length && a[i] !== b[next] && at(i, next + 1) === at(i, next)) next++;
		if (a[i] === b[next]) j = next + 1;
		done.push(j);
	}
	return done;
}

/** A moment of a film, ready to be compared; null where the kernel's layout is not known. `step`: the one just done. */
export function viewOf(film: Film, { observation }: Pick<Moment, "observation">, step: FilmStep | undefined): View | null {
	const layout = layoutOf(film.kernel);
	if (layout === undefined) return null;
	return { layout, observation, slotsTold: film.frames === "pfn" || layout.swap.offsetInverted, ...(step === undefined ? {} : { step }) };
}

export interface MomentPair {
	readonly here: Pick<Moment, "observation">;
	readonly there: Pick<Moment, "observation">;
	readonly cursor: Cursor;
	readonly otherCursor: Cursor;
}

/** What two moments of the films differ in; null where it cannot be said. */
export function pairDifference(film: Film, other: OtherSide, pair: MomentPair): Difference | null {
	const told = other.lockstep && pair.cursor.micro === 0 && pair.otherCursor.micro === 0;
	const step = (of: Film, { step: done }: Cursor) => (told ? of.steps[done - 1] : undefined);
	const here = viewOf(film, pair.here, step(film, pair.cursor));
	const there = viewOf(other.film, pair.there, step(other.film, pair.otherCursor));
	return here === null || there === null ? null : differenceOf(here, there);
}

/** Whether both films carried the step out, or both did not: what follows starts from like states. */
export function bothCarryOut(film: Film, other: OtherSide, index: number): boolean {
	if (!other.lockstep) return true;
	const [a, b] = [film.steps[index], other.film.steps[index]];
	const out = (step: FilmStep | undefined) => step !== undefined && step.status !== "refused" && step.status !== "disabled";
	return a !== undefined && b !== undefined && out(a) === out(b);
}

/** Compares the films after step `step`; null when the films cannot be compared from there on. */
export async function differenceAfter(film: Film, other: OtherSide, step: number): Promise<Difference | null> {
	const cursor = { step, micro: 0 };
	const otherCursor = await other.cursorOf(cursor);
	if (otherCursor === null || (step > 0 && !bothCarryOut(film, other, step - 1))) return null;
	const [here, there] = await Promise.all([film.at(cursor), other.film.at(otherCursor)]);
	return pairDifference(film, other, { here, there, cursor, otherCursor });
}

/** Step by step from the start, as far as the films can be compared; many at once where both are made in one place. */
export async function* compareSteps(film: Film, other: OtherSide): AsyncGenerator<StepComparison> {
	if (other.lockstep && film.compareWith !== undefined) {
		const steps = film.compareWith(other.film);
		if (steps !== null) {
			for await (const some of steps) yield* some;
			return;
		}
	}
	const judge = new StepJudge();
	for (let step = 1; step <= film.steps.length; step++) {
		const difference = await differenceAfter(film, other, step);
		if (difference === null) return;
		yield judge.judge(step, difference);
	}
}
