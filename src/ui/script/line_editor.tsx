/**
 * One step being written: by typing it, or by a form that writes the same line. Enter saves, Escape closes; a line with mistakes is
 * not saved by accident, and what was typed is never lost.
 */
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { completeLine } from "../../scenario/complete.ts";
import type { ScenarioProblem } from "../../scenario/tokens.ts";
import type { World } from "../../scenario/world.ts";
import type { ScenarioLine } from "../../state/scenario_lines.ts";
import type { Draft } from "./drafts.ts";
import { judgeAt, placeAfter, problemText } from "./judge.ts";
import styles from "./line_editor.module.css";
import { LineInput, type LineInputHandle } from "./line_input.tsx";

const StepForm = lazy(() => import("./step_form.tsx").then((module) => ({ default: module.StepForm })));

export interface LineEditorProps {
	readonly draft: Draft;
	/** The scenario, and the index of the step in it. */
	readonly lines: readonly ScenarioLine[];
	readonly at: number;
	/** Typed here before and not saved; null: nothing. */
	readonly recallable: string | null;
	readonly onType: (text: string) => void;
	readonly onView: (view: Draft["view"]) => void;
	readonly onRecall: () => void;
	/** `another`: goes on with a new step after this one. */
	readonly onSave: (another: boolean) => void;
	readonly onCancel: () => void;
}

export function LineEditor({ draft, lines, at, recallable, onType, onView, onRecall, onSave, onCancel }: LineEditorProps) {
	const id = useId();
	const field = useRef<LineInputHandle>(null);
	const frame = useRef<HTMLDivElement>(null);
	/** Saving was tried with this text, and it could not be read. */
	const [tried, setTried] = useState<string | null>(null);
	const isNew = draft.place.kind === "insert";
	const { text } = draft;
	const before = useMemo(() => placeAfter(lines, at), [lines, at]);
	const { world } = before;
	const judged = useMemo(() => judgeAt(before, text), [before, text]);
	const isBlank = text.trim() === "";
	const isUnfinished = judged.error !== null && isBeingTyped(text, judged.error, world);
	const wasTried = tried === text;
	const isWrong = !isBlank && judged.error !== null && (!isUnfinished || wasTried);

	useEffect(() => field.current?.focus(), []);
	// The editor grows with its messages and its form: all of it stays in sight, if it fits.
	useEffect(() => {
		const element = frame.current;
		if (element === null) return;
		const observer = new ResizeObserver(() => {
			element.scrollIntoView?.({ block: "nearest" });
		});
		observer.observe(element);
		return () => observer.disconnect();
	}, []);

	const save = (another = false) => {
		const { error } = judged;
		// A mistake stops the first Enter and shows its place; the second one keeps the line all the same.
		if (isBlank || (error !== null && !wasTried)) {
			setTried(text);
			if (error !== null && !isBlank) field.current?.focus(error.column, error.column + error.length);
			return;
		}
		onSave(another);
	};

	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: it only keeps presses inside the editor from reaching the row around it.
		<div
			ref={frame}
			className={styles.editor}
			onPointerDown={(event) => event.stopPropagation()}
			onMouseDown={(event) => event.stopPropagation()}
			onTouchStart={(event) => event.stopPropagation()}
			onClick={(event) => event.stopPropagation()}
			onKeyDown={(event) => {
				if (event.key === "Escape") onCancel();
				event.stopPropagation();
			}}
		>
			<LineInput
				ref={field}
				label={isNew ? `New step ${at + 1}` : `Step ${at + 1}`}
				text={text}
				world={world}
				isWrong={isWrong}
				describedBy={`${id}-gloss ${id}-problem`}
				onType={onType}
				onEnter={save}
				onEscape={onCancel}
			/>
			<p id={`${id}-gloss`} className={styles.gloss}>
				{judged.error === null && judged.gloss}
				{isBlank &&
					(wasTried ? "Nothing to save yet: type a step, or close with Escape." : "Type a step, ↓ lists what fits, or use the form.")}
				{!isBlank && isUnfinished && !wasTried && `Next: ${judged.error?.expected ?? ""}`}
			</p>
			<div id={`${id}-problem`} role="status">
				{isWrong && judged.error !== null && <Problem text={text} problem={judged.error} tone="bad" />}
				{judged.warning !== null && <Problem text={text} problem={judged.warning} tone="wait" />}
			</div>
			{draft.view === "form" && (
				<Suspense fallback={<p className={styles.gloss}>Opening the form…</p>}>
					<StepForm text={text} world={world} onChange={onType} />
				</Suspense>
			)}
			<div className={styles.actions}>
				<Button className={styles.primary ?? ""} onPress={() => save()}>
					{isWrong && wasTried ? "Keep as it is" : isNew ? "Add" : "Save"} <kbd>Enter</kbd>
				</Button>
				<Button className={styles.button ?? ""} onPress={onCancel}>
					Close <kbd>Esc</kbd>
				</Button>
				<Button
					className={styles.button ?? ""}
					aria-pressed={draft.view === "form"}
					onPress={() => onView(draft.view === "form" ? "line" : "form")}
				>
					Form
				</Button>
			</div>
			{recallable !== null && (
				<Button className={styles.recall ?? ""} onPress={onRecall}>
					Typed here before: <code>{recallable}</code> – take it up again
				</Button>
			)}
		</div>
	);
}

/** Something is missing at the end, or the last word is the beginning of one that fits: no mistake yet. */
function isBeingTyped(text: string, error: ScenarioProblem, world: World): boolean {
	if (error.length === 0) return true;
	return error.column + error.length === text.length && completeLine(text, text.length, world).items.length > 0;
}

interface ProblemProps {
	readonly text: string;
	readonly problem: ScenarioProblem;
	readonly tone: "bad" | "wait";
}

/** The line with the place marked, what is wrong there, and what could stand there instead. */
function Problem({ text, problem, tone }: ProblemProps) {
	const end = problem.column + problem.length;
	return (
		<div className={styles.problem} data-tone={tone}>
			{problem.length > 0 && (
				<code className={styles.place} aria-hidden="true">
					{text.slice(0, problem.column)}
					<mark>{text.slice(problem.column, end)}</mark>
					{text.slice(end)}
				</code>
			)}
			<strong>{problemText(problem)}</strong> <span>Expected: {problem.expected}</span>
		</div>
	);
}
