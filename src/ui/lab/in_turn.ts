/** Work that would hold the page up if it were done at once: each piece in a task of its own, after a paint that shows the one before. */
import { afterPaint } from "../../state/after_paint.ts";
import { track } from "../../state/idle.ts";

type Piece = () => void;

const waiting: Piece[] = [];
let underWay = false;

function next(): void {
	const piece = waiting.shift();
	underWay = piece !== undefined;
	if (piece === undefined) return;
	try {
		piece();
	} finally {
		afterPaint(next);
	}
}

/** Does `work` when its turn comes; the returned function gives it up. The screen is not at rest before. */
export function inTurn(work: () => void): () => void {
	let done: () => void = () => {};
	void track(
		new Promise<void>((resolve) => {
			done = resolve;
		}),
	);
	const piece = () => {
		work();
		done();
	};
	waiting.push(piece);
	if (!underWay) {
		underWay = true;
		afterPaint(next);
	}
	return () => {
		const at = waiting.indexOf(piece);
		if (at >= 0) waiting.splice(at, 1);
		done();
	};
}
