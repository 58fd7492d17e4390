import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadRecording } from "../../recording/load.ts";
import { recordingFilm } from "../../recording/player.ts";
import { comparedWith } from "../../state/cursor_math.ts";
import { momentsAt } from "../../state/moments.ts";
import { narrate } from "./narrate.ts";

const folder = "public/recordings";
const files = readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "index.json" && file !== "kernels.json");

/** More would not be read, and would push the timeline off a small screen. */
const LONGEST = 520;

test("every step of every recording has a sentence on each of its kernels", async () => {
	const wrong: string[] = [];
	let said = 0;
	for (const file of files) {
		const recording = loadRecording(readFileSync(`${folder}/${file}`, "utf8"));
		if (!recording.ok) throw new Error(`${file}: ${recording.error.message}`);
		const { name, about, kernels } = recording.value;
		for (const kernel of kernels.keys()) {
			const film = recordingFilm(recording.value, kernel);
			if (!film.ok) throw new Error(film.error);
			for (let step = 0; step <= film.value.steps.length; step++) {
				const cursor = { step, micro: 0 };
				const moments = await momentsAt(film.value, cursor);
				const { lead, text } = narrate({ film: film.value, cursor, ...moments, about, watch: null });
				const complete = /[.?!]$/.test(text) && lead !== "" && (comparedWith(cursor) === null || lead === `Step ${step}`);
				if (!complete || text.length > LONGEST) wrong.push(`${name} on ${kernel}, step ${step}: ${lead}: ${text}`);
				said++;
			}
		}
	}
	expect(wrong).toEqual([]);
	expect(said).toBeGreaterThan(10_000);
}, 120_000);
