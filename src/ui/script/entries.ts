/** What the step list holds: the steps of the scenario, and between them the new ones that are being written. */
import type { Draft } from "./drafts.ts";
import type { ScriptRow } from "./rows.ts";

/** A step that is being written and not in the scenario yet. */
export interface NewEntry {
	readonly newKey: string;
}

export type ListEntry = ScriptRow | NewEntry;

export function keyOfLine(id: number): string {
	return `line-${id}`;
}

export function keyOf(entry: ListEntry): string {
	return "newKey" in entry ? entry.newKey : keyOfLine(entry.line.id);
}

/** Index of the entry that has this key in the list; -1 when none has. */
export function indexOfKey(entries: readonly ListEntry[], key: string | undefined): number {
	// Lines are compared by their ids: a hundred thousand keys would be made for it otherwise.
	const id = key?.startsWith("line-") === true ? Number(key.slice("line-".length)) : null;
	return entries.findIndex((entry) => ("newKey" in entry ? entry.newKey === key : entry.line.id === id));
}

/** Index that a new step would get. */
export function insertIndex(rows: readonly ScriptRow[], draft: Draft): number {
	if (draft.place.kind === "edit" || draft.place.after === null) return 0;
	const { after } = draft.place;
	const at = rows.findIndex((row) => row.line.id === after);
	return at < 0 ? rows.length : at + 1;
}

/** The rows with the new steps between them, each at the place that it will have. */
export function withNew(rows: readonly ScriptRow[], open: readonly Draft[]): readonly ListEntry[] {
	const inserts = open
		.filter((draft) => draft.place.kind === "insert")
		.map((draft) => ({ newKey: draft.key, at: insertIndex(rows, draft) }))
		.sort((a, b) => a.at - b.at);
	const entries: ListEntry[] = [];
	let from = 0;
	for (const { newKey, at } of inserts) {
		for (const row of rows.slice(from, at)) entries.push(row);
		from = at;
		entries.push({ newKey });
	}
	return inserts.length === 0 ? rows : entries.concat(rows.slice(from));
}

/** `before` when both hold the same, else `after`. */
export function sameEntries(before: readonly ListEntry[], after: readonly ListEntry[]): readonly ListEntry[] {
	const isSame = (entry: ListEntry, at: number) => {
		const old = before[at];
		return old === entry || (old !== undefined && "newKey" in old && "newKey" in entry && old.newKey === entry.newKey);
	};
	return before.length === after.length && after.every(isSame) ? before : after;
}
