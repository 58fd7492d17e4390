/** The steps as the first screen has them: a small list without dragging, until a pointer or the focus comes near. */
import { type KeyboardEvent, type MouseEvent, memo, useContext, useImperativeHandle, useRef, useState } from "react";
import { indexOfKey, keyOf } from "./entries.ts";
import { Cell, ListFrame, NoSteps, type StepListProps } from "./list_frame.tsx";
import { focusRow, revealRow } from "./row_focus.ts";
import styles from "./step_list.module.css";
import { StepListContext } from "./step_list_context.ts";
import { rowLabel } from "./step_row.tsx";

/** Rows drawn at once; a longer scenario waits for the full list, which draws those in sight. */
const MOST_ROWS = 60;

export const PlainList = memo(function PlainList({ entries, isReadOnly, ref }: StepListProps) {
	const list = useContext(StepListContext);
	const frame = useRef<HTMLDivElement>(null);
	const asked = useRef(0);
	const [stop, setStop] = useState<string | null>(null);
	useImperativeHandle(ref, () => ({
		focus: (key) => focusRow(key, frame, null, asked),
		reveal: (key, at) => revealRow(key, frame, at / Math.max(1, entries.length)),
	}));

	const jump = (key: string | undefined) => {
		const entry = entries[indexOfKey(entries, key)];
		if (entry !== undefined && !("newKey" in entry)) list.jump(entry);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const row = event.target;
		if (!(row instanceof HTMLElement) || row.role !== "row" || event.altKey || event.ctrlKey || event.metaKey) return;
		const beside = rowBeside(row, event.key);
		if (beside !== null) beside.focus();
		else if (event.key === "Enter") jump(row.dataset["key"]);
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
	const onClick = (event: MouseEvent) => {
		if (!(event.target instanceof Element) || event.target.closest("[data-when]") === null) return;
		jump(event.target.closest<HTMLElement>("[role=row]")?.dataset["key"]);
	};

	const shown = entries.slice(0, MOST_ROWS);
	const tabStop = shown.some((entry) => keyOf(entry) === stop) ? stop : shown[0] === undefined ? null : keyOf(shown[0]);
	return (
		<ListFrame entries={entries} isReadOnly={isReadOnly} frame={frame}>
			{/* biome-ignore lint/a11y/useSemanticElements: a grid of rows that hold the focus, as the full list is, and no table. */}
			<div role="grid" aria-label="Steps of the scenario" className={styles.list} onKeyDown={onKeyDown} onClick={onClick}>
				{entries.length === 0 && <NoSteps isReadOnly={isReadOnly} />}
				{shown.map((entry) => {
					const key = keyOf(entry);
					return (
						// biome-ignore lint/a11y/useSemanticElements: a row of a grid, not of a table.
						<div
							key={key}
							role="row"
							data-key={key}
							aria-label={"newKey" in entry ? "New step" : rowLabel(entry)}
							tabIndex={key === tabStop ? 0 : -1}
							className={styles.item}
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
		</ListFrame>
	);
});

function rowBeside(row: HTMLElement, key: string): HTMLElement | null {
	const beside: Readonly<Record<string, Element | null | undefined>> = {
		ArrowDown: row.nextElementSibling,
		ArrowUp: row.previousElementSibling,
		Home: row.parentElement?.firstElementChild,
		End: row.parentElement?.lastElementChild,
	};
	const element = beside[key];
	return element instanceof HTMLElement && element.role === "row" ? element : null;
}
