/**
 * Opening a scenario, choosing its kernel and where its film comes from. Everything that a request needs is fetched first and
 * then shown in one go; until then, and if it fails, the screen keeps what it had. A newer request makes an older one moot.
 */
import { type Committed, headLines } from "../history/branches.ts";
import type { Cursor, Film } from "../history/film.ts";
import type { Lens } from "../layout/lens.ts";
import { castNotice, nothingToPlay } from "./cast_words.ts";
import { prepareNext } from "./cursor.ts";
import { clampCursor } from "./cursor_math.ts";
import { beginHistory, plantedOn } from "./edit_history.ts";
import { filmSource, type RecordedScenario, type RunWatch, SourceError } from "./film_source.ts";
import { compareFilms, forgetRuns, makeFilm } from "./films.ts";
import { track } from "./idle.ts";
import { type Casting, cast, type KernelNote, kernelChoices } from "./kernels.ts";
import { momentsAt } from "./moments.ts";
import { pageOfInterest } from "./page_of_interest.ts";
import { pause } from "./playback.ts";
import { newLine, type ScenarioLine, sameScript } from "./scenario_lines.ts";
import {
	type CompareTarget,
	type KernelChoice,
	type Scenario,
	type Selection,
	type Source,
	type StageState,
	stage,
	type Watch,
} from "./stage.ts";

/** Where films come from unless the person says otherwise. */
export const DEFAULT_SOURCE: Source = "recording";

/** What a link, a draft or the first screen wants beside the scenario's name. */
export interface OpenWish {
	readonly kernel?: string;
	readonly source?: Source;
	readonly cursor?: Cursor;
	readonly selection?: Selection;
	readonly lens?: Lens;
	/** null: nothing. Left out: what is compared stays, as far as it belongs to the scenario. */
	readonly compare?: CompareTarget | null;
	/** Left out: what is watched stays, as far as it belongs to the scenario. */
	readonly watches?: readonly Watch[];
	/** Edited lines instead of the recorded ones. */
	readonly lines?: readonly ScenarioLine[];
	/** The whole tree of a session, instead of `lines`. */
	readonly branches?: Committed<ScenarioLine>;
	/** A recording that is not on the shelf. */
	readonly recording?: RecordedScenario;
	/** The kept session that it is. */
	readonly session?: number;
}

interface Recasting extends Partial<Casting> {
	readonly cursor?: Cursor;
	/** Said when it is shown. */
	readonly notice?: string;
}

let generation = 0;
let recording: RecordedScenario | null = null;
let notes: readonly KernelNote[] = [];
/** What the person chose by the switch: kept from scenario to scenario. */
let chosen: Source = DEFAULT_SOURCE;
/** For the scenario at hand. */
let wanted: Source = DEFAULT_SOURCE;
let again: (() => void) | null = null;
/** Sends the request under way to another kernel or source, instead of what is still on the screen. */
let redirect: ((casting: Partial<Casting>) => void) | null = null;

/** Tells what is known about the kernels; choices on the screen learn it too. */
export function setKernelNotes(known: readonly KernelNote[]): void {
	notes = known;
	const { scenario, kernels, kernel } = stage.getState();
	if (kernels.length > 0) stage.setState({ kernels: choicesFor(scenario, recording, kernel) });
}

function choicesFor(scenario: Scenario, from: RecordedScenario | null, kernel: string): KernelChoice[] {
	const modelled = filmSource().model?.kernels ?? [];
	// A derived kernel (`6.1~splitCarriesSoftDirty`) is a choice while it is the one at hand.
	const derived = modelled.some((id) => kernel.startsWith(`${id}~`)) ? [kernel] : [];
	return kernelChoices(notes, scenario.edited ? [] : (from?.kernels ?? []), [...modelled, ...derived]);
}

/** Gives up the run of the machine that is under way. */
let giveUp: AbortController | null = null;

/** Starts a request; `request` makes it again, with another casting if that is what the person wants meanwhile. */
function begin(request: (casting: Partial<Casting>) => void): number {
	pause();
	again = () => request({});
	redirect = request;
	giveUp?.abort();
	giveUp = new AbortController();
	stage.setState({ loading: true, progress: null });
	return ++generation;
}

