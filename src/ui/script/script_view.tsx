/**
 * The Scenario panel: the steps, what each did, and everything that can be done to them. It is given all that it shows and says what
 * the person wants; `script_panel.tsx` connects it to the stage.
 */
import { FilePlus2, FileText, Redo2, Undo2 } from "lucide-react";
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Cursor, Film } from "../../history/film.ts";
import { afterPaint } from "../../state/after_paint.ts";
import { textOfLines } from "../../state/scenario_lines.ts";
import { IconButton } from "../app/icon_button.tsx";
import { PressButton } from "../app/press_button.tsx";
import { keyOfLine } from "./entries.ts";
import { judgeLines } from "./judge.ts";
import type { StepListHandle } from "./list_frame.tsx";
import { RecordedNote, type RecordedNoteProps } from "./recorded_note.tsx";
import { currentStep, type ScriptRow, scriptRows } from "./rows.ts";
import styles from "./script_view.module.css";
import { EditorContext, NowContext, StepListContext } from "./step_list_context.ts";
import type { StepCommand } from "./step_menu.tsx";
import { useEditors } from "./use_editors.tsx";
import { useFullList } from "./use_full_list.ts";
import { type StepHandlers, useStepActions } from "./use_step_actions.ts";

const StepMenu = lazy(() => import("./step_menu.tsx").then((module) => ({ default: module.StepMenu })));
const TextEditor = lazy(() => import("./text_editor.tsx").then((module) => ({ default: module.TextEditor })));

export interface ScriptViewProps extends StepHandlers, Omit<RecordedNoteProps, "onJump"> {
	/** Changes when another scenario is opened: drafts of the old one are put away. */
	readonly scenarioKey: string;
	readonly film: Film | null;
	readonly cursor: Cursor;
	readonly isReadOnly: boolean;
	readonly isBusy: boolean;
	readonly canUndo: boolean;
	readonly canRedo: boolean;
	readonly onEdit: (id: number, text: string) => void;
	readonly onText: (text: string) => void;
	readonly onUndo: () => void;
	readonly onRedo: () => void;
	readonly onNew: () => void;
}

export function ScriptView(props: ScriptViewProps) {
	const { lines, film, cursor, agreement, isReadOnly, scenarioKey, onAdd, onEdit } = props;
	const [menu, setMenu] = useState<{ readonly id: number; readonly anchor: Element } | null>(null);
	const [said, setSaid] = useState("");
	const panel = useRef<HTMLDivElement>(null);
	const list = useRef<StepListHandle>(null);
	const addButton = useRef<HTMLButtonElement>(null);
	/** Index of the row that gets the focus once the rows are as the edit made them. */
	const focusWish = useRef<number | null>(null);

	const judged = useMemo(() => judgeLines(lines), [lines]);
	const lastRows = useRef<readonly ScriptRow[]>([]);
	const rows = useMemo(() => scriptRows({ lines, judged, film, agreement }, lastRows.current), [lines, judged, film, agreement]);
	lastRows.current = rows;
	const showsProcess = useMemo(() => lines.some((line) => /^\s*[B-Z]:/.test(line.text)), [lines]);

	const settle = useCallback((at: number, what: string) => {
		focusWish.current = at;
		setSaid(what);
	}, []);
	const openMenu = useCallback((row: ScriptRow, anchor: Element) => setMenu({ id: row.line.id, anchor }), []);
	const editors = useEditors({ scenarioKey, lines, rows, onAdd, onEdit, onClosed: settle });
	const actions = useStepActions({ handlers: props, isReadOnly, showsProcess, open: editors.open, openMenu, settle });

	useEffect(() => {
		const wish = focusWish.current;
		focusWish.current = null;
		if (wish === null) return;
		const row = rows[Math.min(wish, rows.length - 1)];
		if (row === undefined) addButton.current?.focus();
		else list.current?.focus(keyOfLine(row.line.id));
	});

	// The editor takes the focus itself; the list brings it into the document where the scenario is long.
	const { newest } = editors;
	useEffect(() => {
		if (newest.key !== null) list.current?.focus(newest.key);
	}, [newest]);

	const List = useFullList({ panel, list, steps: lines.length, isBusy: editors.isOpen || menu !== null });
	const now = currentStep(cursor);
	const nowKey = rows[now] === undefined ? null : keyOfLine(rows[now].line.id);
	useEffect(() => {
		// Where it is has to be measured, which would hold the answer to the key up.
		if (nowKey !== null) afterPaint(() => list.current?.reveal(nowKey, now));
	}, [nowKey, now]);

	const menuRow = menu === null ? undefined : rows.find((row) => row.line.id === menu.id);
	const command = (row: ScriptRow, what: StepCommand) => {
		setMenu(null);
		switch (what) {
			case "form":
				return editors.open({ kind: "edit", id: row.line.id }, row.line.text, "form");
			case "before":
				return editors.open({ kind: "insert", after: rows[row.at - 1]?.line.id ?? null }, "");
			case "after":
				return editors.open({ kind: "insert", after: row.line.id }, "");
			case "up":
				return actions.move(row, row.at - 1);
			case "down":
				return actions.move(row, row.at + 1);
			case "edit":
			case "toggle":
			case "duplicate":
			case "remove":
				return actions[what](row);
		}
	};

	return (
		<div ref={panel} className={styles.panel} aria-busy={props.isBusy}>
			<PanelHead
				scenarioKey={scenarioKey}
				lines={lines}
				isReadOnly={isReadOnly}
				canUndo={props.canUndo}
				canRedo={props.canRedo}
				onText={props.onText}
				onUndo={props.onUndo}
				onRedo={props.onRedo}
				onNew={props.onNew}
				onSaid={setSaid}
			/>
			<StepListContext.Provider value={actions}>
				<NowContext.Provider value={now}>
					<EditorContext.Provider value={editors.editorOf}>
						<List ref={list} entries={editors.entries} isReadOnly={isReadOnly} isWriting={editors.isOpen} />
					</EditorContext.Provider>
				</NowContext.Provider>
			</StepListContext.Provider>
			{!isReadOnly && (
				<PressButton
					ref={addButton}
					className={styles.add ?? ""}
					onPress={() => editors.open({ kind: "insert", after: rows.at(-1)?.line.id ?? null }, "")}
				>
					+ add a step
				</PressButton>
			)}
			{!isReadOnly && (
				<RecordedNote
					{...props}
					onRestore={() => {
						props.onRestore();
						setSaid("The original is back. Undo brings your edits back.");
					}}
				/>
			)}
			{menu !== null && menuRow !== undefined && (
				<Suspense fallback={null}>
					<StepMenu
						row={menuRow}
						count={rows.length}
						anchor={menu.anchor}
						onCommand={(what) => command(menuRow, what)}
						onClose={() => setMenu(null)}
					/>
				</Suspense>
			)}
			<output className="heard" aria-live="polite">
				{said}
			</output>
		</div>
	);
}

