/**
 * A text field that completes the language: arrows choose a completion, Enter or Tab takes it, Escape closes the list first. With
 * nothing chosen, Enter and Escape belong to whoever holds the field.
 */
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { Popover } from "react-aria-components";
import { type Completion, completeLine } from "../../scenario/complete.ts";
import { FORMS } from "../../scenario/grammar.ts";
import { MAX_LINE_LENGTH } from "../../scenario/tokens.ts";
import type { World } from "../../scenario/world.ts";
import styles from "./line_input.module.css";

export interface LineInputHandle {
	/** Puts the focus into the field and selects a part of it, or its end. */
	readonly focus: (from?: number, to?: number) => void;
}

interface LineInputProps {
	readonly label: string;
	readonly text: string;
	/** What exists where the line stands. */
	readonly world: World;
	readonly isWrong: boolean;
	/** Ids of the texts that judge the line. */
	readonly describedBy: string;
	readonly onType: (text: string) => void;
	readonly onEnter: (withShift: boolean) => void;
	readonly onEscape: () => void;
	readonly ref?: Ref<LineInputHandle>;
}

/** Completions offered at once. */
const OFFERED = 12;

/** Words that are always followed by another one: the blank is typed along. */
const OPENERS: ReadonlySet<string> = new Set(FORMS.flatMap((form) => (form.args.length > 0 || form.words.length > 1 ? form.words : [])));

function withBlank(item: Completion): string {
	return OPENERS.has(item.text) || /^[A-Z]:$/.test(item.text) || item.text === "to" ? `${item.text} ` : item.text;
}

export function LineInput({ label, text, world, isWrong, describedBy, onType, onEnter, onEscape, ref }: LineInputProps) {
	const listId = useId();
	const field = useRef<HTMLInputElement>(null);
	const [caret, setCaret] = useState(text.length);
	const [isOpen, setOpen] = useState(false);
	const [chosen, setChosen] = useState(-1);
	/** How often the list of completions was put in place. */
	const [placed, setPlaced] = useState(0);
	/** Where the caret goes once the new text is in the field. */
	const caretWish = useRef<number | null>(null);

	const { from, to, items: all } = completeLine(text, caret, world);
	const items = all.slice(0, OFFERED);
	const isShown = isOpen && items.length > 0;
	const active = isShown ? Math.min(chosen, items.length - 1) : -1;

	useImperativeHandle(ref, () => ({
		focus: (start, end) => {
			field.current?.focus();
			const at = start ?? field.current?.value.length ?? 0;
			field.current?.setSelectionRange(at, end ?? at);
		},
	}));
	useLayoutEffect(() => {
		if (caretWish.current === null) return;
		field.current?.setSelectionRange(caretWish.current, caretWish.current);
		setCaret(caretWish.current);
		caretWish.current = null;
	});

	const take = (item: Completion) => {
		const word = withBlank(item);
		const rest = text.slice(to);
		const joined = word.endsWith(" ") && rest.startsWith(" ") ? word.trimEnd() : word;
		caretWish.current = from + word.length;
		setChosen(-1);
		setOpen(true);
		onType(text.slice(0, from) + joined + rest);
	};

	/** Whether the key was used here. */
	const handle = (event: KeyboardEvent<HTMLInputElement>): boolean => {
		// Enter that ends an input method's word is not ours.
		if (event.nativeEvent.isComposing) return false;
		const item = items[active];
		switch (event.key) {
			case "ArrowDown":
			case "ArrowUp": {
				const step = event.key === "ArrowDown" ? 1 : -1;
				setOpen(true);
				if (items.length > 0)
					setChosen(isShown ? (active + step + items.length + 1) % (items.length + 1) : step > 0 ? 0 : items.length - 1);
				return true;
			}
			case "Enter":
				if (item === undefined) {
					setOpen(false);
					onEnter(event.shiftKey);
				} else take(item);
				return true;
			case "Tab": {
				const first = item ?? (isShown && from < caret ? items[0] : undefined);
				if (first === undefined || event.shiftKey) return false;
				take(first);
				return true;
			}
			case "Escape":
				if (isShown) setOpen(false);
				else onEscape();
				return true;
			default:
				return false;
		}
	};

	return (
		<>
			<input
				ref={field}
				className={styles.field}
				type="text"
				role="combobox"
				aria-label={label}
				aria-autocomplete="list"
				aria-expanded={isShown}
				aria-controls={isShown ? listId : undefined}
				aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
				aria-invalid={isWrong || undefined}
				aria-describedby={describedBy}
				autoComplete="off"
				autoCapitalize="off"
				autoCorrect="off"
				spellCheck={false}
				enterKeyHint="done"
				maxLength={MAX_LINE_LENGTH}
				value={text}
				onChange={(event) => {
					setCaret(event.target.selectionStart ?? event.target.value.length);
					setChosen(-1);
					setOpen(true);
					onType(event.target.value);
				}}
				onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
				onKeyDown={(event) => {
					if (handle(event)) event.preventDefault();
					// Whatever is typed here is no shortcut of the list or of the screen.
					event.stopPropagation();
				}}
				onBlur={() => setOpen(false)}
			/>
			<Popover
				key={placed}
				triggerRef={field}
				isOpen={isShown}
				isNonModal
				placement="bottom start"
				offset={4}
				className={styles.popover ?? ""}
				onOpenChange={(open) => {
					// It wants to close whenever something scrolls under it, as the list does when the editor grows: it is put in place anew.
					if (!open && document.activeElement === field.current) setPlaced(placed + 1);
					else if (!open) setOpen(false);
				}}
			>
				{/* The field keeps the focus; the options are reached through it. */}
				<div
					id={listId}
					role="listbox"
					aria-label="Completions"
					className={styles.options}
					onPointerDown={(event) => event.preventDefault()}
				>
					{items.map((item, at) => (
						// biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field handles the keys (aria-activedescendant).
						<div
							key={item.text}
							id={`${listId}-${at}`}
							role="option"
							aria-selected={at === active}
							className={styles.option}
							ref={(element) => {
								if (at === active) element?.scrollIntoView?.({ block: "nearest" });
							}}
							onClick={() => take(item)}
						>
							<code>{item.text}</code>
							<small>{item.about}</small>
						</div>
					))}
				</div>
			</Popover>
		</>
	);
}
