/** What this person prefers, kept in localStorage: theme, whether single keys are shortcuts, widths of the panels. */
import * as v from "valibot";
import { createStore } from "zustand/vanilla";

const KEY = "pagewalk.preferences.v1";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Pixels. */
export const USUAL_WIDTHS = { script: 284, entry: 384 };
const WIDTH = v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(2000));

const PREFERENCES = v.object({
	theme: v.optional(v.picklist(THEMES), "system"),
	/** Off: only shortcuts with ⌘ or Ctrl, and arrows, work (WCAG 2.1.4). */
	singleKeys: v.optional(v.boolean(), true),
	widths: v.optional(v.object({ script: WIDTH, entry: WIDTH }), USUAL_WIDTHS),
});

export type Preferences = v.InferOutput<typeof PREFERENCES>;

const USUAL: Preferences = { theme: "system", singleKeys: true, widths: USUAL_WIDTHS };

export const preferences = createStore<Preferences>(() => USUAL);

/** The preferences in a stored text; whatever cannot be read is as usual. */
export function readPreferences(stored: string | null): Preferences {
	if (stored === null) return USUAL;
	try {
		const read = v.safeParse(PREFERENCES, JSON.parse(stored));
		return read.success ? read.output : USUAL;
	} catch {
		return USUAL;
	}
}

export function setTheme(theme: Theme): void {
	preferences.setState({ theme });
}

/** Light, dark, then as the system has it. */
export function nextTheme(theme: Theme): Theme {
	return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
}

export function setSingleKeys(singleKeys: boolean): void {
	preferences.setState({ singleKeys });
}

export function setWidths(widths: Preferences["widths"]): void {
	preferences.setState({ widths });
}

/** Applies and keeps preferences; storage that is forbidden is done without. */
export function startPreferences(keep: Pick<Storage, "getItem" | "setItem">, root: Pick<HTMLElement, "dataset">): () => void {
	const apply = ({ theme }: Preferences) => {
		if (theme === "system") delete root.dataset["theme"];
		else root.dataset["theme"] = theme;
	};
	try {
		preferences.setState(readPreferences(keep.getItem(KEY)));
	} catch {
		preferences.setState(USUAL);
	}
	apply(preferences.getState());
	return preferences.subscribe((now) => {
		apply(now);
		try {
			keep.setItem(KEY, JSON.stringify(now));
		} catch {
			// Kept for this visit only.
		}
	});
}
