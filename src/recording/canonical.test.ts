import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRecordings } from "../../scripts/shipped_recordings.ts";
import { parseLine } from "../scenario/parse.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import { type Observation, PG_ANON, PG_KSM, type Run } from "../sim/include/observation.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { layout45, layout612 } from "../sim/kernels/layouts.ts";
import { Canonicalizer } from "./canonical.ts";
import { observe } from "./player.ts";

/** The observations of every recording, or every n-th, on every kernel that did something of its own, before and after each step. */
function* recorded(every = 1): Generator<{ where: string; layout: EntryLayout; observations: readonly Observation[] }> {
	for (const recording of allRecordings().filter((_, index) => index % every === 0)) {
		const parsed = recording.script.map((line) => {
			const result = parseLine(line);
			return result.ok ? result.value : null;
		});
		const seen = new Set<unknown>();
		for (const [kernel, steps] of recording.kernels) {
			// Kernels that did the same share their steps.
			if (!seen.has(steps))
				yield { where: `${recording.name} ${kernel}`, layout: layoutOf(kernel) ?? layout612, observations: observe(steps, parsed) };
			seen.add(steps);
		}
	}
}

/** As a machine would hold it: one run a page, frames and slots under numbers of its own. */
function scattered(observation: Observation, frame: (label: number) => number, slot: (label: number) => number): Observation {
	const page = (run: Run, k: number): Run => {
		const { shared: _, ...rest } = run;
		return {
			...rest,
			at: run.at + k,
			n: 1,
			...(typeof run.frame === "number" ? { frame: frame(run.shared === true ? run.frame : run.frame + k) } : {}),
			...(run.slot === undefined ? {} : { slot: slot(run.slot + k) }),
		};
	};
	return {
		processes: observation.processes.map((process) => ({
			...process,
			regions: process.regions.map((region) => ({
				...region,
				runs: region.runs.flatMap((run) => Array.from({ length: run.n }, (_, k) => page(run, k))),
			})),
		})),
	};
}

function heap(...runs: Run[]): Observation {
	const pages = runs.reduce((sum, run) => sum + run.n, 0);
	return { processes: [{ id: "A", blocked: false, regions: [{ name: "heap", start: 0, pages, vmas: [], runs }] }] };
}

/** Like `toEqual`, which is slow on so many runs and is asked only for its message. */
function expectSame(where: string, actual: Observation, expected: Observation): void {
	if (text(actual) !== text(expected)) expect({ where, ...actual }).toEqual({ where, ...expected });
}

const texts = new WeakMap<Observation, string>();

function text(observation: Observation): string {
	const known = texts.get(observation);
	if (known !== undefined) return known;
	const field = (run: Run) =>
		[
			run.at,
			run.n,
			run.level,
			run.entry,
			run.frame,
			run.shared,
			run.slot,
			run.marker,
			run.special,
			run.page,
			run.mapcount,
			run.pagemap,
		].join();
	const written = observation.processes
		.map((process) => process.regions.map((region) => [process.id, region.name, ...region.runs.map(field)].join("\n")))
		.join("\n");
	texts.set(observation, written);
	return written;
}

const runsOf = (observation: Observation) => observation.processes[0]?.regions[0]?.runs;

