import type { Column } from "./column.ts";

/** One noted change: a cell of a column, or something that knows how to undo and redo itself. */
export type JournalEntry =
	| { readonly column: Column; readonly index: number; readonly before: number; readonly after: number }
	| { readonly column: null; readonly undo: () => void; readonly redo: () => void; readonly what: unknown };

/** Every change since the journal was attached, in order; the same list backwards is undo. */
export class Journal {
	readonly entries: JournalEntry[] = [];

	note(column: Column, index: number, before: number, after: number): void {
		this.entries.push({ column, index, before, after });
	}

	/** `what` lets a reader recognise the change; `undo` and `redo` must not note anything themselves. */
	noteAct(what: unknown, undo: () => void, redo: () => void): void {
		this.entries.push({ column: null, undo, redo, what });
	}

	/** Takes the entries from the end down to `from` (a length of `entries`) back, newest first. They stay in the list. */
	undoTo(from: number, end = this.entries.length): void {
		for (let i = end - 1; i >= from; i--) {
			const entry = this.entries[i];
			if (entry === undefined) continue;
			if (entry.column === null) entry.undo();
			else entry.column.restore(entry.index, entry.before);
		}
	}

	/** Applies entries `from … to-1` again, oldest first. */
	redo(from: number, to: number): void {
		for (let i = from; i < to; i++) {
			const entry = this.entries[i];
			if (entry === undefined) continue;
			if (entry.column === null) entry.redo();
			else entry.column.restore(entry.index, entry.after);
		}
	}
}
