/** What is on the screen as files: the session, the scenario, the recording, and the state as the kernel would print it. */
import { tableCells } from "../layout/cells.ts";
import { resolveFocus } from "../layout/focus.ts";
import { findPlace } from "../layout/place.ts";
import { makeScene } from "../layout/scene.ts";
import { pagemapText, smapsText } from "../layout/state_text.ts";
import { pageTables } from "../layout/tables.ts";
import { textTwin } from "../layout/text_twin.ts";
import { recordingOf } from "../recording/write.ts";
import { X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { sessionNow } from "./autosave.ts";
import { editHistory } from "./edit_history.ts";
import { type FileText, fileStem } from "./file_names.ts";
import { textOfLines } from "./scenario_lines.ts";
import { stage } from "./stage.ts";

export type ExportKind = "session" | "scenario" | "recording" | "pagemap" | "smaps" | "tree";

/** Makes the file; rejects with a message fit to be shown. `now`: milliseconds since 1970. */
export async function exportFile(kind: ExportKind, now: number): Promise<FileText> {
	const { scenario, kernel, film, moment, previous, lens, selection, focusTable } = stage.getState();
	const stem = fileStem(scenario.name === "" ? "scenario" : scenario.name);
	if (kind === "session") {
		const session = sessionNow(editHistory.getState().session ?? now, now);
		return { name: `${stem}.session.json`, type: "application/json", text: `${JSON.stringify(session, null, "\t")}\n` };
	}
	if (kind === "scenario") {
		return {
			name: `${stem}.walk`,
			type: "text/plain",
			text: `# ${scenario.title.replaceAll("\n", " ")}\n${textOfLines(scenario.lines)}\n`,
		};
	}
	const layout = layoutOf(kernel);
	if (film === null || moment === null || layout === undefined) throw new Error("There is nothing on the screen yet.");
	if (kind === "recording") {
		const about = film.source === "model" ? `Modelled by Pagewalk, not recorded. ${scenario.title}` : scenario.title;
		const file = await recordingOf(film, layout, { name: stem, about: about.slice(0, 2000) });
		if (file.script.length === 0) throw new Error("No step of this scenario is carried out: there is nothing to record.");
		return { name: `${stem}.${kernel}.json`, type: "application/json", text: `${JSON.stringify(file)}\n` };
	}
	const { step, micro } = moment.cursor;
	const when = micro === 0 ? `after step ${step}` : `after micro-step ${micro} of step ${step + 1}`;
	const heading = `${stem} on ${kernel} (${film.source === "model" ? "modelled" : "recorded"}), ${when}`;
	const file = (text: string): FileText => ({ name: `${stem}.${kernel}.step${step}.${kind}.txt`, type: "text/plain", text });
	const { observation } = moment;
	if (kind === "pagemap") return file(`# ${heading}\n${pagemapText(observation, layout, film.frames)}`);
	if (kind === "smaps") return file(`# ${heading}\n${smapsText(observation)}`);
	const geometry = X86_64_GEOMETRY;
	const scene = makeScene({ moment, previous, layout, lens, geometry });
	const trees = pageTables(observation, geometry);
	const focus = resolveFocus(observation, trees, focusTable, findPlace(observation, selection) === null ? null : selection, geometry);
	return file(textTwin(scene, trees, focus === null ? null : tableCells(scene, trees, focus), heading));
}
