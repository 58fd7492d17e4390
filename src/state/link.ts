/** The link of what is on the screen, and the screen of a link. */
import { opened } from "./open.ts";
import { linesFromText, refuseScript, textOfLines } from "./scenario_lines.ts";
import { type StageState, setProblem, stage } from "./stage.ts";
import { type Link, linkHash } from "./url.ts";

/** The link to exactly this state; null before anything is open. */
export function currentLink(state: StageState = stage.getState()): Link | null {
	const { scenario, kernel, source, cursor, selection, lens, compare } = state;
	if (scenario.name === "" && scenario.lines.length === 0) return null;
	return {
		scenario: scenario.name,
		...(scenario.edited ? { script: textOfLines(scenario.lines) } : {}),
		kernel,
		source,
		cursor,
		...(selection === null ? {} : { selection }),
		lens,
		...(compare === null ? {} : { compare }),
	};
}

/** The hash of the current state; empty before anything is open. */
export function currentHash(): string {
	const link = currentLink();
	return link === null ? "" : linkHash(link);
}

/** Opens what a link asks for; resolves with whether it could be tried. */
export async function openLink(link: Link): Promise<boolean> {
	const { scenario, script, compare = null, ...wish } = link;
	const lines = script === undefined ? undefined : linesFromText(script);
	const refusal = lines === undefined ? null : refuseScript(lines);
	if (refusal !== null) {
		setProblem(`The link was not opened: ${refusal}`);
		return false;
	}
	stage.setState({ compare });
	await opened(scenario, { ...wish, ...(lines === undefined ? {} : { lines }) });
	return stage.getState().problem === null;
}
