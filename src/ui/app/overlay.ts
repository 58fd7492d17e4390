/** Which dialog lies over the screen; at most one. */
import { createStore } from "zustand/vanilla";

export type Overlay = "gallery" | "palette" | "help" | "files" | "compare" | "lab" | "check";

export const overlay = createStore<{ readonly open: Overlay | null }>(() => ({ open: null }));

export function openOverlay(open: Overlay): void {
	overlay.setState({ open });
}

export function closeOverlay(): void {
	overlay.setState({ open: null });
}
