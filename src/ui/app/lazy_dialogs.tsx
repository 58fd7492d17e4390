import { Suspense } from "react";
import { useStore } from "zustand";
import { lazyPart } from "./lazy_part.ts";
import { overlay } from "./overlay.ts";

const Gallery = lazyPart(async () => (await import("../gallery/gallery.tsx")).Gallery);
const Palette = lazyPart(async () => (await import("../palette/palette.tsx")).Palette);
const Help = lazyPart(async () => (await import("../help/help.tsx")).Help);

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
