/**
 * The step list with dragging, by pointer and by keyboard, and with only the rows in sight in the document where they are many. A
 * chunk of its own that takes the place of the plain list when somebody comes near: it costs more than the whole picture.
 */
import { memo, useContext, useImperativeHandle, useMemo, useRef } from "react";
import {
	Button,
	GridList,
	GridListItem,
	type GridListRenderProps,
	type Key,
	ListLayout,
	useDragAndDrop,
	Virtualizer,
} from "react-aria-components";
import { keyOf, type ListEntry } from "./entries.ts";
import { Cell, ListFrame, NoSteps, type StepListProps } from "./list_frame.tsx";
import { focusRow, revealRow } from "./row_focus.ts";
import type { ScriptRow } from "./rows.ts";
import styles from "./step_list.module.css";
import { GripContext, StepListContext } from "./step_list_context.ts";
import { rowLabel } from "./step_row.tsx";

/** From here on only the rows in sight are in the document. Below, all are, so that find-in-page works. */
const VIRTUAL_FROM = 60;
/** Pixels of a row with one line of text and one of gloss; rows are measured once they are seen. */
const ROW_HEIGHT = 52;

function Grip({ label, className }: { readonly label: string; readonly className: string }) {
	return (
		<Button slot="drag" className={className} aria-label={label}>
			⠿
		</Button>
	);
}

const HANDLE = <Button slot="drag" isDisabled className={styles.noHandle ?? ""} aria-label="Drag" />;

export const FullList = memo(function FullList({ entries, isReadOnly, isWriting, ref }: StepListProps) {
	const list = useContext(StepListContext);
	const state = useRef<GridListRenderProps["state"] | null>(null);
	const frame = useRef<HTMLDivElement>(null);
	const asked = useRef(0);
	const byKey = useMemo(
		() => new Map<Key, ScriptRow>(entries.flatMap((entry) => ("newKey" in entry ? [] : [[keyOf(entry), entry] as const]))),
		[entries],
	);
	useImperativeHandle(ref, () => ({
		focus: (key) => focusRow(key, frame, state, asked),
		reveal: (key, at) => revealRow(key, frame, at / Math.max(1, entries.length)),
	}));

	const { dragAndDropHooks } = useDragAndDrop<ListEntry>({
		// Text in an open editor is to be selected, not dragged.
		isDisabled: isReadOnly || isWriting,
		getItems: (keys) => [...keys].map((key) => ({ "text/plain": byKey.get(key)?.line.text ?? "" })),
		onReorder: ({ keys, target }) => {
			const [key] = keys;
			const moved = key === undefined ? undefined : byKey.get(key);
			const beside = byKey.get(target.key);
			if (moved === undefined || beside === undefined) return;
			const gap = target.dropPosition === "after" ? beside.at + 1 : beside.at;
			list.move(moved, gap > moved.at ? gap - 1 : gap);
		},
	});

	const rows = (
		<GridList
			aria-label="Steps of the scenario"
			// The list hands its state out only here; it is needed to move the focus after an edit.
			className={(values) => {
				state.current = values.state;
				return styles.list ?? "";
			}}
			disallowTypeAhead
			dragAndDropHooks={dragAndDropHooks}
			items={entries}
			keyboardNavigationBehavior="tab"
			onAction={(key) => {
				const row = byKey.get(key);
				if (row !== undefined) list.jump(row);
			}}
			renderEmptyState={() => <NoSteps isReadOnly={isReadOnly} />}
			selectionMode="none"
		>
			{(entry) => (
				<GridListItem id={keyOf(entry)} textValue={"newKey" in entry ? "New step" : rowLabel(entry)} className={styles.item ?? ""}>
					<Cell entry={entry} handle={HANDLE} />
				</GridListItem>
			)}
		</GridList>
	);
	return (
		<GripContext.Provider value={Grip}>
			<ListFrame entries={entries} isReadOnly={isReadOnly} frame={frame}>
				{entries.length < VIRTUAL_FROM ? (
					rows
				) : (
					<Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ROW_HEIGHT }} shouldObserveItemSize>
						{rows}
					</Virtualizer>
				)}
			</ListFrame>
		</GripContext.Provider>
	);
});