function fail(mine: number, error: unknown): void {
	if (mine !== generation) return;
	redirect = null;
	const said = error instanceof Error ? error.message : String(error);
	const canRetry = !(error instanceof SourceError) || error.retry;
	stage.setState({ problem: said, canRetry, loading: false, progress: null });
}

/** Makes the film, waits for its moments and shows all of it at once. */
async function show(mine: number, from: RecordedScenario | null, scenario: Scenario, wish: OpenWish & Recasting & Casting): Promise<void> {
	const source = filmSource();
	const kernels = choicesFor(scenario, from, wish.kernel);
	const casting = cast(kernels, wish);
	if (casting === null) throw new SourceError(nothingToPlay(scenario), false);
	const film = await makeFilm(source, from, scenario.lines, casting.kernel, casting.source, watchRun(mine));
	const cursor = clampCursor(film, wish.cursor ?? { step: 0, micro: 0 });
	const moments = await momentsAt(film, cursor);
	if (mine !== generation) return;
	redirect = null;
	recording = from;
	const patch: Partial<StageState> = {
		scenario,
		kernels,
		...casting,
		film,
		cursor,
		...moments,
		agreement: null,
		problem: null,
		canRetry: false,
		notice: castNotice(wish, casting, scenario) ?? wish.notice ?? null,
		loading: false,
		progress: null,
	};
	const another = scenario.name !== stage.getState().scenario.name || stage.getState().film === null;
	const selection = wish.selection ?? (another ? pageOfInterest(film) : undefined);
	const before = stage.getState();
	const compare = wish.compare !== undefined ? wish.compare : another ? elsewhere(before.compare) : before.compare;
	const watches = wish.watches ?? (another ? [] : before.watches);
	const focus = selection === undefined ? {} : { selection, focusTable: null };
	stage.setState({ ...patch, ...focus, compare, watches, ...(wish.lens === undefined ? {} : { lens: wish.lens }) });
	prepareNext(film, cursor);
	if (scenario.edited) return;
	const judge = () => {
		if (mine === generation) void track(agree(mine, from, scenario, casting.kernel));
	};
	// A recording is on the screen without the machine: starting it must not delay what comes first.
	if (casting.source === "recording" && source.leisure !== undefined) void source.leisure.then(judge);
	else judge();
}

/** What of a comparison still means something in another scenario: steps and branches are this one's own. */
function elsewhere(compare: CompareTarget | null): CompareTarget | null {
	return compare?.kind === "kernel" ? compare : null;
}

/** Shows how far a run is, while it is the one that is wanted. */
function watchRun(mine: number): RunWatch {
	const progress = (done: number, total: number) => {
		if (mine === generation) stage.setState({ progress: { done, total } });
	};
	return giveUp === null ? { progress } : { progress, signal: giveUp.signal };
}

/** Stops a run that takes too long; the screen keeps what it has, and the run can be tried again. */
export function cancelRun(): void {
	giveUp?.abort();
	const { film, scenario } = stage.getState();
	const shown = film !== null && film.steps.length === scenario.lines.length;
	fail(generation, new SourceError(shown ? "The run was stopped; the one before is still shown." : "The run was stopped.", true));
	generation++;
}

async function agree(mine: number, from: RecordedScenario | null, scenario: Scenario, kernel: string): Promise<void> {
	try {
		const agreement = await compareFilms(filmSource(), from, scenario.lines, kernel);
		if (mine === generation) stage.setState({ agreement });
	} catch (error) {
		fail(mine, error);
	}
}

