import { useEffect } from "react";
import { useStore } from "zustand";
import { labDoor } from "../../state/lab_door.ts";
import { openOverlay, overlay } from "./overlay.ts";
import { makePart, usePart } from "./part.ts";

const GALLERY = makePart(async () => (await import("../gallery/gallery.tsx")).Gallery);
const PALETTE = makePart(async () => (await import("../palette/palette.tsx")).Palette);
const FILES = makePart(async () => (await import("../files/files.tsx")).Files);
const HELP = makePart(async () => (await import("../help/help.tsx")).Help);
const LAB = makePart(async () => (await import("../lab/lab.tsx")).Lab);
const CHECK = makePart(async () => (await import("../check/checker.tsx")).Checker);

/** The dialogs; each is fetched when it is first opened. */
export function LazyDialogs() {
	const open = useStore(overlay, (state) => state.open);
	const Gallery = usePart(GALLERY, open === "gallery");
	const Palette = usePart(PALETTE, open === "palette");
	const Files = usePart(FILES, open === "files");
	const Help = usePart(HELP, open === "help");
	const Lab = usePart(LAB, open === "lab");
	const knocked = useStore(labDoor, ({ hash }) => hash !== null);
	useEffect(() => {
		if (knocked) openOverlay("lab");
	}, [knocked]);
	const Checker = usePart(CHECK, open === "check");
	return (
		<>
			{Gallery !== null && <Gallery />}
			{Palette !== null && <Palette />}
			{Files !== null && <Files />}
			{Help !== null && <Help />}
			{Lab !== null && <Lab />}
			{Checker !== null && <Checker />}
		</>
	);
}