interface HeadProps
	extends Pick<ScriptViewProps, "scenarioKey" | "lines" | "isReadOnly" | "canUndo" | "canRedo" | "onText" | "onUndo" | "onRedo" | "onNew"> {
	readonly onSaid: (what: string) => void;
}

/** What is done to the scenario as a whole; a step along the timeline leaves it alone. */
const PanelHead = memo(function PanelHead({ scenarioKey, lines, isReadOnly, canUndo, canRedo, ...on }: HeadProps) {
	return (
		<header className={styles.head}>
			<h2 className={styles.title}>Scenario</h2>
			<IconButton label="Undo the last edit" keys={["⌘/Ctrl", "Z"]} isDisabled={!canUndo} onPress={on.onUndo}>
				<Undo2 size={15} aria-hidden="true" />
			</IconButton>
			<IconButton label="Redo the edit" keys={["⌘/Ctrl", "Shift", "Z"]} isDisabled={!canRedo} onPress={on.onRedo}>
				<Redo2 size={15} aria-hidden="true" />
			</IconButton>
			<TextButton
				key={scenarioKey}
				lines={lines}
				isReadOnly={isReadOnly}
				onText={on.onText}
				onApplied={() => on.onSaid("The text is the scenario now.")}
			/>
			<IconButton label="A new, empty scenario" isDisabled={isReadOnly} onPress={on.onNew}>
				<FilePlus2 size={15} aria-hidden="true" />
			</IconButton>
		</header>
	);
});

interface TextButtonProps extends Pick<ScriptViewProps, "lines" | "isReadOnly" | "onText"> {
	readonly onApplied: () => void;
}

/** Opens the scenario as text; what was typed there and not applied waits here while the window is closed. */
function TextButton({ lines, isReadOnly, onText, onApplied }: TextButtonProps) {
	const [isOpen, setOpen] = useState(false);
	const [draft, setDraft] = useState<string | null>(null);
	return (
		<>
			<IconButton
				label={draft === null ? "The whole scenario as text" : "The whole scenario as text: not applied yet"}
				isDisabled={isReadOnly}
				onPress={() => setOpen(true)}
			>
				<FileText size={15} aria-hidden="true" />
			</IconButton>
			{isOpen && (
				<Suspense fallback={null}>
					<TextEditor
						original={textOfLines(lines)}
						draft={draft}
						onDraft={setDraft}
						onApply={(text) => {
							onText(text);
							setDraft(null);
							setOpen(false);
							onApplied();
						}}
						onClose={() => setOpen(false)}
					/>
				</Suspense>
			)}
		</>
	);
}
