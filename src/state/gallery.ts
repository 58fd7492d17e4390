/** The index of all recordings, as the gallery and the palette list them. */
import * as v from "valibot";
import { createStore } from "zustand/vanilla";
import { err, ok, type Result } from "../base/result.ts";
import { track } from "./idle.ts";

const SHORT = v.pipe(v.string(), v.maxLength(80));

const ENTRY = v.object({
	name: v.pipe(SHORT, v.regex(/^[a-z0-9][a-z0-9._-]*$/i, "a file name")),
	about: v.pipe(v.string(), v.maxLength(1000)),
	group: SHORT,
	/** Number of steps. */
	steps: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** Ids of the kernels that it was recorded on. */
	kernels: v.array(SHORT),
});

const INDEX = v.object({ scenarios: v.pipe(v.array(ENTRY), v.maxLength(100_000)) });

export type GalleryEntry = v.InferOutput<typeof ENTRY>;

export interface GalleryState {
	readonly entries: readonly GalleryEntry[];
	readonly status: "idle" | "loading" | "ready" | "failed";
	readonly problem: string | null;
}

export const gallery = createStore<GalleryState>(() => ({ entries: [], status: "idle", problem: null }));

/** The entries of a parsed index.json, or what is wrong with it and where. */
export function readIndex(json: unknown): Result<readonly GalleryEntry[], string> {
	const read = v.safeParse(INDEX, json);
	if (read.success) return ok(read.output.scenarios);
	const [issue] = read.issues;
	const where = issue.path?.map((step) => String(step.key)).join(".") ?? "its top";
	return err(`recordings/index.json is not an index of recordings: at ${where}, ${issue.message}`);
}

let fetchIndex: () => Promise<unknown> = () => Promise.reject(new Error("The gallery has no index."));

/** Says where the index comes from; called once at the composition root, and by tests. */
export function installIndex(fetching: () => Promise<unknown>): void {
	fetchIndex = fetching;
	gallery.setState({ entries: [], status: "idle", problem: null });
}

async function load(): Promise<void> {
	gallery.setState({ status: "loading", problem: null });
	try {
		const read = readIndex(await fetchIndex());
		if (read.ok) gallery.setState({ entries: read.value, status: "ready" });
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

export interface GalleryGroup {
	readonly name: string;
	readonly entries: readonly GalleryEntry[];
}

function matches(entry: GalleryEntry, words: readonly string[]): boolean {
	const text = `${entry.name} ${entry.about} ${entry.group} ${entry.kernels.join(" ")}`.toLowerCase();
	return words.every((word) => text.includes(word));
}

/** Entries that contain every word of the query, grouped, in the order of the index. */
export function searchGallery(entries: readonly GalleryEntry[], query: string): GalleryGroup[] {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	const groups = new Map<string, GalleryEntry[]>();
	for (const entry of entries) {
		if (!matches(entry, words)) continue;
		const group = groups.get(entry.group);
		if (group === undefined) groups.set(entry.group, [entry]);
		else group.push(entry);
	}
	return [...groups].map(([name, members]) => ({ name, entries: members }));
}
