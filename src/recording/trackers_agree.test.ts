/** What a recording's script tells of every tracker is what the machine knows, at every step of every recording. */
import { expect, test } from "vitest";
import { allRecordings } from "../../scripts/shipped_recordings.ts";
import { Run } from "../history/run.ts";
import { parseLine } from "../scenario/parse.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { recordingFilm } from "./player.ts";

test("the script and the machine tell the same of every tracker", { timeout: 300_000 }, async () => {
	const differences: string[] = [];
	let judged = 0;
	for (const recording of allRecordings()) {
		const plan = recording.script.map((text) => {
			const parsed = parseLine(text);
			return { text, ...(parsed.ok ? { parsed: parsed.value } : { withheld: { status: "refused" as const } }) };
		});
		for (const kernel of recording.kernels.keys()) {
			const record = kernelById(kernel);
			const played = recordingFilm(recording, kernel);
			if (record === undefined || !played.ok) continue;
			const run = new Run(record, plan);
			for (let step = 0; step <= plan.length; step++) {
				const recorded = await played.value.at({ step, micro: 0 });
				const modelled = run.at({ step, micro: 0 });
				judged += recorded.trackers?.verdicts.length ?? 0;
				const told = JSON.stringify([recorded.verdict, recorded.trackers]);
				if (told !== JSON.stringify([modelled.verdict, modelled.trackers])) differences.push(`${recording.name} ${kernel} ${step}`);
			}
		}
	}
	expect(differences).toEqual([]);
	expect(judged).toBeGreaterThan(1000);
});
