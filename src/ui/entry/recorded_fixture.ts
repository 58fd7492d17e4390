/** For tests: moments of the shipped recordings. */
import { readFileSync } from "node:fs";
import { present } from "../../base/assert.ts";
import type { Moment } from "../../history/film.ts";
import { loadRecording } from "../../recording/load.ts";
import { recordingFilm } from "../../recording/player.ts";
import { layoutOf } from "../../sim/kernels/layout_of.ts";
import { type EntryModel, entryModel, type PageModel } from "./entry_model.ts";

export const FOLDER = "public/recordings";

export async function recordedMoment(name: string, kernel: string, step: number): Promise<Moment> {
	const loaded = loadRecording(readFileSync(`${FOLDER}/${name}.json`, "utf8"));
	if (!loaded.ok) throw new Error(`${name}: ${JSON.stringify(loaded.error)}`);
	const film = recordingFilm(loaded.value, kernel);
	if (!film.ok) throw new Error(film.error);
	return film.value.at({ step, micro: 0 });
}

/** The panel after `step` steps of a recording, with a page selected. */
export async function recordedModel(
	name: string,
	kernel: string,
	step: number,
	page: number,
	region = "heap",
	process = "A",
): Promise<EntryModel> {
	const moment = await recordedMoment(name, kernel, step);
	const previous = step === 0 ? null : await recordedMoment(name, kernel, step - 1);
	return entryModel({
		observation: moment.observation,
		previous: previous?.observation ?? null,
		selection: { process, region, page },
		reader: { layout: present(layoutOf(kernel), kernel), numbers: "label" },
		verdict: moment.verdict,
	});
}

export function pageOf(model: EntryModel): PageModel {
	if (model.kind !== "page") throw new Error(`no page: ${model.title}`);
	return model;
}
