/** How the matrix shows what became of a bit: a letter and a shape, so that colour is never the only sign. */
import type { Fate } from "../../check/matrix.ts";

export const FATES: Readonly<
	Record<Fate, { readonly letter: string; readonly shape: string; readonly name: string; readonly about: string }>
> = {
	kept: { letter: "K", shape: "●", name: "kept", about: "kept" },
	moved: { letter: "M", shape: "➜", name: "moved", about: "moved to another place that has it" },
	cleared: { letter: "C", shape: "○", name: "cleared", about: "cleared, as it should be" },
	lost: { letter: "L", shape: "✕", name: "lost", about: "lost: nobody asked for it" },
	set: { letter: "S", shape: "▲", name: "set", about: "set where it was clear" },
	gone: { letter: "G", shape: "–", name: "gone with its entry", about: "gone with its entry" },
	none: { letter: "·", shape: "·", name: "never set here", about: "never set here" },
};