async function open(mine: number, name: string, wish: OpenWish): Promise<void> {
	const edited = wish.lines !== undefined || wish.branches !== undefined;
	let loaded: RecordedScenario | null = wish.recording ?? null;
	if (name !== "" && loaded === null) {
		try {
			loaded = await filmSource().recordings.load(name);
		} catch (error) {
			// Edited lines are worth showing without the recording that they began as.
			if (!edited) throw error;
		}
	}
	if (mine !== generation) return;
	const original = (loaded?.script ?? []).map((text) => newLine(text));
	const grown = wish.branches ?? plantedOn(original, wish.lines ?? original);
	const lines = headLines(grown.tree, grown.head);
	const scenario = {
		name: loaded?.name ?? "",
		title: loaded?.about ?? "New scenario",
		lines,
		edited: loaded === null || !sameScript(lines, original),
	};
	const { kernel } = stage.getState();
	await show(mine, loaded, scenario, { ...wish, kernel: wish.kernel ?? kernel, source: wish.source ?? wanted });
	if (mine === generation) beginHistory(grown, wish.session ?? null);
}

function run(mine: number, work: Promise<void>): Promise<void> {
	return track(work.catch((error: unknown) => fail(mine, error)));
}

/** Opens a scenario of the shelf by its name; resolves when it is shown or its problem is. */
export function opened(name: string, wish: OpenWish = {}): Promise<void> {
	const mine = begin((casting) => openScenario(name, { ...wish, ...casting }));
	wanted = wish.source ?? chosen;
	return run(mine, open(mine, name, wish));
}

/** Opens a scenario of the shelf by its name, at its start unless `wish` says where. */
export function openScenario(name: string, wish: OpenWish = {}): void {
	void opened(name, wish);
}

function recast(wish: Recasting): void {
	const { scenario, kernel, cursor } = stage.getState();
	const mine = begin((casting) => recast({ ...wish, ...casting }));
	void run(mine, show(mine, recording, scenario, { kernel, source: wanted, cursor, ...wish }));
}

/** Plays the same scenario on another kernel, at the same step. */
export function setKernel(id: string): void {
	(redirect ?? recast)({ kernel: id });
}

/** Plays what was recorded, or what the machine does. */
export function setSource(source: Source): void {
	chosen = source;
	wanted = source;
	(redirect ?? recast)({ source });
}

/** Plays the model of what is on the screen from `cursor` on, and says that it does. */
export function showModelled(cursor: Cursor): void {
	const { kernel } = stage.getState();
	wanted = "model";
	recast({
		source: "model",
		cursor,
		notice: `Inside a step: a real kernel was recorded between steps only; this is the model of ${kernel}.`,
	});
}

/** Shows edited lines: they are on the screen at once, their film follows. */
export function showLines(lines: readonly ScenarioLine[], cursor: Cursor, wish: Partial<Casting> = {}): void {
	const before = stage.getState();
	const edited = recording === null || !sameScript(lines, originalLines());
	const scenario = { ...before.scenario, lines, edited };
	const mine = begin((casting) => showLines(lines, cursor, { ...wish, ...casting }));
	stage.setState({ scenario, agreement: null });
	const shown = show(mine, recording, scenario, { kernel: before.kernel, source: wanted, cursor, ...wish });
	void run(
		mine,
		shown.catch((error: unknown) => {
			// The old film shows other lines than these: better none.
			if (mine === generation) stage.setState({ film: null, moment: null, previous: null, inside: [] });
			throw error;
		}),
	);
}

/** The lines as recorded, for comparison only; their ids mean nothing. */
export function originalLines(): ScenarioLine[] {
	return (recording?.script ?? []).map((text) => ({ id: 0, text, enabled: true }));
}

/** What the machine does with other lines on the kernel on the screen. */
export function filmOfLines(lines: readonly ScenarioLine[]): Promise<Film> {
	return makeFilm(filmSource(), null, lines, stage.getState().kernel, "model");
}

/** The film of the scenario on the screen on another kernel, from another source if it cannot be had from the one wished for. */
export async function filmElsewhere(wish: Casting): Promise<Film> {
	const { scenario, kernels } = stage.getState();
	if (!kernels.some(({ id }) => id === wish.kernel)) throw new SourceError(`This scenario cannot be played on ${wish.kernel}.`, false);
	const casting = cast(kernels, wish) ?? wish;
	return makeFilm(filmSource(), recording, scenario.lines, casting.kernel, casting.source);
}

/** Tries again what led to the problem on the screen. */
export function retry(): void {
	filmSource().model?.restart?.();
	forgetRuns();
	again?.();
}
