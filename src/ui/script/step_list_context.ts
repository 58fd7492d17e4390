/** What the rows of the step list can do. A context, because rows are drawn once and kept until their own step changes. */
import { type ComponentType, createContext, type ReactNode } from "react";
import type { ListEntry } from "./entries.ts";
import type { ScriptRow } from "./rows.ts";

export interface StepListActions {
	/** Along the timeline, as the arrow keys do everywhere else. */
	readonly step: (by: 1 | -1, grain: "step" | "micro") => void;
	/** Puts the cursor after the step. */
	readonly jump: (row: ScriptRow) => void;
	readonly edit: (row: ScriptRow) => void;
	readonly remove: (row: ScriptRow) => void;
	/** `to`: the index that the step has afterwards; out of range: nothing happens. */
	readonly move: (row: ScriptRow, to: number) => void;
	readonly toggle: (row: ScriptRow) => void;
	readonly duplicate: (row: ScriptRow) => void;
	readonly openMenu: (row: ScriptRow, button: Element) => void;
	readonly toggleEvents: (row: ScriptRow) => void;
	/** Ids of the lines whose events are shown. */
	readonly expanded: ReadonlySet<number>;
	/** Whether the process in front of a step says anything: not when there is only A. */
	readonly showsProcess: boolean;
	readonly isReadOnly: boolean;
}

const nothing = () => {};

export const StepListContext = createContext<StepListActions>({
	step: nothing,
	jump: nothing,
	edit: nothing,
	remove: nothing,
	move: nothing,
	toggle: nothing,
	duplicate: nothing,
	openMenu: nothing,
	toggleEvents: nothing,
	expanded: new Set(),
	showsProcess: true,
	isReadOnly: true,
});

/**
 * Index of the current step. Apart from the rows, so that a step along the timeline draws two rows and leaves the list alone: the
 * list would draw all of its rows again.
 */
export const NowContext = createContext(-1);

/** The editor that stands in the place of an entry, or null. */
export const EditorContext = createContext<(entry: ListEntry) => ReactNode>(() => null);

/** What a row is dragged by; null where the list cannot drag. */
export const GripContext = createContext<ComponentType<{ readonly label: string; readonly className: string }> | null>(null);
