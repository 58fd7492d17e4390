/** Plays a recording on one of its kernels: a film made from the recorded data alone, whether or not the machine can run the scenario. */
import { present } from "../base/assert.ts";
import { err, ok, type Result } from "../base/result.ts";
import { digestRun } from "../history/digest.ts";
import type { Cursor, Film, FilmStep, Moment } from "../history/film.ts";
import { parseLine } from "../scenario/parse.ts";
import { EMPTY_WORLD, type World, withoutProcess, worldAfter } from "../scenario/world.ts";
import type { KernelEvent } from "../sim/include/event.ts";
import type { Observation, ProcessView, RegionView } from "../sim/include/observation.ts";
import type { ProcessId, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { judgeAll } from "../trackers/judge_all.ts";
import type { RecordedRegion, RecordedStep, Recording } from "./recording.ts";
import { WriteLog } from "./verdict_from_script.ts";

/** Steps between two kept states of the write log. */
const KEYFRAME_STEPS = 256;

/** The film of `recording` on `kernel`; an error when it was not recorded on it. */
export function recordingFilm(recording: Recording, kernel: string): Result<Film, string> {
	const steps = recording.kernels.get(kernel);
	if (steps === undefined) return err(`${recording.name} was recorded on ${[...recording.kernels.keys()].join(", ")}, not on ${kernel}`);
	const parsed = recording.script.map((line) => {
		const result = parseLine(line);
		return result.ok ? result.value : null;
	});
	const observations = observe(steps, parsed);
	// A kernel that the machine does not know: PAGEMAP_SCAN as it has been since 6.12.
	const traits = kernelById(kernel) ?? { scanNoneIsWritten: true };
	const verdicts = new VerdictReel(steps, parsed, observations);
	const shown = steps.map((step, index) => filmStep(step, parsed[index] ?? null));
	return ok({
		kernel,
		source: "recording",
		frames: "label",
		steps: shown,
		at: (cursor: Cursor): Promise<Moment> => {
			const step = Math.max(0, Math.min(steps.length, Math.trunc(cursor.step)));
			const observation = present(observations[step], "an observation for every step");
			return Promise.resolve({ cursor: { step, micro: 0 }, observation, ...judgeAll(verdicts.truthAfter(step), observation, traits) });
		},
		microSteps: () => Promise.resolve([]),
		digest: (wanted) => Promise.resolve(digestRun(shown, wanted, (after) => present(observations[after], "an observation for every step"))),
	});
}

/** What was observed before the first step and after each. Parts that did not change are shared between them. */
export function observe(steps: readonly RecordedStep[], parsed: readonly (Step | null)[]): readonly Observation[] {
	const stage = new Stage();
	const observations = [stage.observation()];
	for (const [index, step] of steps.entries()) {
		stage.take(step, parsed[index] ?? null);
		observations.push(stage.observation());
	}
	return observations;
}

function filmStep(step: RecordedStep, parsed: Step | null): FilmStep {
	const shown = { text: step.op, status: statusOf(step), events: step.events, micros: 0 };
	return {
		...shown,
		...(parsed === null ? { problem: "this line is not in the scenario language; the recording shows what it did" } : { parsed }),
		...(step.result === undefined ? {} : { result: step.result }),
	};
}

function statusOf(step: RecordedStep): FilmStep["status"] {
	if (step.result !== undefined) return "done";
	const kinds = new Set(step.events.map((event) => event.kind));
	return kinds.has("blocked") ? "blocked" : kinds.has("died") ? "died" : kinds.has("skipped") ? "skipped" : "done";
}

/** The processes while the recording runs. */
class Stage {
	private world: World = EMPTY_WORLD;
	private readonly blocked = new Set<ProcessId>();
	/** Last recorded state, by process and region. A dead process keeps it: a later one of the same name may report no change. */
	private readonly states = new Map<ProcessId, Map<string, RecordedRegion>>();
	private live: readonly ProcessId[] = [];
	private readonly views = new Map<ProcessId, ProcessView>();
	private last: Observation | null = null;

	take(step: RecordedStep, parsed: Step | null): void {
		for (const event of step.events) this.takeEvent(event);
		if (parsed !== null) this.takeStep(step, parsed);
		for (const [process, regions] of step.state) {
			const known = this.states.get(process) ?? new Map<string, RecordedRegion>();
			for (const [name, region] of regions) {
				known.set(name, region);
				this.adopt(process, name, region);
			}
			this.states.set(process, known);
			this.change(process);
		}
		if (step.live.join() !== this.live.join()) this.last = null;
		this.live = step.live;
	}

	observation(): Observation {
		if (this.last !== null) return this.last;
		// The recorder lists who has a region; who lives without one is known from the script.
		const alive = [...this.world.processes.keys()].filter((id) => this.live.includes(id) || this.regionsOf(id).length === 0);
		const ids = [...new Set([...this.live, ...alive])].sort();
		this.last = { processes: ids.map((id) => this.view(id)) };
		return this.last;
	}

	private takeEvent(event: KernelEvent): void {
		if (event.kind !== "blocked" && event.kind !== "unblocked" && event.kind !== "died") return;
		if (event.kind === "blocked") this.blocked.add(event.process);
		else this.blocked.delete(event.process);
		if (event.kind === "died") this.world = withoutProcess(this.world, event.process);
		this.change(event.process);
	}

	/** A map or remap takes its place even when it fails or is skipped, unless its process is dead: so the recorder has it. */
	private takeStep(step: RecordedStep, parsed: Step): void {
		const { operation } = parsed;
		const succeeded = step.result !== undefined && step.result.ret >= 0;
		if ((operation.kind === "fork" || operation.kind === "exit") && !succeeded) return;
		const before = this.world;
		this.world = worldAfter(before, parsed);
		if (this.world === before) return;
		if (operation.kind === "exit") this.blocked.delete(parsed.process);
		this.change(parsed.process);
		if (operation.kind === "fork") this.change(operation.child);
	}

	/** A process or region that no line of the script explains (a line in a dialect of its own) gets a place when it is first seen. */
	private adopt(process: ProcessId, name: string, region: RecordedRegion): void {
		const own = this.world.processes.get(process);
		if (own?.regions.some((place) => place.name === name)) return;
		if (own === undefined)
			this.world = { ...this.world, processes: new Map(this.world.processes).set(process, { regions: [], uffd: false, migrating: false }) };
		const length = pagesOf(region) * PAGE_SIZE;
		this.world = worldAfter(this.world, { process, operation: { kind: "map", region: name, length, prot: "rw", shared: false } });
	}

	private change(process: ProcessId): void {
		this.views.delete(process);
		this.last = null;
	}

	private view(id: ProcessId): ProcessView {
		const known = this.views.get(id);
		if (known !== undefined) return known;
		const view = { id, blocked: this.blocked.has(id), regions: this.regionsOf(id) };
		this.views.set(id, view);
		return view;
	}

	private regionsOf(id: ProcessId): readonly RegionView[] {
		const states = this.states.get(id);
		const places = this.world.processes.get(id)?.regions ?? [];
		const views: RegionView[] = [];
		for (const place of places) {
			const state = states?.get(place.name);
			if (state !== undefined) views.push(regionView(place.name, place.start, state));
		}
		return views;
	}
}

function regionView(name: string, start: number, state: RecordedRegion): RegionView {
	return { name, start, pages: pagesOf(state), vmas: state.vmas, runs: state.runs };
}

function pagesOf(region: RecordedRegion): number {
	const last = region.runs.at(-1);
	return last === undefined ? 0 : last.at + last.n;
}

/** What was written, after any step: from the nearest kept state before it. */
class VerdictReel {
	private readonly steps: readonly RecordedStep[];
	private readonly parsed: readonly (Step | null)[];
	private readonly observations: readonly Observation[];
	private readonly kept: WriteLog[] = [new WriteLog()];

	constructor(steps: readonly RecordedStep[], parsed: readonly (Step | null)[], observations: readonly Observation[]) {
		this.steps = steps;
		this.parsed = parsed;
		this.observations = observations;
	}

	truthAfter(step: number) {
		const frame = Math.floor(step / KEYFRAME_STEPS);
		while (this.kept.length <= frame) {
			const from = this.kept.length - 1;
			this.kept.push(this.play(from, from * KEYFRAME_STEPS, (from + 1) * KEYFRAME_STEPS));
		}
		return this.play(frame, frame * KEYFRAME_STEPS, step).truth();
	}

	private play(frame: number, from: number, to: number): WriteLog {
		const log = present(this.kept[frame], "a kept state at every keyframe").copy();
		for (let index = from; index < to; index++) {
			const step = present(this.steps[index], "a step before the cursor");
			const observation = present(this.observations[index + 1], "an observation for every step");
			const outcome = { events: step.events, observation };
			log.apply(this.parsed[index] ?? null, step.result === undefined ? outcome : { ...outcome, result: step.result });
		}
		return log;
	}
}
