/** What undo and redo go back and forth between. */
import { createStore } from "zustand/vanilla";
import type { ScenarioLine } from "./scenario_lines.ts";

export interface EditHistory {
	/** Lines before each edit, oldest first. */
	readonly past: readonly (readonly ScenarioLine[])[];
	/** Lines that were undone, next redo first. */
	readonly future: readonly (readonly ScenarioLine[])[];
}

const NO_EDITS: EditHistory = { past: [], future: [] };

export const editHistory = createStore<EditHistory>(() => NO_EDITS);

/** A scenario was opened: its edits begin anew. */
export function forgetEdits(): void {
	editHistory.setState(NO_EDITS);
}
