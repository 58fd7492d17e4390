/** The index of all recordings, as the gallery and the palette list them. */
import { createStore } from "zustand/vanilla";
import { track } from "./idle.ts";
import { type RecordingEntry, type RecordingIndex, readIndex } from "./index_file.ts";

export interface GalleryState {
	readonly index: RecordingIndex;
	readonly status: "idle" | "loading" | "ready" | "failed";
	readonly problem: string | null;
}

const EMPTY: GalleryState = { index: { groups: [], scenarios: [] }, status: "idle", problem: null };

export const gallery = createStore<GalleryState>(() => EMPTY);

let fetchIndex: () => Promise<string> = () => Promise.reject(new Error("The gallery has no index."));

/** Says where the text of index.json comes from; called once at the composition root, and by tests. */
export function installIndex(fetching: () => Promise<string>): void {
	fetchIndex = fetching;
	gallery.setState(EMPTY);
}

async function load(): Promise<void> {
	gallery.setState({ status: "loading", problem: null });
	try {
		const read = readIndex(await fetchIndex());
		if (read.ok) gallery.setState({ index: read.value, status: "ready" });
		else gallery.setState({ status: "failed", problem: read.error });
	} catch (error) {
		gallery.setState({ status: "failed", problem: error instanceof Error ? error.message : String(error) });
	}
}

/** Loads the index unless it is there or on its way; after a failure, tries again. */
export function loadGallery(): void {
	const { status } = gallery.getState();
	if (status === "idle" || status === "failed") void track(load());
}

/** What the index says of a recording; null until it is there. */
export function galleryEntry({ index }: GalleryState, name: string): RecordingEntry | null {
	return index.scenarios.find((entry) => entry.name === name) ?? null;
}

export interface GalleryGroup {
	readonly name: string;
	readonly about: string;
	readonly entries: readonly RecordingEntry[];
}

/** Groups and entries that contain every word of the query, in the order of the index. */
export function searchGallery({ groups, scenarios }: RecordingIndex, query: string): GalleryGroup[] {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	return groups
		.map((group) => ({
			...group,
			entries: scenarios.filter((entry) => {
				if (entry.group !== group.name) return false;
				const text = [entry.name, entry.title, entry.about, group.name, ...entry.kernels, ...entry.operations].join(" ").toLowerCase();
				return words.every((word) => text.includes(word));
			}),
		}))
		.filter(({ entries }) => entries.length > 0);
}
