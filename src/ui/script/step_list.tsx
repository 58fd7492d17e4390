/**
 * The steps as a list that the keyboard reaches: arrows move, Enter jumps there, F2 edits, Delete deletes, Alt+↑/↓ moves the step,
 * Ctrl+/ switches it off and on. Left and right step along the timeline. Dragging comes with `drag_list.tsx`.
 */
import { type KeyboardEvent, lazy, memo, type Ref, Suspense, useContext, useImperativeHandle, useRef } from "react";
import { Button, type DragAndDropHooks, GridList, GridListItem, type GridListRenderProps, type Key } from "react-aria-components";
import { keyOf, type ListEntry } from "./entries.ts";
import { focusRow, revealRow } from "./row_focus.ts";
import { type ScriptRow, whenOf } from "./rows.ts";
import styles from "./step_list.module.css";
import { EditorContext, NowContext, StepListContext } from "./step_list_context.ts";
import { rowLabel, StepRow } from "./step_row.tsx";

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
	/** Absent until the chunk with dragging is there; must not come or go in between (see `drag_list.tsx`). */
	readonly dragAndDropHooks?: DragAndDropHooks<ListEntry>;
	readonly ref?: Ref<StepListHandle>;
}

/** From here on only the rows in sight are in the document. Below, all are, so that find-in-page works. */
const VIRTUAL_FROM = 60;

const VirtualRows = lazy(() => import("./virtual_rows.tsx").then((module) => ({ default: module.VirtualRows })));

export const StepList = memo(function StepList({ entries, isReadOnly, dragAndDropHooks, ref }: StepListProps) {
	const list = useContext(StepListContext);
	const state = useRef<GridListRenderProps["state"] | null>(null);
	const frame = useRef<HTMLDivElement>(null);
	const asked = useRef(0);
	const byKey = new Map<Key, ScriptRow>(entries.flatMap((entry) => ("newKey" in entry ? [] : [[keyOf(entry), entry] as const])));

	useImperativeHandle(ref, () => ({
		focus: (key) => focusRow(key, frame, state, asked),
		reveal: (key, at) => revealRow(key, frame, at / Math.max(1, entries.length)),
	}));

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

	const rows = (
		<GridList
			aria-label="Steps of the scenario"
			// The list hands its state out only here; it is needed to move the focus after an edit.
			className={(values) => {
				state.current = values.state;
				return styles.list ?? "";
			}}
			disallowTypeAhead
			{...(dragAndDropHooks === undefined ? {} : { dragAndDropHooks })}
			items={entries}
			keyboardNavigationBehavior="tab"
			onAction={(key) => {
				const row = byKey.get(key);
				if (row !== undefined) list.jump(row);
			}}
			renderEmptyState={() => <p className={styles.empty}>{isReadOnly ? "Loading…" : "No steps yet. Begin with a region: map heap 4M"}</p>}
			selectionMode="none"
		>
			{(entry) => (
				<GridListItem id={keyOf(entry)} textValue={"newKey" in entry ? "New step" : rowLabel(entry)} className={styles.item ?? ""}>
					<Cell entry={entry} />
				</GridListItem>
			)}
		</GridList>
	);
	return (
		<div
			ref={frame}
			className={styles.frame}
			onKeyDownCapture={(event) => {
				// Only keys on a row itself: those in its buttons and editors are theirs.
				const key = event.target instanceof HTMLElement && event.target.role === "row" ? event.target.dataset["key"] : undefined;
				const row = key === undefined ? undefined : byKey.get(key);
				if (row === undefined || !handleKey(event, row)) return;
				event.preventDefault();
				event.stopPropagation();
			}}
		>
			{entries.length < VIRTUAL_FROM ? (
				rows
			) : (
				<Suspense fallback={<p className={styles.wait}>Laying out {entries.length} steps…</p>}>
					<VirtualRows>{rows}</VirtualRows>
				</Suspense>
			)}
		</div>
	);
});

/** An entry as it is now: its editor while it has one. Rows are kept by the list, so the editor comes by context. */
function Cell({ entry }: { readonly entry: ListEntry }) {
	const editor = useContext(EditorContext)(entry);
	const now = useContext(NowContext);
	if (editor !== null) {
		return (
			<>
				{/* The list wants a handle in every row; while it is written, a step stays where it is. */}
				<Button slot="drag" isDisabled className={styles.noHandle ?? ""} aria-label="Drag" />
				{editor}
			</>
		);
	}
	return "newKey" in entry ? null : <StepRow row={entry} when={whenOf(entry.at, now)} />;
}
