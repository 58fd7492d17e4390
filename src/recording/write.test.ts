import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { present } from "../base/assert.ts";
import type { Film } from "../history/film.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { loadRecording } from "./load.ts";
import { recordingFilm } from "./player.ts";
import { recordingOf } from "./write.ts";

function filmOf(text: string, kernel: string): Film {
	const recording = loadRecording(text);
	if (!recording.ok) throw new Error(`${recording.error.path}: ${recording.error.message}`);
	const film = recordingFilm(recording.value, kernel);
	if (!film.ok) throw new Error(film.error);
	return film.value;
}

test.each([
	["thp-split-dontneed", "4.6.2"],
	["sd-swap", "6.12"],
	["sd-ksm", "6.1"],
	["thp-fork-cow", "6.12"],
])("a film written and read again is the same film: %s on %s", async (name, kernel) => {
	const film = filmOf(readFileSync(`public/recordings/${name}.json`, "utf8"), kernel);
	const layout = present(layoutOf(kernel), `the layout of ${kernel}`);
	const again = filmOf(JSON.stringify(await recordingOf(film, layout, { name: "copy", about: "A copy." })), kernel);
	expect(again.steps).toEqual(film.steps);
	for (let step = 0; step <= film.steps.length; step++) {
		expect(await again.at({ step, micro: 0 })).toEqual(await film.at({ step, micro: 0 }));
	}
});
