import { describe, expect, it } from "vitest";
import { recordingNamed } from "../../scripts/shipped_recordings.ts";
import type { Film, Moment } from "../history/film.ts";
import { agreementOf } from "./agreement.ts";
import { recordingFilm } from "./player.ts";

function film(kernel: string): Film {
	const result = recordingFilm(recordingNamed("thp-split-dontneed"), kernel);
	if (!result.ok) throw new Error(result.error);
	return result.value;
}

/** The recorded film as if a machine had run it: other frame numbers, and whatever `change` does. */
function modelled(kernel: string, change: (moment: Moment) => Moment = (moment) => moment, from: Partial<Film> = {}): Film {
	const recorded = film(kernel);
	const renumber = (moment: Moment): Moment => {
		const processes = moment.observation.processes.map((process) => ({
			...process,
			regions: process.regions.map((region) => ({
				...region,
				runs: region.runs.map((run) => (typeof run.frame === "number" ? { ...run, frame: run.frame + 0x3800 } : run)),
			})),
		}));
		return { ...moment, observation: { processes } };
	};
	return { ...recorded, source: "model", frames: "pfn", at: async (cursor) => renumber(change(await recorded.at(cursor))), ...from };
}

describe("agreementOf", () => {
	it("marks every step as recorded when nothing differs", async () => {
		const agreement = await agreementOf(film("4.6.2"), modelled("4.6.2"));
		expect(agreement).toEqual(Array.from({ length: 9 }, () => ({ status: "as-recorded", aspects: [] })));
	});

	it("says what differs and where", async () => {
		// The fixed kernel's film in place of the buggy one's.
		const fixed = film("4.8.15");
		const other = modelled("4.6.2", undefined, { at: (cursor) => fixed.at(cursor) });
		const agreement = await agreementOf(film("4.6.2"), other);
		expect(agreement.map((step) => step.status).slice(0, 7)).toEqual([
			...Array.from({ length: 5 }, () => "as-recorded"),
			"differs",
			"differs",
		]);
		expect(agreement[5]).toEqual({
			status: "differs",
			aspects: ["entries", "pagemap"],
			where: "A heap+0x0: recorded PTE 0x8000000000000027, modelled PTE 0x8000000000000827",
		});
	});

	it("calls steps unmodelled from the first on that the machine refuses", async () => {
		const steps = film("4.6.2").steps.map((step, index) =>
			index === 4 ? { ...step, status: "refused" as const, problem: "not modelled yet: fork" } : step,
		);
		const agreement = await agreementOf(film("4.6.2"), modelled("4.6.2", undefined, { steps }));
		expect(agreement.map((step) => step.status)).toEqual([
			...Array.from({ length: 4 }, () => "as-recorded"),
			...Array.from({ length: 5 }, () => "unmodelled"),
		]);
		expect(agreement[8]).toEqual({ status: "unmodelled", aspects: [], where: "not modelled yet: fork" });
	});

	it("does not take a film that is too short for agreement", async () => {
		const agreement = await agreementOf(film("4.6.2"), modelled("4.6.2", undefined, { steps: film("4.6.2").steps.slice(0, 8) }));
		expect(agreement[8]).toMatchObject({ status: "unmodelled", where: "the machine stopped before this step" });
	});
});
