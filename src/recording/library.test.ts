import { describe, expect, it } from "vitest";
import { recordingNamed } from "../../scripts/shipped_recordings.ts";
import { failedChecks } from "../scenario/library/claim.ts";
import { KNOWN_BUGS } from "../scenario/library/known_bugs.ts";
import { recordingFilm } from "./player.ts";

const recorded = KNOWN_BUGS.flatMap((bug) => (bug.recording === undefined ? [] : [{ ...bug, recording: bug.recording }]));

describe.each(recorded)("$id as recorded in $recording", ({ recording: name, script, claim, shows, spared }) => {
	const recording = recordingNamed(name);

	it("has the library's script", () => {
		expect(script).toEqual(recording.script);
	});

	it("shows the bug on the kernels that the library names, and on no other", async () => {
		for (const kernel of recording.kernels.keys()) {
			const film = recordingFilm(recording, kernel);
			if (!film.ok) throw new Error(film.error);
			const failed = await failedChecks(claim, film.value);
			expect({ kernel, shown: failed.length === 0 }).toEqual({ kernel, shown: shows.includes(kernel) });
			expect([...shows, ...spared]).toContain(kernel);
		}
	});
});
