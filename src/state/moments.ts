/** The moments of films, kept while they are near the cursor, so that stepping back and forth does not ask twice. */
import type { Cursor, Film, Moment } from "../history/film.ts";
import type { MicroStep } from "../sim/include/transition.ts";
import { askedCursor, comparedWith, currentStep, microCount } from "./cursor_math.ts";

/** Enough for the micro-steps of a few steps around the cursor; a moment of a large address space is not small. */
const KEPT = 48;

const kept = new WeakMap<Film, Map<string, Promise<Moment>>>();
const insides = new WeakMap<Film, Map<string, Promise<readonly MicroStep[]>>>();
const NONE: readonly MicroStep[] = [];

/** The moment at a cursor of the film; rejects only when the film's worker is gone, and then asks again next time. */
export function momentAt(film: Film, cursor: Cursor): Promise<Moment> {
	const asked = askedCursor(film, cursor);
	return remembered(kept, film, `${asked.step}.${asked.micro}`, () => film.at(asked));
}

/** The micro-steps of the step that the cursor stands in, or has just finished. */
export function insideAt(film: Film, cursor: Cursor): Promise<readonly MicroStep[]> {
	const step = currentStep(cursor);
	if (microCount(film, step) === 0) return Promise.resolve(NONE);
	return remembered(insides, film, String(step), () => film.microSteps(step));
}

/** The answer given before, or a new one; the least recently asked are forgotten, and what failed is asked anew. */
function remembered<T>(memory: WeakMap<Film, Map<string, Promise<T>>>, film: Film, key: string, ask: () => Promise<T>): Promise<T> {
	const answers = memory.get(film) ?? new Map<string, Promise<T>>();
	memory.set(film, answers);
	const answer = answers.get(key) ?? ask();
	answers.delete(key);
	answers.set(key, answer);
	answer.catch(() => answers.delete(key));
	for (const oldest of answers.keys()) {
		if (answers.size <= KEPT) break;
		answers.delete(oldest);
	}
	return answer;
}

export interface Moments {
	readonly moment: Moment;
	readonly previous: Moment | null;
	readonly inside: readonly MicroStep[];
}

/** The moment at a cursor, the one that it is compared with, and the micro-steps around it. */
export async function momentsAt(film: Film, cursor: Cursor): Promise<Moments> {
	const before = comparedWith(cursor);
	const asked = [momentAt(film, cursor), before === null ? Promise.resolve(null) : momentAt(film, before), insideAt(film, cursor)] as const;
	const [moment, previous, inside] = await Promise.all(asked);
	return { moment, previous, inside };
}
