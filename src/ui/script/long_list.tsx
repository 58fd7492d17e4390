/**
 * The step list of a scenario of thousands of steps: only the rows in sight are in the document, and an edit costs the same anywhere in
 * it. Without dragging: steps so far apart are moved by keys and by the menu. A chunk of its own.
 */
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, memo, useContext, useEffect, useImperativeHandle, useRef, useState } from "react";
import { indexOfKey, keyOf } from "./entries.ts";
import { Cell, ListFrame, type StepListProps } from "./list_frame.tsx";
import { focusRow, revealRow } from "./row_focus.ts";
import styles from "./step_list.module.css";
import { StepListContext } from "./step_list_context.ts";
import { rowLabel } from "./step_row.tsx";

/** Pixels of a row with one line of text and one of gloss; rows are measured once they are seen. */
const ROW_HEIGHT = 52;
/** Rows drawn above and below those in sight. */
const SPARE_ROWS = 6;

export const LongList = memo(function LongList({ entries, isReadOnly, ref }: StepListProps) {
	const list = useContext(StepListContext);
	const frame = useRef<HTMLDivElement>(null);
	const grid = useRef<HTMLDivElement>(null);
	const asked = useRef(0);
	/** The row that Tab reaches; it stays in the document wherever the list is scrolled to. */
	const [stop, setStop] = useState<string | null>(null);
	/** The row that is to get the focus as soon as the list has it. */
	const [wanted, setWanted] = useState<string | null>(null);
	const stopAt = Math.max(0, stop === null ? 0 : indexOfKey(entries, stop));

	const rows = useVirtualizer({
		count: entries.length,
		getScrollElement: () => grid.current,
		estimateSize: () => ROW_HEIGHT,
		overscan: SPARE_ROWS,
		rangeExtractor: (range) => withIndex(range, stopAt),
	});

	const focusAt = (at: number) => {
		const entry = entries[at];
		if (entry === undefined) return;
		const key = keyOf(entry);
		setStop(key);
		rows.scrollToIndex(at, { align: "auto" });
		focusRow(key, frame, null, asked);
	};
	useEffect(() => {
		const at = wanted === null ? -1 : indexOfKey(entries, wanted);
		if (at < 0) return;
		setWanted(null);
		focusAt(at);
	});
	useImperativeHandle(ref, () => ({
		focus: setWanted,
		reveal: (key, at) => revealRow(key, frame, at / Math.max(1, entries.length)),
	}));

	const jump = (key: string | undefined) => {
		const entry = entries[indexOfKey(entries, key)];
		if (entry !== undefined && !("newKey" in entry)) list.jump(entry);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const row = event.target;
		if (!(row instanceof HTMLElement) || row.role !== "row" || event.altKey || event.ctrlKey || event.metaKey) return;
		const at = Number(row.dataset["index"]);
		const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
		const target = targetOf(event.key, at, page, entries.length - 1);
		if (target !== null) focusAt(target);
		else if (event.key === "Enter") jump(row.dataset["key"]);
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
	const onClick = (event: MouseEvent) => {
		if (!(event.target instanceof Element) || event.target.closest("[data-when]") === null) return;
		jump(event.target.closest<HTMLElement>("[role=row]")?.dataset["key"]);
	};

	return (
		<ListFrame entries={entries} isReadOnly={isReadOnly} frame={frame}>
			{/* biome-ignore lint/a11y/useSemanticElements: a grid of rows that hold the focus, as the full list is, and no table. */}
			<div
				ref={grid}
				role="grid"
				aria-label="Steps of the scenario"
				aria-rowcount={entries.length}
				className={styles.list}
				onKeyDown={onKeyDown}
				onClick={onClick}
			>
				<div role="presentation" className={styles.long} style={{ height: rows.getTotalSize() }}>
					{rows.getVirtualItems().map(({ index, start }) => {
						const entry = entries[index];
						if (entry === undefined) return null;
						const key = keyOf(entry);
						return (
							// biome-ignore lint/a11y/useSemanticElements: a row of a grid, not of a table.
							<div
								key={key}
								ref={rows.measureElement}
								role="row"
								data-key={key}
								data-index={index}
								aria-rowindex={index + 1}
								aria-label={"newKey" in entry ? "New step" : rowLabel(entry)}
								tabIndex={index === stopAt ? 0 : -1}
								className={styles.item}
								style={{ transform: `translateY(${start}px)` }}
								onFocus={() => setStop(key)}
							>
								{/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the row holds the focus. */}
								<div role="gridcell" className={styles.cell}>
									<Cell entry={entry} />
								</div>
							</div>
						);
					})}
				</div>
			</div>
		</ListFrame>
	);
});

/** The rows of a range, and one more, in their order. */
function withIndex(range: Range, at: number): number[] {
	const indexes = defaultRangeExtractor(range);
	const first = indexes[0] ?? 0;
	if (at < first) return [at, ...indexes];
	return indexes.includes(at) || at >= range.count ? indexes : [...indexes, at];
}

function targetOf(key: string, at: number, page: number, last: number): number | null {
	const targets: Readonly<Record<string, number>> = {
		ArrowDown: at + 1,
		ArrowUp: at - 1,
		PageDown: at + page,
		PageUp: at - page,
		Home: 0,
		End: last,
	};
	const target = targets[key];
	return target === undefined ? null : Math.min(last, Math.max(0, target));
}
