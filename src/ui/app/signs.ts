/** Signs that somebody is there. */
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Calls at each sign of the person; the returned function ends it. */
export function onSigns(target: Window, call: () => void): () => void {
	for (const sign of SIGNS) target.addEventListener(sign, call, { passive: true });
	return () => {
		for (const sign of SIGNS) target.removeEventListener(sign, call);
	};
}
