import { useStore } from "zustand";
import { overlay } from "./overlay.ts";
import { makePart, usePart } from "./part.ts";

const GALLERY = makePart(async () => (await import("../gallery/gallery.tsx")).Gallery);
const PALETTE = makePart(async () => (await import("../palette/palette.tsx")).Palette);
const HELP = makePart(async () => (await import("../help/help.tsx")).Help);
const CHECK = makePart(async () => (await import("../check/checker.tsx")).Checker);

/** The dialogs; each is fetched when it is first opened. */
export function LazyDialogs() {
	const open = useStore(overlay, (state) => state.open);
	const Gallery = usePart(GALLERY, open === "gallery");
	const Palette = usePart(PALETTE, open === "palette");
	const Help = usePart(HELP, open === "help");
	const Checker = usePart(CHECK, open === "check");
	return (
		<>
			{Gallery !== null && <Gallery />}
			{Palette !== null && <Palette />}
			{Help !== null && <Help />}
			{Checker !== null && <Checker />}
		</>
	);
}
