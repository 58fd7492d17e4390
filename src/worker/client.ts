/** The page's end of the machine's worker: films that the machine makes. */
import { type Remote, wrap } from "comlink";
import type { Cursor, Film, Moment } from "../history/film.ts";
import type { Inquiry } from "../history/inquiry.ts";
import type { Answer, MachineWorker, ScriptLine } from "./protocol.ts";

// Kept in module scope for good: a proxy that is collected closes its port, and calls on their way would never be answered.
let remote: Remote<MachineWorker> | null = null;
let worker: Worker | null = null;

function connect(): Remote<MachineWorker> {
	if (remote === null) {
		worker = new Worker(new URL("./machine.worker.ts", import.meta.url), { type: "module" });
		remote = wrap<MachineWorker>(worker);
	}
	return remote;
}

/** Ends the worker's thread; the next film starts a new one. */
export function stopWorker(): void {
	worker?.terminate();
	worker = null;
	remote = null;
}

/** Runs the lines on a kernel. Rejects with a message fit to be shown when the kernel is unknown or the worker fails. */
export async function modelFilm(kernel: string, lines: readonly ScriptLine[]): Promise<Film> {
	const machine = connect();
	const { run, steps } = expectOk(await alive(machine.open(kernel, lines)));
	const at = async (cursor: Cursor): Promise<Moment> => {
		const answer = await alive(machine.at(run, cursor));
		if (answer.ok) return answer.value;
		// The worker keeps only the newest runs; this one is simply made again.
		const again = await modelFilm(kernel, lines);
		return again.at(cursor);
	};
	const inquiry: Inquiry = {
		async blame(questions, cursor, most) {
			const answer = await alive(machine.blame(run, questions, cursor, most));
			return answer.ok ? answer.value : ((await modelFilm(kernel, lines)).inquiry?.blame(questions, cursor, most) ?? []);
		},
		async life(question, from, n) {
			const answer = await alive(machine.life(run, question, from, n));
			return answer.ok ? answer.value : ((await modelFilm(kernel, lines)).inquiry?.life(question, from, n) ?? []);
		},
	};
	return { kernel, source: "model", frames: "pfn", steps, at, inquiry };
}

function expectOk<T>(answer: Answer<T>): T {
	if (!answer.ok) throw new Error(answer.problem);
	return answer.value;
}

/** Rejects when the worker breaks while a call is under way; comlink alone would wait for ever. */
function alive<P extends Promise<unknown>>(call: P): Promise<Awaited<P>> {
	const running = worker;
	return new Promise<Awaited<P>>((resolve, reject) => {
		const broken = (event: ErrorEvent) => {
			stopWorker();
			reject(new Error(`the machine stopped: ${event.message || "its worker could not be started"}`));
		};
		running?.addEventListener("error", broken, { once: true });
		Promise.resolve(call)
			.then(resolve, reject)
			.finally(() => running?.removeEventListener("error", broken));
	});
}
