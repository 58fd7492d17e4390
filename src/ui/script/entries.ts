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

/** Index that a new step would get. */
export function insertIndex(rows: readonly ScriptRow[], draft: Draft): number {
	if (draft.place.kind === "edit" || draft.place.after === null) return 0;
	const { after } = draft.place;
	const at = rows.findIndex((row) => row.line.id === after);
	return at < 0 ? rows.length : at + 1;
}

/** The rows with the new steps between them, each at the place that it will have. */
export function withNew(rows: readonly ScriptRow[], open: readonly Draft[]): readonly ListEntry[] {
	const inserts = open.filter((draft) => draft.place.kind === "insert");
	if (inserts.length === 0) return rows;
	const entries: ListEntry[] = [];
	for (let at = 0; at <= rows.length; at++) {
		for (const draft of inserts) if (insertIndex(rows, draft) === at) entries.push({ newKey: draft.key });
		const row = rows[at];
		if (row !== undefined) entries.push(row);
	}
	return entries;
}

/** `before` when both hold the same, else `after`. */
export function sameEntries(before: readonly ListEntry[], after: readonly ListEntry[]): readonly ListEntry[] {
	const isSame = (entry: ListEntry, at: number) => {
		const old = before[at];
		return old === entry || (old !== undefined && "newKey" in old && "newKey" in entry && old.newKey === entry.newKey);
	};
	return before.length === after.length && after.every(isSame) ? before : after;
}
