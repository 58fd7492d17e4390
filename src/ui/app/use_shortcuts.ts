import { useMemo } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useStore } from "zustand";
import { preferences } from "../../state/preferences.ts";
import { overlay } from "./overlay.ts";
import { isCharacter, SHORTCUTS, type Shortcut } from "./shortcuts.ts";

/** Widgets that use arrows, Home, End and Space themselves while the focus is in them. */
const OWN_KEYS = [
	...["grid", "treegrid", "tree", "listbox", "menu", "slider", "separator", "radiogroup", "toolbar", "tablist", "combobox"].map(
		(role) => `[role=${role}]`,
	),
	"[data-own-keys]",
].join();
/** Space presses these. */
const PRESSED = "button,a[href],summary,[role=button],[role=radio],[role=switch],[role=checkbox],[role=option]";

const NAVIGATION = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", " "]);

function ownedElsewhere(event: KeyboardEvent): boolean {
	if (event.defaultPrevented || overlay.getState().open !== null) return true;
	const { target } = event;
	if (!(target instanceof Element)) return false;
	if (target.closest("[role=dialog],[role=menu],[role=listbox]") !== null) return true;
	if (event.key === " " && target.closest(PRESSED) !== null) return true;
	return NAVIGATION.has(event.key) && target.closest(OWN_KEYS) !== null;
}

function useTable(obeyed: readonly Shortcut[], useKey: boolean): void {
	useHotkeys(
		obeyed.flatMap(({ keys }) => keys),
		(event, { hotkey }) => {
			event.preventDefault();
			obeyed.find(({ keys }) => keys.includes(hotkey))?.run();
		},
		{ ignoreEventWhen: ownedElsewhere, useKey, enabled: obeyed.length > 0 },
		[obeyed],
	);
}

/** Obeys the table of shortcuts, except where a focused widget needs the key or the person switched single keys off. */
export function useShortcuts(): void {
	const singleKeys = useStore(preferences, (state) => state.singleKeys);
	const [characters, others] = useMemo(() => {
		const obeyed = SHORTCUTS.filter(({ single }) => singleKeys || !single);
		return [obeyed.filter(isCharacter), obeyed.filter((shortcut) => !isCharacter(shortcut))];
	}, [singleKeys]);
	useTable(characters, true);
	useTable(others, false);
}
