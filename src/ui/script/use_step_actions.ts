/** What can be done to a step, with what is said about it and where the focus goes. The actions see the newest props and stay the same. */
import { useMemo, useRef, useState } from "react";
import type { ScenarioLine } from "../../state/scenario_lines.ts";
import type { StepListActions } from "./step_list_context.ts";
import type { Editors } from "./use_editors.tsx";

/** What the panel's owner does. */
export interface StepHandlers {
	readonly lines: readonly ScenarioLine[];
	readonly onJump: (at: number) => void;
	/** Steps along the timeline from within the list. */
	readonly onStep: (by: 1 | -1, grain: "step" | "micro") => void;
	readonly onAdd: (at: number, text: string) => void;
	readonly onRemove: (id: number) => void;
	readonly onMove: (id: number, to: number) => void;
	readonly onToggle: (id: number) => void;
}

interface ActionsInput {
	readonly handlers: StepHandlers;
	readonly isReadOnly: boolean;
	readonly showsProcess: boolean;
	readonly open: Editors["open"];
	readonly openMenu: StepListActions["openMenu"];
	/** Puts the focus on the row at this index once it is there, and says what happened. */
	readonly settle: (at: number, said: string) => void;
}

export function useStepActions({ handlers, isReadOnly, showsProcess, open, openMenu, settle }: ActionsInput): StepListActions {
	const latest = useRef(handlers);
	latest.current = handlers;
	const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
	return useMemo(
		() => ({
			isReadOnly,
			showsProcess,
			expanded,
			openMenu,
			step: (by, grain) => latest.current.onStep(by, grain),
			jump: (row) => latest.current.onJump(row.at),
			edit: (row) => open({ kind: "edit", id: row.line.id }, row.line.text),
			remove: (row) => {
				latest.current.onRemove(row.line.id);
				settle(row.at, `Step ${row.at + 1} deleted. Undo brings it back.`);
			},
			move: (row, to) => {
				if (to < 0 || to >= latest.current.lines.length || to === row.at) return;
				latest.current.onMove(row.line.id, to);
				settle(to, `Step ${row.at + 1} is now step ${to + 1}.`);
			},
			toggle: (row) => {
				latest.current.onToggle(row.line.id);
				settle(row.at, `Step ${row.at + 1} is ${row.line.enabled ? "off" : "on"}.`);
			},
			duplicate: (row) => {
				latest.current.onAdd(row.at + 1, row.line.text);
				settle(row.at + 1, `Step ${row.at + 1} is there twice.`);
			},
			toggleEvents: (row) =>
				setExpanded((before) => {
					const after = new Set(before);
					if (!after.delete(row.line.id)) after.add(row.line.id);
					return after;
				}),
		}),
		[isReadOnly, showsProcess, expanded, open, openMenu, settle],
	);
}
