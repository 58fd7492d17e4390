/** Checks a claim against a film: a run of the machine, or a recording of a real kernel. */
import type { Film, FilmStep, Moment } from "../../history/film.ts";
import { _PAGE_RW, _PAGE_SOFT_DIRTY, _PAGE_UFFD_WP } from "../../sim/arch/x86_64.ts";
import { PM_SOFT_DIRTY, PM_SWAP, PM_UFFD_WP, type Run } from "../../sim/include/observation.ts";
import type { Check, EntryBit, PagemapBit, PagePlace } from "./known_bug.ts";

const PAGEMAP_BITS: Record<PagemapBit, number> = { "soft-dirty": PM_SOFT_DIRTY, "uffd-wp": PM_UFFD_WP };
/** Present entries have these bits at the same place on every kernel. */
const ENTRY_BITS: Record<EntryBit, number> = { write: _PAGE_RW, "soft-dirty": _PAGE_SOFT_DIRTY, "uffd-wp": _PAGE_UFFD_WP };

/** The checks of the claim that fail on this film, none when the claim holds. */
export async function failedChecks(claim: readonly Check[], film: Pick<Film, "steps" | "at">): Promise<readonly Check[]> {
	const moments = new Map<number, Moment>();
	const after = async (step: number): Promise<Moment> => {
		const moment = moments.get(step) ?? (await film.at({ step, micro: 0 }));
		moments.set(step, moment);
		return moment;
	};
	const failed: Check[] = [];
	for (const check of claim) {
		const step = film.steps[check.step - 1];
		const ofStep = check.kind === "succeeded" || check.kind === "message" || check.kind === "oops";
		if (step === undefined || !(ofStep ? stepPasses(check, step) : momentPasses(check, await after(check.step)))) failed.push(check);
	}
	return failed;
}

type StepCheck = Extract<Check, { kind: "succeeded" | "message" | "oops" }>;

function stepPasses(check: StepCheck, step: FilmStep): boolean {
	if (check.kind === "succeeded") return step.result?.errno === 0;
	if (check.kind === "oops") return step.events.some(({ kind }) => kind === "oops") === check.raised;
	return step.status !== "skipped" && step.events.some(({ kind }) => kind === "pagefault") === check.raised;
}

function momentPasses(check: Exclude<Check, StepCheck>, moment: Moment): boolean {
	switch (check.kind) {
		case "verdict":
			return judged(check.at, moment, check.says);
		case "pagemap": {
			const run = runAt(check.at, moment);
			return run !== undefined && ((run.pagemap & PAGEMAP_BITS[check.bit]) !== 0) === check.set;
		}
		case "entry": {
			const run = runAt(check.at, moment);
			if (run?.frame === undefined || (run.pagemap & PM_SWAP) !== 0) return false;
			return ((run.entry & BigInt(ENTRY_BITS[check.bit])) !== 0n) === check.set;
		}
	}
}

function judged({ process, region, page }: PagePlace, { verdict }: Moment, says: "missed" | "spurious"): boolean {
	const here = (other: PagePlace, pages: number) =>
		other.process === process && other.region === region && other.page <= page && page < other.page + pages;
	return says === "missed" ? verdict.missed.some((span) => here(span, 1)) : verdict.spurious.some((span) => here(span, span.n));
}

function runAt({ process, region, page }: PagePlace, { observation }: Moment): Run | undefined {
	const view = observation.processes.find(({ id }) => id === process)?.regions.find(({ name }) => name === region);
	return view?.runs.find(({ at, n }) => at <= page && page < at + n);
}
