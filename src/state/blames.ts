/** How the bits on the screen came to be: asked when the person has come to rest, since it costs the machine more than a step. */
import type { Cursor, Film } from "../history/film.ts";
import { inquiryOf } from "../history/film_inquiry.ts";
import type { BitQuestion, Blame } from "../history/inquiry.ts";
import { track } from "./idle.ts";

/** Milliseconds without a move. */
const REST = 120;
/** Who moved twice within so many milliseconds is on the way somewhere, and will hardly have come to rest before they are over again. */
const HURRY = 250;
/** The rest that is waited for then. */
const LONG_REST = 320;

let lastMove = Number.NEGATIVE_INFINITY;

function restAfterMove(): number {
	const now = performance.now();
	const rest = now - lastMove < HURRY ? LONG_REST : REST;
	lastMove = now;
	return rest;
}

/** Asks after a rest and tells the answers; returns what gives it up. `most`: steps to look at. */
export function blameAtRest(
	film: Film,
	cursor: Cursor,
	questions: readonly BitQuestion[],
	most: number,
	onAnswers: (answers: readonly Blame[]) => void,
): () => void {
	let wanted = true;
	let wake: () => void = () => {};
	const rest = new Promise<void>((resolve) => {
		wake = resolve;
	});
	const timer = setTimeout(wake, restAfterMove());
	const ask = async () => {
		await rest;
		if (!wanted) return;
		const answers = await inquiryOf(film).blame(questions, cursor, most);
		if (wanted) onAnswers(answers);
	};
	// Without its worker a film has nothing to tell; the stage says what became of the worker.
	track(ask()).catch(() => {});
	return () => {
		wanted = false;
		clearTimeout(timer);
		wake();
	};
}
