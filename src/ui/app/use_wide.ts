import { useSyncExternalStore } from "react";

/** Below, the panels become tabs of one column. */
const WIDE = "(min-width: 901px)";

function subscribe(changed: () => void): () => void {
	const query = matchMedia(WIDE);
	query.addEventListener("change", changed);
	return () => query.removeEventListener("change", changed);
}

/** Whether there is room for the three panels side by side. */
export function useWide(): boolean {
	return useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches);
}
