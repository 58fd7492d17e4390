/**
 * The page's end of the machine's worker: films that the machine makes. A worker that breaks is started again and the film goes on;
 * one that says nothing for long is reported, and ended only when the person wants it.
 */
import { type Remote, wrap } from "comlink";
import { present } from "../base/assert.ts";
import type { Film, FilmStep } from "../history/film.ts";
import type { StepComparison } from "../history/step_comparison.ts";
import { packScript } from "./packed_script.ts";
import type { Answer, MachineWorker, ScriptLine } from "./protocol.ts";
import type { MachineThread } from "./thread.ts";

/** What the page wants to know of the machine's thread. */
export interface ThreadNews {
	/** It broke and was started again; what was asked of it is asked anew. */
	restarted?(why: string): void;
	/** Nothing came back for `seconds`: it is busy with one long step, or it hangs. */
	silent?(seconds: number): void;
	/** It answers again. */
	answered?(): void;
}

export interface RunWatch {
	readonly progress?: (done: number, total: number) => void;
	/** Gives the run up; its promise rejects. */
	readonly signal?: AbortSignal;
}

export interface MachineClient {
	/** Runs the lines on a kernel. Rejects with a message fit to be shown when the kernel is unknown or the worker fails. */
	film(kernel: string, lines: readonly ScriptLine[], watch?: RunWatch): Promise<Film>;
	/** Ends the thread if it has been silent for too long; what is under way is asked of the next one. */
	restart(why: string): void;
}

/** A run is worth a second thread, but not a third. */
const ATTEMPTS = 2;

class ThreadLost extends Error {}

interface Connection {
	readonly remote: Remote<MachineWorker>;
	readonly lost: Promise<never>;
	readonly lose: (why: string) => void;
	/** Steps of runs as they came, for runs that share them. */
	readonly steps: Map<number, readonly FilmStep[]>;
}

/** A film's run in the worker. */
interface Made {
	/** Its number there; it is made again where it is not known. */
	readonly number: (to: Connection) => Promise<number>;
	readonly again: (to: Connection) => Promise<number>;
}

/** Runs whose steps are remembered for others that share them; as many as the worker keeps. */
const REMEMBERED = 8;

export function machineClient(start: () => MachineThread, news: ThreadNews = {}, silence = 15_000): MachineClient {
	// Kept for good: a proxy that is collected closes its port, and calls on their way would never be answered.
	let connection: Connection | null = null;
	let quiet = false;
	const films = new WeakMap<Film, Made>();

	const connect = (): Connection => {
		if (connection !== null) return connection;
		const thread = start();
		let reject: (error: Error) => void = () => {};
		const lost = new Promise<never>((_, fail) => {
			reject = fail;
		});
		lost.catch(() => {});
		const made: Connection = {
			remote: wrap<MachineWorker>(thread.endpoint),
			lost,
			lose(why) {
				if (connection === made) connection = null;
				thread.end();
				reject(new ThreadLost(why));
			},
			steps: new Map(),
		};
		thread.onBreak(made.lose);
		connection = made;
		return made;
	};

	/** The answer to a call, or the loss of the thread; comlink alone would wait for ever. */
	const heard = async <T>({ lost }: Connection, call: Promise<Answer<T>>): Promise<Answer<T>> => {
		const timer = setTimeout(() => {
			quiet = true;
			news.silent?.(silence / 1000);
		}, silence);
		try {
			return await Promise.race([call, lost]);
		} finally {
			clearTimeout(timer);
			if (quiet) news.answered?.();
			quiet = false;
		}
	};

	/** Does `work` with a thread, and once more with a new one when that breaks. */
	const persist = async <T>(work: (to: Connection) => Promise<T>): Promise<T> => {
		for (let attempt = 1; ; attempt++) {
			try {
				return await work(connect());
			} catch (error) {
				if (!(error instanceof ThreadLost)) throw error;
				if (attempt === ATTEMPTS) throw new Error(`the machine stopped: ${error.message}`);
				news.restarted?.(error.message);
			}
		}
	};

	/** Opens the run in this thread and fetches its steps, page by page. */
	const run = async (to: Connection, kernel: string, lines: readonly ScriptLine[], { progress, signal }: RunWatch) => {
		const { run: number, total, shared } = expectOk(await heard(to, to.remote.open(kernel, packScript(lines))));
		const before = shared === null ? undefined : to.steps.get(shared.run);
		const steps: FilmStep[] = before?.slice(0, shared?.steps) ?? [];
		while (steps.length < total) {
			if (signal?.aborted) {
				void to.remote.close(number);
				signal.throwIfAborted();
			}
			progress?.(steps.length, total);
			steps.push(...expectOk(await heard(to, to.remote.more(number, steps.length))));
		}
		to.steps.set(number, steps);
		for (const oldest of to.steps.keys()) {
			if (to.steps.size <= REMEMBERED) break;
			to.steps.delete(oldest);
		}
		return { to, number, steps };
	};

	const film = async (kernel: string, lines: readonly ScriptLine[], watch: RunWatch = {}): Promise<Film> => {
		let opened = await persist((to) => run(to, kernel, lines, watch));
		const again = async (to: Connection) => {
			opened = await run(to, kernel, lines, {});
			return opened.number;
		};
		const made: Made = { number: async (to) => (opened.to === to ? opened.number : again(to)), again };
		const ask = <T>(question: (machine: Remote<MachineWorker>, number: number) => Promise<Answer<T>>): Promise<T> =>
			asking([made], (machine, [number]) => question(machine, present(number, "the run's number")));
		const result: Film = {
			kernel,
			source: "model",
			frames: "pfn",
			steps: opened.steps,
			at: (cursor) => ask((machine, number) => machine.at(number, cursor)),
			microSteps: (step) => ask((machine, number) => machine.microSteps(number, step)),
			digest: (steps) => ask((machine, number) => machine.digest(number, steps)),
			inquiry: {
				blame: (questions, cursor, most) => ask((machine, number) => machine.blame(number, questions, cursor, most)),
				life: (question, from, n) => ask((machine, number) => machine.life(number, question, from, n)),
			},
			compareWith(other) {
				const theirs = films.get(other);
				return theirs === undefined ? null : compared(made, theirs);
			},
		};
		films.set(result, made);
		return result;
	};

	/** Puts a question to runs; when their thread was lost, or the worker gave one up for newer ones, they are simply made again. */
	const asking = <T>(of: readonly Made[], question: (machine: Remote<MachineWorker>, numbers: readonly number[]) => Promise<Answer<T>>) =>
		persist(async (to) => {
			const numbers: number[] = [];
			for (const each of of) numbers.push(await each.number(to));
			const answer = await heard(to, question(to.remote, numbers));
			if (answer.ok) return answer.value;
			const fresh: number[] = [];
			for (const each of of) fresh.push(await each.again(to));
			return expectOk(await heard(to, question(to.remote, fresh)));
		});

	async function* compared(here: Made, there: Made): AsyncGenerator<readonly StepComparison[]> {
		for (let from = 0, isEnd = false; !isEnd; ) {
			const answer = await asking([here, there], (machine, [a, b]) =>
				machine.compare(present(a, "the run's number"), present(b, "the other's number"), from),
			);
			yield answer.steps;
			from += answer.steps.length;
			isEnd = answer.isEnd;
		}
	}

	return {
		film,
		restart(why) {
			if (quiet) connection?.lose(why);
		},
	};
}

function expectOk<T>(answer: Answer<T>): T {
	if (!answer.ok) throw new Error(answer.problem);
	return answer.value;
}
