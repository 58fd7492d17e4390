/** The editors that are open in the list: which entries have one, and what happens when it is saved or closed. */
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import type { ScenarioLine } from "../../state/scenario_lines.ts";
import { type Draft, type DraftPlace, NO_DRAFTS, recallable, reduceDrafts } from "./drafts.ts";
import { insertIndex, keyOfLine, type ListEntry, sameEntries, withNew } from "./entries.ts";
import type { ScriptRow } from "./rows.ts";
import styles from "./script_view.module.css";

const LineEditor = lazy(() => import("./line_editor.tsx").then((module) => ({ default: module.LineEditor })));

interface EditorsInput {
	/** Changes when another scenario is opened: drafts of the old one are put away. */
	readonly scenarioKey: string;
	readonly lines: readonly ScenarioLine[];
	readonly rows: readonly ScriptRow[];
	readonly onAdd: (at: number, text: string) => void;
	readonly onEdit: (id: number, text: string) => void;
	/** An editor was closed: the focus belongs on the row at this index, and there may be something to say. */
	readonly onClosed: (at: number, said: string) => void;
}

export interface Editors {
	readonly entries: readonly ListEntry[];
	readonly isOpen: boolean;
	/** The list's key of the entry whose editor was opened last, and how many were opened before it. */
	readonly newest: { readonly key: string | null; readonly count: number };
	readonly open: (place: DraftPlace, text: string, view?: Draft["view"]) => void;
	readonly editorOf: (entry: ListEntry) => ReactNode;
}

export function useEditors({ scenarioKey, lines, rows, onAdd, onEdit, onClosed }: EditorsInput): Editors {
	const [drafts, dispatch] = useReducer(reduceDrafts, NO_DRAFTS);
	const [key, setKey] = useState(scenarioKey);
	if (key !== scenarioKey) {
		setKey(scenarioKey);
		dispatch({ kind: "reset" });
	}
	const open = useCallback<Editors["open"]>((place, text, view = "line") => dispatch({ kind: "open", place, text, view }), []);

	// A step that was just added gets its id from the stage; the next new step goes after it.
	const nextAfter = useRef<number | null>(null);
	useEffect(() => {
		const line = nextAfter.current === null ? undefined : lines[nextAfter.current];
		nextAfter.current = null;
		if (line !== undefined) open({ kind: "insert", after: line.id }, "");
	}, [lines, open]);

	// Typing changes a draft and not the list: as long as the entries are the same, so is the array.
	const lastEntries = useRef<readonly ListEntry[]>([]);
	const entries = useMemo(() => sameEntries(lastEntries.current, withNew(rows, drafts.open)), [rows, drafts.open]);
	lastEntries.current = entries;

	const editorOf = useCallback<Editors["editorOf"]>(
		(entry) => {
			const draft = drafts.open.find((one) =>
				"newKey" in entry ? one.key === entry.newKey : one.place.kind === "edit" && one.place.id === entry.line.id,
			);
			if (draft === undefined) return null;
			const { place } = draft;
			const at = "newKey" in entry ? insertIndex(rows, draft) : entry.at;
			const save = (another: boolean) => {
				const text = draft.text.trim();
				dispatch({ kind: "saved", key: draft.key });
				if (place.kind === "edit") {
					onEdit(place.id, text);
					if (another) open({ kind: "insert", after: place.id }, "");
				} else {
					if (another) nextAfter.current = at;
					onAdd(at, text);
				}
				onClosed(at, place.kind === "edit" ? `Step ${at + 1} saved.` : `Step ${at + 1} added.`);
			};
			return (
				<Suspense fallback={<p className={styles.wait}>Opening the editor…</p>}>
					<LineEditor
						draft={draft}
						lines={lines}
						at={at}
						recallable={recallable(drafts, draft)}
						onType={(text) => dispatch({ kind: "type", key: draft.key, text })}
						onView={(view) => dispatch({ kind: "view", key: draft.key, view })}
						onRecall={() => dispatch({ kind: "recall", key: draft.key })}
						onSave={save}
						onCancel={() => {
							dispatch({ kind: "cancel", key: draft.key });
							onClosed(at, "");
						}}
					/>
				</Suspense>
			);
		},
		[drafts, rows, lines, open, onAdd, onEdit, onClosed],
	);
	const last = drafts.open.at(-1);
	const newestKey = last === undefined ? null : last.place.kind === "edit" ? keyOfLine(last.place.id) : last.key;
	const newest = useMemo(() => ({ key: newestKey, count: drafts.next }), [newestKey, drafts.next]);
	return { entries, newest, isOpen: drafts.open.length > 0, open, editorOf };
}
