/** How a visit begins: a link, the session that the last visit ended with, or the first screen. */
import { FIRST_SCREEN } from "./first_screen.ts";
import { track } from "./idle.ts";
import { knockAtLab } from "./lab_door.ts";
import { comparedIn, openLink } from "./link.ts";
import { opened } from "./open.ts";
import { branchesOfSession, type Session } from "./session.ts";
import { hasOpenSession, lastSession } from "./sessions.ts";
import { setNotice, setProblem, stage } from "./stage.ts";
import { parseLinkHash } from "./url.ts";

/** The 2016 bug, one key press before the split. */
export async function openFirstScreen(): Promise<void> {
	const { scenario, kernel, cursor, selection } = FIRST_SCREEN;
	await opened(scenario, { kernel, cursor, selection, lens: "soft-dirty" });
}

/** Opens a session where it was left. */
export async function resumeSession(session: Session): Promise<void> {
	const { id, scenario, kernel, source, cursor, view: { selection, lens, compare, watches = [] } = {} } = session;
	const branches = branchesOfSession(session);
	if (!branches.ok) {
		setProblem(`The session cannot be opened: ${branches.error}`);
		return;
	}
	const look = { ...(selection === undefined ? {} : { selection }), ...(lens === undefined ? {} : { lens }) };
	const compared = comparedIn(branches.value, compare ?? null);
	await opened(scenario, { kernel, source, cursor, ...look, compare: compared, watches, branches: branches.value, session: id });
}

async function begin(hash: string): Promise<void> {
	const link = parseLinkHash(knockAtLab(hash) ? "" : hash);
	const session = hasOpenSession() ? await lastSession() : null;
	if (link.ok && link.value !== null && (await openLink(link.value, session))) return;
	const linkProblem = link.ok ? stage.getState().problem : link.error;
	if (link.ok && link.value === null && session !== null) {
		await resumeSession(session);
		if (stage.getState().problem === null) setNotice("Your edited scenario is back. The gallery has the original.");
		return;
	}
	// A link whose scenario opened after all is shown with its problem; nothing opened: the first screen, and why.
	if (stage.getState().film === null) await openFirstScreen();
	if (linkProblem !== null) setProblem(linkProblem);
}

/** Opens what the hash of the address asks for; resolves when it is on the screen. */
export function start(hash: string): Promise<void> {
	return track(begin(hash));
}
