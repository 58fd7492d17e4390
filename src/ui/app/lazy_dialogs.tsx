import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { overlay } from "./overlay.ts";

const Gallery = lazy(async () => ({ default: (await import("../gallery/gallery.tsx")).Gallery }));
const Palette = lazy(async () => ({ default: (await import("../palette/palette.tsx")).Palette }));
const Help = lazy(async () => ({ default: (await import("../help/help.tsx")).Help }));

/** The dialogs; each is fetched when it is first opened. */
export function LazyDialogs() {
	const open = useStore(overlay, (state) => state.open);
	return (
		<Suspense fallback={null}>
			{open === "gallery" && <Gallery />}
			{open === "palette" && <Palette />}
			{open === "help" && <Help />}
		</Suspense>
	);
}
