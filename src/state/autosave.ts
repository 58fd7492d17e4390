/**
 * Edited scenarios survive the tab: a session is kept soon after it changes, with all its branches and where one stands. Opening
 * something else never overwrites one.
 */
import type { Committed } from "../history/branches.ts";
import { editHistory } from "./edit_history.ts";
import type { ScenarioLine } from "./scenario_lines.ts";
import { SESSION_VERSION, type Session } from "./session.ts";
import { saveSession, sessions, setOpen } from "./sessions.ts";
import { type StageState, stage } from "./stage.ts";
import { treeText } from "./tree_text.ts";

/** Milliseconds of rest before a change is kept: typing is never held up, and a closed tab loses no more than that. */
const REST = 400;

/** What the autosave needs of the browser. */
export interface AutosaveClock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Calls later; returns what calls it off. */
	later(work: () => void, milliseconds: number): () => void;
}

/** The session that is on the screen, as it would be kept under this id. */
export function sessionNow(id: number, saved: number, state: StageState = stage.getState()): Session {
	const { scenario, kernel, source, cursor, selection, lens, compare, watches } = state;
	const { name = "" } = sessions.getState().list.find((each) => each.id === id) ?? {};
	const { branches, head } = treeText(editHistory.getState());
	const view = { lens, ...(selection === null ? {} : { selection }), ...(compare === null ? {} : { compare }), watches: [...watches] };
	const placed = { kernel, source, cursor, view, saved };
	return { version: SESSION_VERSION, id, name, scenario: scenario.name, title: scenario.title.slice(0, 2000), branches, head, ...placed };
}

/** Starts keeping; `flush` keeps at once what has not been, `end` stops. */
export function startAutosave(clock: AutosaveClock): { readonly flush: () => void; readonly end: () => void } {
	let callOff: (() => void) | null = null;
	let kept: readonly unknown[] = [];

	const save = () => {
		callOff = null;
		const { scenario, kernel, source, cursor, film, selection, lens, compare, watches } = stage.getState();
		const { tree, head, session } = editHistory.getState();
		if (!isWorthKeeping(stage.getState(), { tree, head })) {
			if (film !== null) setOpen(null);
			return;
		}
		const now = [scenario.lines, tree, head, kernel, source, cursor, selection, lens, compare, watches, session];
		if (session !== null && now.every((each, i) => each === kept[i])) return;
		const id = session ?? newId(clock.now());
		kept = now.with(-1, id);
		editHistory.setState({ session: id });
		saveSession(sessionNow(id, clock.now()));
		setOpen(id);
	};
	const schedule = () => {
		callOff ??= clock.later(save, REST);
	};
	const flush = () => {
		if (callOff === null) return;
		callOff();
		save();
	};
	const ends = [stage.subscribe(schedule), editHistory.subscribe(schedule)];
	return {
		flush,
		end() {
			callOff?.();
			for (const end of ends) end();
		},
	};
}

function isWorthKeeping({ scenario, film }: StageState, { tree }: Committed<ScenarioLine>): boolean {
	return (film !== null || scenario.edited) && (tree.branches.length > 1 || (scenario.edited && scenario.lines.length > 0));
}

/** The time, unless another session was begun at the same. */
function newId(now: number): number {
	const taken = new Set(sessions.getState().list.map(({ id }) => id));
	let id = now;
	while (taken.has(id)) id++;
	return id;
}
