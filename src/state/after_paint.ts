/** Milliseconds after which work is done although no frame was painted: a tab in the background has none. */
const PATIENCE = 200;

/** Does what nobody waits for once the frame that answers the person is painted. */
export function afterPaint(work: () => void): void {
	if (!("requestAnimationFrame" in globalThis)) {
		setTimeout(work, 0);
		return;
	}
	let isDone = false;
	const once = () => {
		if (isDone) return;
		isDone = true;
		work();
	};
	requestAnimationFrame(() => setTimeout(once, 0));
	setTimeout(once, PATIENCE);
}
