/** The sessions that this browser keeps, newest first. The storage behind them answers later; nothing on the screen waits for it. */
import { createStore } from "zustand/vanilla";
import { track } from "./idle.ts";
import { readSession, type Session } from "./session.ts";
import { setNotice } from "./stage.ts";

/** Where sessions are kept: IndexedDB, or what a test puts in its place. */
export interface SessionKeep {
	all(): Promise<readonly unknown[]>;
	put(id: number, session: Session): Promise<void>;
	remove(id: number): Promise<void>;
}

/** What of `Storage` is needed: which session was on the screen must be known before anything is shown. */
export type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export const OPEN_KEY = "pagewalk.session.open";
const OLD_DRAFTS_KEY = "pagewalk.drafts.v1";

export interface Sessions {
	/** The one that is on the screen; null when nothing edited is. */
	readonly open: number | null;
	readonly list: readonly Session[];
}

export const sessions = createStore<Sessions>(() => ({ open: null, list: [] }));

let storage: SessionKeep | null = null;
let flags: Keep | null = null;
let told = false;

/** Called once at the composition root, and by tests. */
export function installSessions(kept: SessionKeep, openFlag: Keep): void {
	storage = kept;
	flags = openFlag;
	told = false;
	const open = Number(read(OPEN_KEY) ?? "") || null;
	sessions.setState({ open, list: [] });
}

function read(key: string): string | null {
	try {
		return flags?.getItem(key) ?? null;
	} catch {
		return null;
	}
}

/** Whether the last visit ended with a session, or with drafts of an older Pagewalk. */
export function hasOpenSession(): boolean {
	return sessions.getState().open !== null || read(OLD_DRAFTS_KEY) !== null;
}

function complain(): void {
	if (!told) setNotice("This browser does not let Pagewalk keep edited scenarios: save yours as a file, or copy the link.");
	told = true;
}

/** Does something with the storage; what it refuses is said once. */
async function keep(work: (kept: SessionKeep) => Promise<void>): Promise<void> {
	if (storage === null) return;
	try {
		await work(storage);
	} catch {
		complain();
	}
}

function sorted(list: readonly Session[]): readonly Session[] {
	return list.toSorted((a, b) => b.saved - a.saved);
}

/** Reads what is kept, what other tabs kept since included. */
export async function loadSessions(): Promise<readonly Session[]> {
	await moveDrafts();
	await keep(async (kept) => {
		const list = (await kept.all()).flatMap((each) => readSession(each) ?? []);
		const { list: mine } = sessions.getState();
		// What is on its way to the storage is newer than what is there.
		const others = list.filter(({ id, saved }) => !mine.some((own) => own.id === id && own.saved >= saved));
		const stale = new Set(others.map(({ id }) => id));
		sessions.setState({ list: sorted([...mine.filter(({ id }) => !stale.has(id)), ...others]) });
	});
	return sessions.getState().list;
}

/** Takes the drafts of an older Pagewalk over. */
async function moveDrafts(): Promise<void> {
	const stored = read(OLD_DRAFTS_KEY);
	if (stored === null) return;
	await keep(async (kept) => {
		const { sessionsOfDrafts } = await import("./old_drafts.ts");
		const drafts = sessionsOfDrafts(stored);
		if (!drafts.ok) return;
		for (const session of drafts.value.sessions) await kept.put(session.id, session);
		flags?.removeItem(OLD_DRAFTS_KEY);
		setOpen(drafts.value.open);
	});
}

/** The session that the last visit ended with. */
export async function lastSession(): Promise<Session | null> {
	if (!hasOpenSession()) return null;
	const list = await loadSessions();
	const { open } = sessions.getState();
	return list.find(({ id }) => id === open) ?? null;
}

/** Says which session is on the screen. */
export function setOpen(open: number | null): void {
	if (sessions.getState().open === open) return;
	sessions.setState({ open });
	try {
		if (open === null) flags?.removeItem(OPEN_KEY);
		else flags?.setItem(OPEN_KEY, String(open));
	} catch {
		complain();
	}
}

/** Keeps a session as it is now. */
export function saveSession(session: Session): void {
	const rest = sessions.getState().list.filter(({ id }) => id !== session.id);
	sessions.setState({ list: sorted([session, ...rest]) });
	void track(keep((kept) => kept.put(session.id, session)));
}

export function removeSession(id: number): void {
	const { list, open } = sessions.getState();
	sessions.setState({ list: list.filter((each) => each.id !== id) });
	if (open === id) setOpen(null);
	void track(keep((kept) => kept.remove(id)));
}

export function renameSession(id: number, name: string): void {
	const session = sessions.getState().list.find((each) => each.id === id);
	if (session !== undefined) saveSession({ ...session, name: name.trim().slice(0, 80) });
}
