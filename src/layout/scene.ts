/**
 * One moment under one lens, ready to be drawn: every region as pieces, runs of pages that look alike. Pieces come from the runs and
 * are cut further only where the lens sees a difference, so a picture costs what it shows, not what memory it covers.
 */
import type { Moment, Verdict } from "../history/film.ts";
import { entrySpan, type Geometry } from "../sim/include/geometry.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import type { Observation, ProcessView, RegionView, Run } from "../sim/include/observation.ts";
import { changeKind } from "./change.ts";
import { type EntryFacts, entryFacts } from "./entry_facts.ts";
import { type FrameIndex, indexFrames, spanOf } from "./frame_index.ts";
import { type Judgement, type Lens, type LensClass, lensClass } from "./lens.ts";

/** Pages `at … at+n-1` of a region that a lens shows alike. */
export interface Piece {
	readonly at: number;
	readonly n: number;
	readonly kind: LensClass;
	readonly run: Run;
	readonly facts: EntryFacts;
	readonly judgement: Judgement;
}

export interface Scene {
	readonly observation: Observation;
	readonly previous: Observation | null;
	readonly verdict: Verdict;
	readonly layout: EntryLayout;
	readonly lens: Lens;
	readonly geometry: Geometry;
	readonly frames: FrameIndex;
	/** Pieces of a region, without gaps; the same array every time. */
	pieces(process: ProcessView, region: RegionView): readonly Piece[];
}

export interface SceneInput {
	readonly moment: Moment;
	readonly previous: Moment | null;
	readonly layout: EntryLayout;
	readonly lens: Lens;
	readonly geometry: Geometry;
}

/** Scenes of a moment: one for going on, one for going back. */
const KEPT = 2;

const kept = new WeakMap<Moment, readonly { readonly input: SceneInput; readonly scene: Scene }[]>();

/** The scene of a moment; the same one when it was asked for before, with what was worked out of it since. */
export function makeScene(input: SceneInput): Scene {
	const known = kept.get(input.moment) ?? [];
	const found = known.find((each) => sameInput(each.input, input));
	if (found !== undefined) return found.scene;
	const scene = newScene(input);
	kept.set(input.moment, [{ input, scene }, ...known].slice(0, KEPT));
	return scene;
}

function sameInput(a: SceneInput, b: SceneInput): boolean {
	return a.previous === b.previous && a.layout === b.layout && a.lens === b.lens && a.geometry === b.geometry;
}

function newScene({ moment, previous, layout, lens, geometry }: SceneInput): Scene {
	const { observation, verdict } = moment;
	const known = new Map<RegionView, readonly Piece[]>();
	const scene: Scene = {
		observation,
		previous: previous?.observation ?? null,
		verdict,
		layout,
		lens,
		geometry,
		frames: indexFrames(observation, entrySpan(geometry, 1)),
		pieces(process, region) {
			const before = known.get(region);
			if (before !== undefined) return before;
			const pieces = cutRegion(scene, process, region);
			known.set(region, pieces);
			return pieces;
		},
	};
	return scene;
}

const UNJUDGED: Judgement = { written: false, missed: false, spurious: false, dropped: false };

function cutRegion(scene: Scene, process: ProcessView, region: RegionView): readonly Piece[] {
	const judged = judgements(scene.verdict, process.id, region);
	// Only their own lenses ask for changes and mappings; nobody else pays for them.
	const before = scene.lens === "changed" ? regionBefore(scene.previous, process.id, region) : null;
	const cuts = new Set<number>();
	for (const { at, n } of region.runs) cuts.add(at).add(at + n);
	for (const { at, n } of region.vmas) cuts.add(at).add(at + n);
	for (const { at, n } of judged) cuts.add(at).add(at + n);
	for (const { at, n } of before?.runs ?? []) cuts.add(at).add(at + n);
	if (scene.lens === "frames") addFrameCuts(scene.frames, region, cuts);
	const edges = [...cuts].filter((at) => at >= 0 && at <= region.pages).sort((a, b) => a - b);

	const pieces: Piece[] = [];
	const factsOf = new Map<Run, EntryFacts>();
	const runs = follow(region.runs);
	const vmas = follow(region.vmas);
	const judgementAt = follow(judged);
	const runsBefore = follow(before?.runs ?? []);
	for (let i = 0; i + 1 < edges.length; i++) {
		const at = edges[i] ?? 0;
		const n = (edges[i + 1] ?? at) - at;
		const run = runs(at);
		if (run === null || n <= 0) continue;
		const facts = factsOf.get(run) ?? entryFacts(run, scene.layout);
		factsOf.set(run, facts);
		const judgement = judgementAt(at)?.judgement ?? UNJUDGED;
		const kind = lensClass(scene.lens, facts, {
			judgement,
			change: scene.previous === null || scene.lens !== "changed" ? "same" : changeKind(runsBefore(at), run, at),
			mappings: scene.lens === "frames" ? mappingsOf(scene.frames, run, at) : 0,
			inVma: vmas(at) !== null,
		});
		const last = pieces.at(-1);
		if (last !== undefined && last.kind === kind && last.run === run && sameJudgement(last.judgement, judgement)) {
			pieces[pieces.length - 1] = { ...last, n: last.n + n };
		} else {
			pieces.push({ at, n, kind, run, facts, judgement });
		}
	}
	return pieces;
}

