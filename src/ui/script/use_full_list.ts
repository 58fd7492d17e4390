/** The plain list at first; the full one, or that of long scenarios, once it is wanted and its chunk is there. */
import { type ComponentType, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { afterPaint } from "../../state/after_paint.ts";
import { makePart, usePart } from "../app/part.ts";
import type { StepListHandle, StepListProps } from "./list_frame.tsx";
import { PlainList } from "./plain_list.tsx";

const FULL_LIST = makePart<StepListProps>(async () => {
	// Who comes to the list may want to write: what is typed before the editor is there would be lost.
	const [{ FullList }] = await Promise.all([import("./full_list.tsx"), import("./line_editor.tsx")]);
	return FullList;
});

const LONG_LIST = makePart<StepListProps>(async () => {
	const [{ LongList }] = await Promise.all([import("./long_list.tsx"), import("./line_editor.tsx")]);
	return LongList;
});

/** Steps that the plain list draws; more need another one from the start. */
const PLAIN_UP_TO = 60;
/** Steps that the full list draws: at each edit it goes through all of them once for each row in sight. */
const FULL_UP_TO = 2000;

interface Place {
	/** Key of the row that holds the focus, or that has it in a button. */
	readonly focused: string | null;
	readonly scrolled: number;
}

function grid(panel: HTMLElement | null): Element | null {
	return panel?.querySelector("[role=grid]") ?? null;
}

function placeIn(panel: HTMLElement | null): Place {
	const row = document.activeElement?.closest<HTMLElement>("[role=row]");
	const focused = row !== undefined && row !== null && panel?.contains(row) ? (row.dataset["key"] ?? null) : null;
	return { focused, scrolled: grid(panel)?.scrollTop ?? 0 };
}

interface Input {
	readonly panel: RefObject<HTMLElement | null>;
	readonly list: RefObject<StepListHandle | null>;
	readonly steps: number;
	/** A step is being written or the menu of one is open: the list stays as it is. */
	readonly isBusy: boolean;
}

/** Whether a key or a button of the mouse is down that went down in the panel: a press ends where it began, or it is none. */
function useIsPressed(panel: RefObject<HTMLElement | null>, until: boolean): boolean {
	const [isPressed, setPressed] = useState(false);
	useEffect(() => {
		const element = panel.current;
		if (element === null || until) return;
		const down = () => setPressed(true);
		// What the press does comes after it is over.
		const up = () => afterPaint(() => setPressed(false));
		for (const type of ["pointerdown", "keydown"]) element.addEventListener(type, down, true);
		for (const type of ["pointerup", "pointercancel", "keyup"]) window.addEventListener(type, up, true);
		return () => {
			for (const type of ["pointerdown", "keydown"]) element.removeEventListener(type, down, true);
			for (const type of ["pointerup", "pointercancel", "keyup"]) window.removeEventListener(type, up, true);
		};
	}, [panel, until]);
	return isPressed && !until;
}

/** Without the chunk (offline, and never loaded) steps are still moved by keys and by the menu. */
export function useFullList({ panel, list, steps, isBusy }: Input): ComponentType<StepListProps> {
	const [near, setNear] = useState(false);
	const [kind, setKind] = useState<"plain" | "full" | "long">("plain");
	useEffect(() => {
		const element = panel.current;
		if (element === null || near) return;
		const come = () => setNear(true);
		element.addEventListener("pointerenter", come);
		element.addEventListener("focusin", come);
		return () => {
			element.removeEventListener("pointerenter", come);
			element.removeEventListener("focusin", come);
		};
	}, [panel, near]);
	const isLong = steps > FULL_UP_TO;
	// The list that is there stays while something is written in it, whatever the number of steps became.
	const Full = usePart(FULL_LIST, kind === "full" || ((near || steps > PLAIN_UP_TO) && !isLong));
	const Long = usePart(LONG_LIST, kind === "long" || isLong);
	const wanted = isLong ? (Long === null ? kind : "long") : Full === null ? kind : "full";
	const isPressed = useIsPressed(panel, kind !== "plain");
	const place = useRef<Place | null>(null);
	if (wanted !== kind && !isBusy && !isPressed) {
		place.current = placeIn(panel.current);
		setKind(wanted);
	}
	// The new list has new rows: who stood in the old one stands in the same place again.
	useLayoutEffect(() => {
		const before = place.current;
		place.current = null;
		if (kind === "plain" || before === null) return;
		const now = grid(panel.current);
		if (now !== null) now.scrollTop = before.scrolled;
		if (before.focused !== null) list.current?.focus(before.focused);
	}, [kind, panel, list]);
	return (kind === "full" ? Full : kind === "long" ? Long : null) ?? PlainList;
}
