/** Finding rows of the step list in the document: to move the focus to one, and to bring the current one in sight. */
import type { RefObject } from "react";
import type { GridListRenderProps } from "react-aria-components";

type ListState = GridListRenderProps["state"];
type Frame = RefObject<HTMLElement | null>;

function rowIn(frame: Frame, key: string): HTMLElement | null {
	return frame.current?.querySelector<HTMLElement>(`[role=row][data-key="${key}"]`) ?? null;
}

/** Frames until a new row is in the list: it takes one or two. */
const PATIENCE = 10;

/**
 * Focuses a row, unless the focus is in it already. A row that was just added is not in the list yet, and one out of sight of a long
 * list not in the document: the first is waited for, the second brought there by the list. A newer request makes this one moot.
 */
export function focusRow(
	key: string,
	frame: RefObject<HTMLElement | null>,
	/** null: all rows are in the document. */
	state: RefObject<ListState | null> | null,
	asked: RefObject<number>,
): void {
	asked.current++;
	const mine = asked.current;
	let frames = 0;
	const attempt = () => {
		if (asked.current !== mine) return;
		const row = rowIn(frame, key);
		if (row) {
			if (!row.contains(document.activeElement)) row.focus();
		} else if (state?.current?.collection.getItem(key)) {
			state.current.selectionManager.setFocused(true);
			state.current.selectionManager.setFocusedKey(key);
		} else if (frames++ < PATIENCE) {
			requestAnimationFrame(attempt);
		}
	};
	attempt();
}

/**
 * Scrolls the list, and never the page around it, until the row is in sight. `share`: where in the list it is, from 0 to 1; a row that
 * is not in the document yet is looked for there.
 */
export function revealRow(key: string, frame: Frame, share: number): void {
	const list = frame.current?.querySelector<HTMLElement>("[role=grid]");
	if (!list || list.scrollHeight <= list.clientHeight) return;
	let frames = 0;
	const attempt = () => {
		const row = rowIn(frame, key);
		if (row !== null) {
			scrollTo(list, row);
		} else if (frames++ < PATIENCE) {
			if (frames === 1) list.scrollTop = share * list.scrollHeight - list.clientHeight / 2;
			requestAnimationFrame(attempt);
		}
	};
	attempt();
}

function scrollTo(list: HTMLElement, row: HTMLElement): void {
	const seen = list.getBoundingClientRect();
	const own = row.getBoundingClientRect();
	// The next row should be readable too: people step on.
	if (own.top < seen.top) list.scrollTop -= seen.top - own.top;
	else if (own.bottom + own.height > seen.bottom) list.scrollTop += own.bottom + own.height - seen.bottom;
}
