/**
 * Steps that are being written: an edited line, or a new one. What was typed is kept when an editor is closed without saving, and is
 * offered again when it is opened at the same place. Pure; the panel keeps the state.
 */

/** Where a draft goes. */
export type DraftPlace =
	| { readonly kind: "edit"; readonly id: number }
	/** After the line with this id; null: before the first. A line that is gone meanwhile: at the end. */
	| { readonly kind: "insert"; readonly after: number | null };

export interface Draft {
	/** Unique while it is open; the list's key of a new step. */
	readonly key: string;
	readonly place: DraftPlace;
	/** What stood there when the editor was opened. */
	readonly initial: string;
	readonly text: string;
	readonly view: "line" | "form";
}

export interface Drafts {
	readonly open: readonly Draft[];
	/** Typed and not saved, by place. */
	readonly kept: ReadonlyMap<string, string>;
	readonly next: number;
}

export const NO_DRAFTS: Drafts = { open: [], kept: new Map(), next: 1 };

export type DraftAction =
	| { readonly kind: "open"; readonly place: DraftPlace; readonly text: string; readonly view: Draft["view"] }
	| { readonly kind: "type"; readonly key: string; readonly text: string }
	| { readonly kind: "view"; readonly key: string; readonly view: Draft["view"] }
	/** The text is in the scenario now. */
	| { readonly kind: "saved"; readonly key: string }
	| { readonly kind: "cancel"; readonly key: string }
	/** Takes up again what was typed at this place before. */
	| { readonly kind: "recall"; readonly key: string }
	/** Another scenario was opened. */
	| { readonly kind: "reset" };

export function placeKey(place: DraftPlace): string {
	return place.kind === "edit" ? `edit ${place.id}` : `insert ${place.after ?? "first"}`;
}

/** What was typed at this draft's place before, if it is something else. */
export function recallable(drafts: Drafts, draft: Draft): string | null {
	const kept = drafts.kept.get(placeKey(draft.place));
	return kept === undefined || kept === draft.text ? null : kept;
}

export function reduceDrafts(drafts: Drafts, action: DraftAction): Drafts {
	switch (action.kind) {
		case "reset":
			return { ...NO_DRAFTS, next: drafts.next };
		case "open":
			return opened(drafts, action.place, action.text, action.view);
		case "type":
			return changed(drafts, action.key, { text: action.text });
		case "view":
			return changed(drafts, action.key, { view: action.view });
		case "recall": {
			const draft = drafts.open.find((one) => one.key === action.key);
			const text = draft === undefined ? null : recallable(drafts, draft);
			return text === null ? drafts : changed(drafts, action.key, { text });
		}
		case "saved":
		case "cancel": {
			const draft = drafts.open.find((one) => one.key === action.key);
			if (draft === undefined) return drafts;
			const kept = new Map(drafts.kept);
			if (action.kind === "saved") kept.delete(placeKey(draft.place));
			else if (draft.text.trim() !== "" && draft.text !== draft.initial) kept.set(placeKey(draft.place), draft.text);
			return { ...drafts, kept, open: drafts.open.filter((one) => one !== draft) };
		}
	}
}

function opened(drafts: Drafts, place: DraftPlace, text: string, view: Draft["view"]): Drafts {
	const there = drafts.open.find((draft) => placeKey(draft.place) === placeKey(place));
	if (there !== undefined) return changed(drafts, there.key, { view });
	const draft: Draft = { key: `draft-${drafts.next}`, place, initial: text, text, view };
	return { ...drafts, open: [...drafts.open, draft], next: drafts.next + 1 };
}

function changed(drafts: Drafts, key: string, patch: Partial<Draft>): Drafts {
	return { ...drafts, open: drafts.open.map((draft) => (draft.key === key ? { ...draft, ...patch } : draft)) };
}
