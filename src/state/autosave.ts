/**
 * Edited scenarios survive the tab: each is kept as a draft in localStorage as soon as it changes, the newest first. Opening
 * something else never overwrites a draft; opening the first screen anew brings back the one that was on the screen.
 */
import * as v from "valibot";
import { createStore } from "zustand/vanilla";
import { textOfLines } from "./scenario_lines.ts";
import { setNotice, stage } from "./stage.ts";

export const DRAFTS_KEY = "pagewalk.drafts.v1";
/** Drafts kept; the oldest are dropped. */
const KEPT = 20;
const MAX_SCRIPT = 4_000_000;

const DRAFT = v.object({
	/** Which editing it belongs to: edits of the same opened scenario update one draft. */
	id: v.pipe(v.number(), v.integer()),
	/** Name of the recording that it began as. */
	name: v.pipe(v.string(), v.maxLength(80)),
	title: v.pipe(v.string(), v.maxLength(400)),
	script: v.pipe(v.string(), v.maxLength(MAX_SCRIPT)),
	kernel: v.pipe(v.string(), v.maxLength(40)),
	/** Milliseconds since 1970. */
	saved: v.number(),
});

const DRAFTS = v.object({
	/** The draft that was on the screen last; null when something unedited was. */
	open: v.nullable(v.number()),
	drafts: v.array(DRAFT),
});

export type Draft = v.InferOutput<typeof DRAFT>;
export type Drafts = v.InferOutput<typeof DRAFTS>;

export const drafts = createStore<Drafts>(() => ({ open: null, drafts: [] }));

/** What of `Storage` is needed. */
export type Keep = Pick<Storage, "getItem" | "setItem">;

/** The drafts in a stored text; what cannot be read counts as none, since there is nobody left to tell what it should be. */
export function readDrafts(stored: string | null): Drafts {
	if (stored === null) return { open: null, drafts: [] };
	try {
		const read = v.safeParse(DRAFTS, JSON.parse(stored));
		return read.success ? { ...read.output, drafts: read.output.drafts.slice(0, KEPT) } : { open: null, drafts: [] };
	} catch {
		return { open: null, drafts: [] };
	}
}

/** Updates or adds the draft `id`, newest first. */
export function withDraft(kept: Drafts, draft: Draft): Drafts {
	return { open: draft.id, drafts: [draft, ...kept.drafts.filter((other) => other.id !== draft.id)].slice(0, KEPT) };
}

/** The draft that the last visit ended with, to be opened again. */
export function openDraft(kept: Drafts): Draft | null {
	return kept.drafts.find((draft) => draft.id === kept.open) ?? null;
}

export function removeDraft(id: number): void {
	const { open, drafts: list } = drafts.getState();
	drafts.setState({ open: open === id ? null : open, drafts: list.filter((draft) => draft.id !== id) });
}

/** Puts a removed draft back where its time puts it. */
export function restoreDraft(draft: Draft): void {
	const { open, drafts: list } = drafts.getState();
	const rest = list.filter(({ id }) => id !== draft.id);
	drafts.setState({ open, drafts: [...rest, draft].sort((a, b) => b.saved - a.saved) });
}

/** Takes over what another tab kept, so that two tabs do not overwrite each other's drafts. */
export function adoptDrafts(stored: string | null): void {
	const theirs = readDrafts(stored).drafts;
	const { open, drafts: mine } = drafts.getState();
	const news = theirs.filter(({ id, saved }) => !mine.some((draft) => draft.id === id && draft.saved >= saved));
	if (news.length === 0) return;
	const others = mine.filter(({ id }) => !news.some((draft) => draft.id === id));
	drafts.setState({ open, drafts: [...news, ...others].sort((a, b) => b.saved - a.saved).slice(0, KEPT) });
}

/** Starts keeping drafts; returns what ends it. Storage that is full or forbidden is reported once. */
export function startAutosave(keep: Keep, now: () => number): () => void {
	let told = false;
	drafts.setState(readKept(keep));
	let current: number | null = drafts.getState().open;
	const endWrite = drafts.subscribe((kept) => {
		try {
			keep.setItem(DRAFTS_KEY, JSON.stringify(kept));
		} catch {
			if (!told) setNotice("This browser does not let Pagewalk keep edited scenarios: copy the link to keep yours.");
			told = true;
		}
	});
	const endWatch = stage.subscribe(({ scenario, kernel }, before) => {
		if (scenario === before.scenario) return;
		if (scenario.name !== before.scenario.name) current = null;
		const kept = drafts.getState();
		if (!scenario.edited || scenario.lines.length === 0) {
			if (kept.open !== null) drafts.setState({ open: null });
			return;
		}
		const script = textOfLines(scenario.lines);
		current = current ?? kept.drafts.find((draft) => draft.name === scenario.name && draft.script === script)?.id ?? now();
		drafts.setState(withDraft(kept, { id: current, name: scenario.name, title: scenario.title, script, kernel, saved: now() }));
	});
	return () => {
		endWrite();
		endWatch();
	};
}

function readKept(keep: Keep): Drafts {
	try {
		return readDrafts(keep.getItem(DRAFTS_KEY));
	} catch {
		return { open: null, drafts: [] };
	}
}
