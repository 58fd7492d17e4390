/**
 * The hash of what can be seen of a system: page tables, VMAs, page flags, pagemap. Frames and swap slots count by the order in
 * which they first appear, not by their number, so that it says which pages are shared and not where the allocator put them.
 */
import { Hash } from "../base/hash.ts";
import type { Observation, RegionView, Run } from "../sim/include/observation.ts";

/** Takes the observation into the hash. */
export function hashObservation(hash: Hash, observation: Observation): void {
	const frames = new Labels();
	const slots = new Labels();
	for (const process of observation.processes) {
		hash.text(process.id).word(process.regions.length);
		for (const region of process.regions) hashRegion(hash, region, frames, slots);
	}
}

/** The hash of one observation, as 16 hexadecimal digits. */
export function stateHash(observation: Observation): string {
	const hash = new Hash();
	hashObservation(hash, observation);
	return hash.hex();
}

function hashRegion(hash: Hash, region: RegionView, frames: Labels, slots: Labels): void {
	hash.text(region.name).number(region.start).number(region.pages).word(region.vmas.length);
	for (const { at, n, prot, flags } of region.vmas) hash.number(at).number(n).text(prot).text(flags.join());
	const rows = new Rows(hash);
	for (const run of region.runs) {
		const { frame, slot } = run;
		const labels = typeof frame === "number" ? frames : slot !== undefined ? slots : null;
		const first = typeof frame === "number" ? frame : slot;
		if (labels === null || first === undefined) rows.add(run, -1, run.n, 0);
		// One label for a huge page: nothing smaller can be mapped by it.
		else if (run.level > 0) rows.add(run, labels.of(first), run.n, 1);
		else if (run.shared === true) rows.add(run, labels.of(first), run.n, 0);
		else for (let k = 0; k < run.n; k++) rows.add(run, labels.of(first + k), 1, 1);
	}
	rows.end();
}

/** Numbers in order of first appearance. */
class Labels {
	private readonly known = new Map<number, number>();

	of(value: number): number {
		const label = this.known.get(value) ?? this.known.size;
		this.known.set(value, label);
		return label;
	}
}

/** Joins pages that read alike and whose labels go on, so that the hash does not depend on where a reader happened to cut. */
class Rows {
	private run: Run | null = null;
	private label = 0;
	private n = 0;
	private stride = 0;
	private readonly hash: Hash;

	constructor(hash: Hash) {
		this.hash = hash;
	}

	add(run: Run, label: number, n: number, stride: number): void {
		const { run: open } = this;
		if (open !== null && stride === this.stride && label === this.label + this.n * stride && alike(open, run)) {
			this.n += n;
			return;
		}
		this.end();
		this.run = run;
		this.label = label;
		this.n = n;
		this.stride = stride;
	}

	end(): void {
		const { run, hash } = this;
		if (run === null) return;
		hash.word(run.level).big(run.entry).word(run.pagemap).word(this.label).word(this.stride).number(this.n);
		hash
			.word(run.page ?? -1)
			.word(run.mapcount ?? -2)
			.word(run.marker ?? -1)
			.word(run.special ?? -1);
		hash.word(run.frame === "zero" ? 2 : run.frame !== undefined ? 1 : 0);
		this.run = null;
	}
}

function alike(a: Run, b: Run): boolean {
	return (
		// A huge page is a row of its own.
		a.level === 0 &&
		b.level === 0 &&
		a.entry === b.entry &&
		a.pagemap === b.pagemap &&
		a.page === b.page &&
		a.mapcount === b.mapcount &&
		a.marker === b.marker &&
		a.special === b.special &&
		(a.frame === "zero") === (b.frame === "zero") &&
		(a.frame === undefined) === (b.frame === undefined)
	);
}