function sameJudgement(a: Judgement, b: Judgement): boolean {
	return a.written === b.written && a.missed === b.missed && a.spurious === b.spurious && a.dropped === b.dropped;
}

function regionBefore(previous: Observation | null, process: string, region: RegionView): RegionView | null {
	const found = previous?.processes.find(({ id }) => id === process)?.regions.find(({ name }) => name === region.name);
	return found ?? null;
}

function mappingsOf(frames: FrameIndex, run: Run, at: number): number {
	if (typeof run.frame !== "number") return 0;
	return spanOf(frames, run.shared ? run.frame : run.frame + (at - run.at))?.mappings ?? 0;
}

function addFrameCuts(frames: FrameIndex, region: RegionView, cuts: Set<number>): void {
	for (const run of region.runs) {
		if (typeof run.frame !== "number" || run.shared) continue;
		for (const span of frames.spans) {
			if (span.from > run.frame && span.from < run.frame + run.n) cuts.add(run.at + span.from - run.frame);
		}
	}
}

/** Looks up the interval around a page; pages must be asked in ascending order. */
function follow<T extends { readonly at: number; readonly n: number }>(intervals: readonly T[]): (page: number) => T | null {
	let next = 0;
	return (page) => {
		for (let here = intervals[next]; here !== undefined; here = intervals[++next]) {
			if (page < here.at) return null;
			if (page < here.at + here.n) return here;
		}
		return null;
	};
}

interface Judged {
	readonly at: number;
	readonly n: number;
	readonly judgement: Judgement;
}

/** The verdict on one region as intervals in ascending order that do not overlap. */
function judgements(verdict: Verdict, process: string, region: RegionView): readonly Judged[] {
	const edges = new Map<number, number[]>();
	const note = (page: number, n: number, bit: number): void => {
		for (const [at, delta] of [
			[page, 1],
			[page + n, -1],
		] as const) {
			const counts = edges.get(at) ?? [0, 0, 0, 0];
			counts[bit] = (counts[bit] ?? 0) + delta;
			edges.set(at, counts);
		}
	};
	const here = (page: { readonly process: string; readonly region: string }): boolean =>
		page.process === process && page.region === region.name;
	for (const page of verdict.written) if (here(page)) note(page.page, 1, 0);
	for (const page of verdict.missed) if (here(page)) note(page.page, 1, 1);
	for (const page of verdict.spurious) if (here(page)) note(page.page, page.n, 2);
	for (const page of verdict.dropped) if (here(page)) note(page.page, 1, 3);

	const sorted = [...edges].sort((a, b) => a[0] - b[0]);
	const running = [0, 0, 0, 0];
	const judged: Judged[] = [];
	sorted.forEach(([at, counts], i) => {
		counts.forEach((delta, bit) => {
			running[bit] = (running[bit] ?? 0) + delta;
		});
		const next = sorted[i + 1];
		const [written = 0, missed = 0, spurious = 0, dropped = 0] = running;
		if (next === undefined || written + missed + spurious + dropped === 0) return;
		const judgement = { written: written > 0, missed: missed > 0, spurious: spurious > 0, dropped: dropped > 0 };
		judged.push({ at, n: next[0] - at, judgement });
	});
	return judged;
}
