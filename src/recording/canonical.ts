/**
 * Numbers frames and swap slots in order of first appearance, as the recordings do, so that what the machine holds can be compared with
 * what a real kernel held. A number lasts while something maps its frame; a frame that nothing mapped in the step before gets a new one.
 */
import type { EntryLayout } from "../sim/include/kernel.ts";
import { type Observation, PG_LARGE, type RegionView, type Run } from "../sim/include/observation.ts";
import { asRecorderReads } from "./recorder_eye.ts";

const HUGE_PAGES = 512;

/** To be asked for the observations of one run, one after the other, from after the first step on. */
export class Canonicalizer {
	/** How the recorder's idea of an offset changes from one slot to the next. */
	private readonly slotStride: number;
	private readonly layout: EntryLayout;
	private frames = new Map<number, number>();
	private slots = new Map<number, number>();
	/** Blocks of memory that have been huge pages: in there, frames that follow each other in the machine do so in a real system. */
	private readonly hugeBlocks = new Set<number>();
	private nextFrame = 0;
	private nextSlot = 0;

	/** `layout`: that of the kernel; it decides which neighbouring swap entries the recorder's dump took for one run. */
	constructor(layout: EntryLayout) {
		this.layout = layout;
		// The dump decodes every kernel's offsets as those of 4.19 on: complemented, from bit 9.
		this.slotStride = layout.swap.offsetInverted ? 1 : -(2 ** (layout.swap.offsetShift - 9));
	}

	next(observation: Observation): Observation {
		const frames = new Map<number, number>();
		const slots = new Map<number, number>();
		const label = (value: number, now: Map<number, number>, before: ReadonlyMap<number, number>, fresh: () => number): number => {
			const known = now.get(value) ?? before.get(value) ?? fresh();
			now.set(value, known);
			return known;
		};
		const frameLabel = (frame: number) => label(frame, frames, this.frames, () => this.nextFrame++);
		const slotLabel = (slot: number) => label(slot, slots, this.slots, () => this.nextSlot++);
		const processes = observation.processes.map((process) => ({
			...process,
			regions: process.regions.map((region) => this.region(region, frameLabel, slotLabel)),
		}));
		this.frames = frames;
		this.slots = slots;
		return { processes };
	}

	private region(region: RegionView, frameLabel: (frame: number) => number, slotLabel: (slot: number) => number): RegionView {
		const runs = new RunBuilder();
		const slots = new SlotRuns(this.slotStride);
		for (const run of region.runs.flatMap((each) => this.asRead(each))) {
			if (typeof run.frame === "number") {
				slots.end();
				const row = described(run);
				for (let k = 0; k < run.n; k++)
					runs.addPage(run.at + k, row, frameLabel(run.shared === true ? run.frame : run.frame + k), undefined);
			} else if (run.slot !== undefined) {
				for (let k = 0; k < run.n; k++)
					runs.addPage(run.at + k, run, undefined, slotLabel(slots.take(run, run.slot + (run.shared === true ? 0 : k))));
			} else {
				slots.end();
				runs.addAll(bare(run));
			}
		}
		return { ...region, runs: runs.runs };
	}

	private asRead(run: Run): readonly Run[] {
		const { frame, page = 0 } = run;
		if (typeof frame !== "number") return asRecorderReads(run, this.layout, false);
		const block = Math.floor(frame / HUGE_PAGES);
		if ((page & PG_LARGE) !== 0) this.hugeBlocks.add(block);
		return asRecorderReads(run, this.layout, this.hugeBlocks.has(block));
	}
}

/**
 * The recorder's dump prints swap entries in runs and the labels count up within each. It takes equal neighbours (several entries for
 * one slot) for a run as well, so their labels count up too; only old kernels' offsets make it see other runs than there are.
 */
class SlotRuns {
	private readonly stride: number;
	private run: { readonly entry: bigint; readonly pagemap: number; readonly slot: number; n: number; step: number } | null = null;

	constructor(stride: number) {
		this.stride = stride;
	}

	end(): void {
		this.run = null;
	}

	/** The slot number that the recording's labels stand for. */
	take(row: Run, slot: number): number {
		const { run } = this;
		if (run !== null && run.entry === row.entry && run.pagemap === row.pagemap) {
			const delta = this.stride * (slot - run.slot);
			const goesOn = (delta === run.n || delta === 0) && (run.n === 1 || delta === run.step * run.n);
			if (goesOn) {
				if (run.n === 1) run.step = delta;
				return run.slot + run.n++;
			}
		}
		this.run = { entry: row.entry, pagemap: row.pagemap, slot, n: 1, step: 0 };
		return slot;
	}
}

type OpenRun = { -readonly [K in keyof Run]: Run[K] };

/** Puts pages that read alike together, by the rules of the recordings. */
class RunBuilder {
	readonly runs: Run[] = [];
	private open: OpenRun | null = null;

	/** Adds pages without frame and slot, or all of the zero page. */
	addAll(run: Run): void {
		for (let at = run.at; at < run.at + run.n; ) {
			// A run at level 1 ends where the next huge page could begin.
			const edge = run.level === 1 ? (Math.floor(at / HUGE_PAGES) + 1) * HUGE_PAGES : run.at + run.n;
			const n = Math.min(edge, run.at + run.n) - at;
			const { open } = this;
			if (open !== null && joins(open, run, at) && open.frame === run.frame && open.slot === undefined) open.n += n;
			else this.start({ ...run, at, n });
			at += n;
		}
	}

	addPage(at: number, row: Run, frame: number | undefined, slot: number | undefined): void {
		const { open } = this;
		if (open !== null && joins(open, row, at) && this.labelsGoOn(open, at, frame, slot)) {
			open.n++;
			return;
		}
		const { frame: _frame, slot: _slot, shared: _shared, ...rest } = row;
		this.start({ ...rest, at, n: 1, ...(frame === undefined ? {} : { frame }), ...(slot === undefined ? {} : { slot }) });
	}

	private labelsGoOn(open: OpenRun, at: number, frame: number | undefined, slot: number | undefined): boolean {
		const d = at - open.at;
		if (slot !== undefined || open.slot !== undefined) return open.slot !== undefined && slot === open.slot + d && open.frame === frame;
		if (typeof open.frame !== "number" || frame === undefined) return false;
		if (open.shared === true) return frame === open.frame;
		if (frame === open.frame + d) return true;
		if (frame !== open.frame || d !== 1) return false;
		open.shared = true;
		return true;
	}

	private start(run: OpenRun): void {
		this.open = run;
		this.runs.push(run);
	}
}

/** As recordings describe a mapped page: always with page flags, with a map count only where a PTE maps it. */
function described(run: Run): Run {
	const { mapcount, ...rest } = run;
	return { ...rest, page: run.page ?? 0, ...(mapcount !== undefined && run.level === 0 ? { mapcount } : {}) };
}

/** As recordings describe everything else, the zero page included: without page flags and map count. */
function bare(run: Run): Run {
	const { page: _page, mapcount: _mapcount, shared: _shared, ...rest } = run;
	return rest;
}

function joins(open: Run, row: Run, at: number): boolean {
	if (row.level === 1 && at % HUGE_PAGES === 0) return false;
	return (
		open.level === row.level &&
		open.entry === row.entry &&
		open.pagemap === row.pagemap &&
		open.page === row.page &&
		open.mapcount === row.mapcount &&
		open.marker === row.marker &&
		open.special === row.special
	);
}
