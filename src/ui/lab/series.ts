/** How each tracker is drawn: colour, dash and mark together, so that none of them is the only sign. */
import type { TrackerId } from "../../trackers/lab/tracker.ts";

export interface Look {
	/** A custom property of the theme. */
	readonly colour: string;
	/** stroke-dasharray. */
	readonly dash: string;
	readonly symbol: "circle" | "square" | "triangle" | "diamond" | "star" | "cross" | "wye";
}

export interface Series {
	readonly id: string;
	readonly name: string;
	readonly look: Look;
	readonly points: readonly { readonly x: number; readonly y: number }[];
}

export const LOOKS: Readonly<Record<TrackerId, Look>> = {
	none: { colour: "--soft", dash: "2 4", symbol: "circle" },
	"soft-dirty": { colour: "--sd", dash: "none", symbol: "circle" },
	"uffd-sync": { colour: "--uw", dash: "none", symbol: "square" },
	"uffd-sync-huge": { colour: "--uw", dash: "6 3", symbol: "diamond" },
	"uffd-async": { colour: "--good", dash: "none", symbol: "triangle" },
	mprotect: { colour: "--w", dash: "none", symbol: "cross" },
	fork: { colour: "--d", dash: "none", symbol: "star" },
	"kvm-wp": { colour: "--x", dash: "none", symbol: "square" },
	"kvm-pml": { colour: "--x", dash: "6 3", symbol: "triangle" },
	"kvm-ring": { colour: "--x", dash: "2 3", symbol: "wye" },
	qemu: { colour: "--a", dash: "6 3", symbol: "diamond" },
};
