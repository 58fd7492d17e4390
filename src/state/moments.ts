/** The moments of films, kept while they are near the cursor, so that stepping back and forth does not ask twice. */
import type { Cursor, Film, Moment } from "../history/film.ts";
import { askedCursor, comparedWith } from "./cursor_math.ts";

/** Enough for the micro-steps of a few steps around the cursor; a moment of a large address space is not small. */
const KEPT = 48;

const kept = new WeakMap<Film, Map<string, Promise<Moment>>>();

/** The moment at a cursor of the film; rejects only when the film's worker is gone, and then asks again next time. */
export function momentAt(film: Film, cursor: Cursor): Promise<Moment> {
	const asked = askedCursor(film, cursor);
	const key = `${asked.step}.${asked.micro}`;
	const moments = kept.get(film) ?? new Map<string, Promise<Moment>>();
	kept.set(film, moments);
	const moment = moments.get(key) ?? film.at(asked);
	moments.delete(key);
	moments.set(key, moment);
	moment.catch(() => moments.delete(key));
	for (const oldest of moments.keys()) {
		if (moments.size <= KEPT) break;
		moments.delete(oldest);
	}
	return moment;
}

export interface Moments {
	readonly moment: Moment;
	readonly previous: Moment | null;
}

/** The moment at a cursor and the one that it is compared with. */
export async function momentsAt(film: Film, cursor: Cursor): Promise<Moments> {
	const before = comparedWith(cursor);
	const [moment, previous] = await Promise.all([momentAt(film, cursor), before === null ? null : momentAt(film, before)]);
	return { moment, previous };
}