describe("Canonicalizer", () => {
	it("leaves what is canonical as it is: every step of every recording", { timeout: 60_000 }, () => {
		let steps = 0;
		for (const { where, layout, observations } of recorded()) {
			const canonicalizer = new Canonicalizer(layout);
			for (const [index, observation] of observations.entries()) {
				expectSame(`${where} ${index}`, canonicalizer.next(observation), observation);
				steps++;
			}
		}
		expect(steps).toBeGreaterThan(10_000);
	});

	it("finds the recording's numbers and runs under any other numbers", { timeout: 60_000 }, () => {
		for (const { where, layout, observations } of recorded(4)) {
			const canonicalizer = new Canonicalizer(layout);
			for (const [index, observation] of observations.entries()) {
				const other = scattered(
					observation,
					(frame) => 0x100000 - 7 * frame,
					(slot) => slot + 77,
				);
				expectSame(`${where} ${index}`, canonicalizer.next(other), observation);
			}
		}
	});

	const mapped = (at: number, n: number, frame: number, page = PG_ANON): Run => ({
		at,
		n,
		level: 0,
		entry: 0x867n,
		frame,
		page,
		mapcount: 1,
		pagemap: 0x103,
	});
	const swapped = (at: number, n: number, slot: number): Run => ({ at, n, level: 0, entry: 2n, slot, pagemap: 0x81 });
	const none = (at: number, n: number): Run => ({ at, n, level: 0, entry: 0n, pagemap: 0 });

	it("forgets a frame that nothing mapped in the step before", () => {
		const canonicalizer = new Canonicalizer(layout612);
		expect(runsOf(canonicalizer.next(heap(mapped(0, 2, 500))))).toMatchObject([{ n: 2, frame: 0 }]);
		expect(runsOf(canonicalizer.next(heap(none(0, 1), mapped(1, 1, 501))))).toMatchObject([{}, { frame: 1 }]);
		expect(runsOf(canonicalizer.next(heap(mapped(0, 2, 500))))).toMatchObject([{ frame: 2 }, { frame: 1 }]);
	});

	it("joins neighbours on one frame, and only from the first of them on", () => {
		const canonicalizer = new Canonicalizer(layout612);
		const ksm = PG_ANON | PG_KSM;
		expect(
			runsOf(canonicalizer.next(heap(mapped(0, 1, 9, ksm), { ...mapped(1, 2, 9, ksm), shared: true }, mapped(3, 1, 8, ksm)))),
		).toMatchObject([
			{ at: 0, n: 3, frame: 0, shared: true },
			{ at: 3, n: 1, frame: 1 },
		]);
	});

	it("tells two KSM pages that follow each other from one that two entries share", () => {
		const ksm = PG_ANON | PG_KSM;
		const runs = runsOf(new Canonicalizer(layout612).next(heap(mapped(0, 2, 9, ksm))));
		expect(runs).toMatchObject([{ n: 2, frame: 0 }]);
		expect(runs?.[0]).not.toHaveProperty("shared");
	});

	it("ends runs at level 1 where the next huge page could begin", () => {
		const canonicalizer = new Canonicalizer(layout612);
		const empty: Run = { at: 0, n: 1024, level: 1, entry: 0n, pagemap: 1 };
		expect(runsOf(canonicalizer.next(heap(empty)))).toEqual([
			{ ...empty, n: 512 },
			{ ...empty, at: 512, n: 512 },
		]);
	});

	it("counts on through equal swap slots, as the recorder's dump does", () => {
		const canonicalizer = new Canonicalizer(layout612);
		expect(runsOf(canonicalizer.next(heap(swapped(0, 1, 5), swapped(1, 1, 5), swapped(2, 1, 5), swapped(3, 1, 9))))).toMatchObject([
			{ at: 0, n: 4, slot: 0 },
		]);
		// The dump of a kernel before 4.19 takes descending slots for a run.
		expect(runsOf(new Canonicalizer(layout45).next(heap(swapped(0, 1, 7), swapped(1, 1, 6))))).toMatchObject([{ n: 2, slot: 0 }]);
	});

	it("does not care how the machine cuts its runs", () => {
		const lengths = fc.array(
			fc.nat(6).map((n) => n + 1),
			{ minLength: 1, maxLength: 12 },
		);
		fc.assert(
			fc.property(lengths, fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), (cuts, kinds) => {
				let at = 0;
				const runs = cuts.map((n, index) => {
					const kind = kinds[index] ?? 0;
					const run = kind === 0 ? none(at, n) : kind === 1 ? swapped(at, n, at) : mapped(at, n, 100 + at * (kind - 1));
					at += n;
					return run;
				});
				const whole = new Canonicalizer(layout612).next(heap(...runs));
				const single = scattered(
					heap(...runs),
					(frame) => frame,
					(slot) => slot,
				);
				expect(new Canonicalizer(layout612).next(single)).toEqual(whole);
			}),
		);
	});
});
