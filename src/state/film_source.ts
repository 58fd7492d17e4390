/**
 * Where films come from. Recordings and the machine are handed in at the composition root (`ui/app/start.ts`), so that the
 * stage is tested without a network and without a worker.
 */
import type { Film } from "../history/film.ts";
import type { ScenarioLine } from "./scenario_lines.ts";
import type { StepAgreement } from "./stage.ts";

/** A scenario as it was recorded on real kernels. */
export interface RecordedScenario {
	readonly name: string;
	/** One sentence: what it shows. */
	readonly about: string;
	readonly script: readonly string[];
	/** Ids of the kernels that it was recorded on. */
	readonly kernels: readonly string[];
	/** The film of one of `kernels`. */
	film(kernel: string): Film;
}

/** Why something could not be had; `retry`: the next attempt may succeed. */
export class SourceError extends Error {
	override readonly name = "SourceError";
	readonly retry: boolean;
	constructor(message: string, retry: boolean) {
		super(message);
		this.retry = retry;
	}
}

export interface RecordingShelf {
	/** Rejects with a `SourceError` whose message is fit to be shown. */
	load(name: string): Promise<RecordedScenario>;
}

/** For runs that take a while. */
export interface RunWatch {
	readonly progress?: (done: number, total: number) => void;
	/** Gives the run up; its promise rejects. */
	readonly signal?: AbortSignal;
}

/** The machine, wherever it runs. */
export interface Model {
	/** Ids of the kernels that it can be. */
	readonly kernels: readonly string[];
	/** Runs the lines; those that are disabled or cannot run are steps with that status. Rejects when the worker is gone. */
	run(kernel: string, lines: readonly ScenarioLine[], watch?: RunWatch): Promise<Film>;
	/** Starts the machine again, whatever it is busy with; films go on with the new one. Absent: there is nothing to start. */
	restart?(): void;
	/** Compares a run with what was recorded, step by step; null when it cannot. */
	compare(recorded: Film, modelled: Film): Promise<readonly StepAgreement[] | null>;
}

export interface FilmSource {
	readonly recordings: RecordingShelf;
	/** Absent: films come from recordings only. */
	readonly model?: Model;
	/**
	 * Resolves when it is time to do what nobody has asked for yet: to compare a recording with the model, which fetches and starts
	 * the machine. Absent: at once.
	 */
	readonly leisure?: Promise<void>;
}

let source: FilmSource | null = null;

/** Called once at the composition root, and by tests. */
export function installFilmSource(installed: FilmSource): void {
	source = installed;
}

export function filmSource(): FilmSource {
	if (source === null) throw new Error("installFilmSource() comes first");
	return source;
}
