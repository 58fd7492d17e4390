/** What became of watched bits, film by film: asked in parts, so that a long film neither waits nor blocks. */
import type { Film } from "../history/film.ts";
import { inquiryOf } from "../history/film_inquiry.ts";
import type { BitQuestion, LifeSegment } from "../history/inquiry.ts";
import { track } from "./idle.ts";

/** Steps asked at once. */
const PART = 4096;

/** Follows a bit through a film; `onPart` hears all that is known, again with every part. Returns what gives it up. */
export function followLife(film: Film, question: BitQuestion, onPart: (life: readonly LifeSegment[]) => void): () => void {
	let wanted = true;
	const follow = async () => {
		const inquiry = inquiryOf(film);
		let life: LifeSegment[] = [];
		for (let from = 0; from <= film.steps.length; from += PART) {
			const part = await inquiry.life(question, from, PART - 1);
			if (!wanted) return;
			life = joined(life, part);
			onPart(life);
		}
	};
	// Without its worker a film has no life to show; the stage says what became of the worker.
	track(follow()).catch(() => {});
	return () => {
		wanted = false;
	};
}

function joined(life: readonly LifeSegment[], part: readonly LifeSegment[]): LifeSegment[] {
	const [first, ...rest] = part;
	const last = life.at(-1);
	if (first === undefined || last === undefined || last.value !== first.value || last.there !== first.there) return [...life, ...part];
	return [...life.slice(0, -1), { ...last, n: last.n + first.n }, ...rest];
}
