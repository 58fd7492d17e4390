/**
 * What every list of steps does, whoever draws its rows: arrows move, Enter jumps there, F2 edits, Delete deletes, Alt+↑/↓ moves the
 * step, Ctrl+/ switches it off and on. Left and right step along the timeline.
 */
import { type KeyboardEvent, type ReactNode, type Ref, type RefObject, useContext, useEffect } from "react";
import { indexOfKey, type ListEntry } from "./entries.ts";
import { type ScriptRow, whenOf } from "./rows.ts";
import styles from "./step_list.module.css";
import { EditorContext, NowContext, StepListContext } from "./step_list_context.ts";
import { StepRow } from "./step_row.tsx";

export interface StepListHandle {
	/** Puts the focus on a row, wherever it is. */
	readonly focus: (key: string) => void;
	/** Scrolls the list, and nothing else, until the row is in sight. */
	readonly reveal: (key: string, at: number) => void;
}

export interface StepListProps {
	readonly entries: readonly ListEntry[];
	readonly isReadOnly: boolean;
	/** A step is being written in the list. */
	readonly isWriting: boolean;
	readonly ref?: Ref<StepListHandle>;
}

interface FrameProps {
	readonly entries: readonly ListEntry[];
	readonly isReadOnly: boolean;
	readonly frame: RefObject<HTMLDivElement | null>;
	readonly children: ReactNode;
}

export function ListFrame({ entries, isReadOnly, frame, children }: FrameProps) {
	const list = useContext(StepListContext);
	useEffect(() => keepFocusInSight(frame.current), [frame]);

	/** Whether the key was one of ours. */
	const handleKey = (event: KeyboardEvent, row: ScriptRow): boolean => {
		const { key, altKey, shiftKey } = event;
		const command = event.ctrlKey || event.metaKey;
		if (!altKey && !command && (key === "ArrowLeft" || key === "ArrowRight")) {
			list.step(key === "ArrowRight" ? 1 : -1, shiftKey ? "micro" : "step");
			return true;
		}
		if (isReadOnly) return false;
		if (altKey && !command && (key === "ArrowUp" || key === "ArrowDown")) {
			if (shiftKey) list.duplicate(row);
			else list.move(row, row.at + (key === "ArrowUp" ? -1 : 1));
			return true;
		}
		if (command && !altKey && key === "/") {
			list.toggle(row);
			return true;
		}
		if (altKey || command) return false;
		if (key === "F2") list.edit(row);
		else if (key === "Delete" || key === "Backspace") list.remove(row);
		else return false;
		return true;
	};

	return (
		<div
			ref={frame}
			className={styles.frame}
			onKeyDownCapture={(event) => {
				// Only keys on a row itself: those in its buttons and editors are theirs.
				const key = event.target instanceof HTMLElement && event.target.role === "row" ? event.target.dataset["key"] : undefined;
				const entry = entries[indexOfKey(entries, key)];
				if (entry === undefined || "newKey" in entry || !handleKey(event, entry)) return;
				event.preventDefault();
				event.stopPropagation();
			}}
		>
			{children}
		</div>
	);
}

/** A list that becomes smaller, as it does when the first branch is drawn below it, keeps the row that has the focus in sight. */
function keepFocusInSight(frame: HTMLElement | null): (() => void) | undefined {
	if (frame === null) return;
	const observer = new ResizeObserver(() => {
		const { activeElement } = document;
		if (frame.contains(activeElement)) activeElement?.scrollIntoView?.({ block: "nearest" });
	});
	observer.observe(frame);
	return () => observer.disconnect();
}

/** An entry as it is now: its editor while it has one. Rows are kept by the list, so the editor comes by context. */
export function Cell({ entry, handle = null }: { readonly entry: ListEntry; readonly handle?: ReactNode }) {
	const editor = useContext(EditorContext)(entry);
	const now = useContext(NowContext);
	if (editor !== null) {
		return (
			<>
				{/* A list that drags wants a handle in every row; while it is written, a step stays where it is. */}
				{handle}
				{editor}
			</>
		);
	}
	return "newKey" in entry ? null : <StepRow row={entry} when={whenOf(entry.at, now)} />;
}

/** Instead of rows. */
export function NoSteps({ isReadOnly }: { readonly isReadOnly: boolean }) {
	return <p className={styles.empty}>{isReadOnly ? "Loading…" : "No steps yet. Begin with a region: map heap 4M"}</p>;
}
