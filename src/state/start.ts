/** How a visit begins: a link, the draft that the last visit ended with, or the first screen. */
import { type Draft, drafts, openDraft } from "./autosave.ts";
import { FIRST_SCREEN } from "./first_screen.ts";
import { track } from "./idle.ts";
import { knockAtLab } from "./lab_door.ts";
import { openLink } from "./link.ts";
import { opened } from "./open.ts";
import { linesFromText } from "./scenario_lines.ts";
import { setNotice, setProblem, stage } from "./stage.ts";
import { parseLinkHash } from "./url.ts";

/** The 2016 bug, one key press before the split. */
export async function openFirstScreen(): Promise<void> {
	const { scenario, kernel, cursor, selection } = FIRST_SCREEN;
	await opened(scenario, { kernel, cursor, selection, lens: "soft-dirty" });
}

/** Opens a draft where it was left off: all its steps done. */
export async function resumeDraft(draft: Draft): Promise<void> {
	const lines = linesFromText(draft.script);
	await opened(draft.name, { kernel: draft.kernel, lines, cursor: { step: lines.length, micro: 0 } });
}

async function begin(hash: string): Promise<void> {
	const link = parseLinkHash(knockAtLab(hash) ? "" : hash);
	if (link.ok && link.value !== null && (await openLink(link.value))) return;
	const linkProblem = link.ok ? stage.getState().problem : link.error;
	const draft = link.ok && link.value === null ? openDraft(drafts.getState()) : null;
	if (draft !== null) {
		await resumeDraft(draft);
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
