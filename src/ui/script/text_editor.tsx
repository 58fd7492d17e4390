/**
 * The whole scenario as text, in a window of its own: to type a longer one, to paste or open a `.walk`, to copy it out. What is
 * typed outlives the window: closing keeps it as a draft, and only Apply changes the scenario.
 */
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { Button, Dialog, FileTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { MAX_TEXT_LENGTH } from "../../scenario/parse.ts";
import styles from "./text_editor.module.css";
import { type TextProblem, textProblems } from "./text_problems.ts";

interface TextEditorProps {
	/** The scenario as it stands. */
	readonly original: string;
	/** What was typed before and not applied; null: nothing. */
	readonly draft: string | null;
	readonly onDraft: (text: string | null) => void;
	readonly onApply: (text: string) => void;
	readonly onClose: () => void;
}

/** Problems listed at once; the rest is counted. */
const LISTED = 100;

export function TextEditor({ original, draft, onDraft, onApply, onClose }: TextEditorProps) {
	const text = draft ?? original;
	const judged = useDeferredValue(text);
	const problems = useMemo(() => textProblems(judged), [judged]);
	const [fileProblem, setFileProblem] = useState<string | null>(null);
	const area = useRef<HTMLTextAreaElement>(null);
	const gutter = useRef<HTMLPreElement>(null);
	const put = (next: string) => onDraft(next === original ? null : next);

	const goTo = (problem: TextProblem) => {
		const element = area.current;
		if (element === null) return;
		const start = offsetOf(text, problem.line, problem.column);
		element.focus();
		element.setSelectionRange(start, start + problem.length);
		element.scrollTop = (problem.line - 4) * Number.parseFloat(getComputedStyle(element).lineHeight);
	};

	const read = async (file: File | undefined) => {
		if (file === undefined) return;
		if (file.size > MAX_TEXT_LENGTH) {
			setFileProblem(`${file.name} has ${file.size} bytes; a scenario has at most ${MAX_TEXT_LENGTH}.`);
			return;
		}
		try {
			put(await file.text());
			setFileProblem(null);
		} catch {
			setFileProblem(`${file.name} could not be read.`);
		}
	};

	return (
		<ModalOverlay isOpen isDismissable className={styles.overlay ?? ""} onOpenChange={(isOpen) => !isOpen && onClose()}>
			<Modal className={styles.modal ?? ""}>
				<Dialog className={styles.dialog ?? ""}>
					<Heading slot="title" className={styles.title ?? ""}>
						Scenario as text
					</Heading>
					<p className={styles.hint} id="script-text-hint">
						One step a line: <code>A: write heap+0x3000</code>. A line that starts with <code>#</code> is kept and not carried out.
					</p>
					{draft !== null && (
						<p className={styles.hint} role="status">
							Not applied yet.{" "}
							<Button className={styles.link ?? ""} onPress={() => onDraft(null)}>
								Back to the scenario as it stands
							</Button>
						</p>
					)}
					<div className={styles.frame}>
						<pre ref={gutter} className={styles.gutter} aria-hidden="true">
							{useMemo(() => lineNumbers(text), [text])}
						</pre>
						<textarea
							ref={area}
							aria-label="Scenario, one step a line"
							aria-describedby="script-text-hint"
							className={styles.area}
							value={text}
							wrap="off"
							spellCheck={false}
							autoCapitalize="off"
							onChange={(event) => put(event.target.value)}
							onScroll={(event) => {
								if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
							}}
							onDragOver={(event) => event.preventDefault()}
							onDrop={(event) => {
								const [file] = event.dataTransfer.files;
								if (file === undefined) return;
								event.preventDefault();
								void read(file);
							}}
						/>
					</div>
					{fileProblem !== null && (
						<p className={styles.problem} role="alert">
							{fileProblem}
						</p>
					)}
					<ProblemList problems={problems} onGoTo={goTo} />
					<div className={styles.actions}>
						<FileTrigger acceptedFileTypes={[".walk", ".txt", "text/plain"]} onSelect={(files) => void read(files?.[0])}>
							<Button className={styles.button ?? ""}>Open a .walk file…</Button>
						</FileTrigger>
						<span className={styles.push} />
						<Button className={styles.button ?? ""} onPress={onClose}>
							Close
						</Button>
						<Button className={styles.primary ?? ""} isDisabled={draft === null} onPress={() => onApply(text)}>
							Apply
						</Button>
					</div>
				</Dialog>
			</Modal>
		</ModalOverlay>
	);
}

interface ProblemListProps {
	readonly problems: readonly TextProblem[];
	readonly onGoTo: (problem: TextProblem) => void;
}

function ProblemList({ problems, onGoTo }: ProblemListProps) {
	const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
	return (
		<section className={styles.problems} aria-label="Problems">
			<p className={styles.count} role="status">
				{problems.length === 0 ? "✓ every line can be read" : `${count}; lines with errors are kept and not carried out`}
			</p>
			<ul>
				{problems.slice(0, LISTED).map((problem) => (
					<li key={`${problem.line} ${problem.column} ${problem.message}`}>
						<Button className={styles.place ?? ""} onPress={() => onGoTo(problem)}>
							<span className={styles.where} data-severity={problem.severity}>
								line {problem.line}, column {problem.column + 1}
							</span>{" "}
							{problem.message}
							<span className={styles.expected}> Expected: {problem.expected}</span>
						</Button>
					</li>
				))}
			</ul>
			{problems.length > LISTED && <p className={styles.count}>and {problems.length - LISTED} more</p>}
		</section>
	);
}

function lineNumbers(text: string): string {
	const lines = text.split("\n").length;
	return Array.from({ length: lines }, (_, at) => String(at + 1)).join("\n");
}

/** Offset in the text of a column (from 0) in a line (from 1). */
function offsetOf(text: string, line: number, column: number): number {
	let start = 0;
	for (let at = 1; at < line; at++) {
		const end = text.indexOf("\n", start);
		if (end < 0) return text.length;
		start = end + 1;
	}
	return Math.min(start + column, text.length);
}
