/**
 * One exploration on several threads. One begins alone; the others join it at a depth where there is enough for all. They work on the same
 * ground: one set of what was seen, one memory of what was learnt, one frontier of which each takes what nobody has taken. Depths are done
 * together, and so tables grow.
 */
import { parentPort, Worker, workerData } from "node:worker_threads";
import { Ground, type Shares } from "../src/base/ground.ts";
import { Explorer, type Plan } from "../src/check/explorer.ts";
import type { Finding } from "../src/check/finding.ts";
import { type CheckOptions, readOptions } from "../src/check/options.ts";
import { Paths, type PathsShares } from "../src/check/paths.ts";
import { COUNTS, propertiesOf } from "../src/check/properties.ts";

export interface Outcome {
	readonly states: number;
	readonly transitions: number;
	readonly depth: number;
	readonly limit: "depth" | "states" | "seconds" | null;
	readonly findings: readonly Finding[];
}

/** The states that all go on from: what each has found, by index, and how much of it was taken. */
interface Depth {
	readonly lists: readonly PathsShares[];
	readonly taken: Int32Array;
}

type Request =
	/** Goes on at the depth told last, or begins with another one. */
	{ readonly kind: "expand"; readonly until: number; readonly ground: Shares; readonly depth: Depth | null } | { readonly kind: "finish" };

type Reply =
	| { readonly kind: "expanded"; readonly late: boolean; readonly full: boolean; readonly ahead: PathsShares }
	| { readonly kind: "finished"; readonly transitions: number; readonly findings: readonly Finding[] };

/** States between two looks at the clock. */
const SLICE = 500;

/** States at a depth from which on threads are worth their start. */
const WORTHWHILE = 2_000;

function planOf({ kernel, scope, limits, properties }: CheckOptions): Plan {
	return { kernel, scope, properties: propertiesOf(properties), counts: properties.includes(COUNTS), limits };
}

/** One explorer, answering requests: in a thread of its own, or in this one. */
class Site {
	readonly explorer: Explorer;
	private readonly ground: Ground;

	constructor(options: CheckOptions, ground: Ground, index: number) {
		this.ground = ground;
		this.explorer = new Explorer(planOf(options), { ground, index });
	}

	answer(request: Request): Reply {
		const { explorer, ground } = this;
		if (request.kind === "finish") return { kind: "finished", transitions: explorer.transitions, findings: explorer.findings };
		ground.adopt(request.ground);
		const { depth, until } = request;
		if (depth !== null) explorer.deepen(depth.lists.map(Paths.of), depth.taken);
		let late = false;
		while (!late && !ground.crowded && explorer.expand(SLICE)) late = Date.now() > until;
		return { kind: "expanded", late, full: explorer.limit === "states", ahead: explorer.ahead.shares() };
	}
}

/** What a thread is started with. */
interface Start {
	readonly words: readonly string[];
	readonly index: number;
	readonly ground: Shares;
}

/** The thread's side. */
export function serve(): void {
	const { words, index, ground } = workerData as Start;
	const options = readOptions(words);
	if (!options.ok || parentPort === null) throw new Error("a thread was started without its options");
	const site = new Site(options.value, new Ground(options.value.threads, ground), index);
	parentPort.on("message", (request: Request) => parentPort?.postMessage(site.answer(request)));
}

interface Thread {
	ask(request: Request): Promise<Reply>;
	end(): Promise<number>;
}

function startThread(start: Start): Thread {
	const worker = new Worker(new URL(import.meta.url), { workerData: start });
	let answered: { readonly resolve: (reply: Reply) => void; readonly reject: (error: unknown) => void } | null = null;
	worker.on("message", (reply: Reply) => answered?.resolve(reply));
	worker.on("error", (error) => answered?.reject(error));
	return {
		ask: (request) =>
			new Promise((resolve, reject) => {
				answered = { resolve, reject };
				worker.postMessage(request);
			}),
		end: () => worker.terminate(),
	};
}

/** Who explores: one here, and those who joined it. */
class Crew {
	private readonly options: CheckOptions;
	private readonly ground: Ground;
	private readonly here: Site;
	private readonly joined: Thread[] = [];

	constructor(options: CheckOptions) {
		this.options = options;
		this.ground = new Ground(options.threads);
		this.here = new Site(options, this.ground, 0);
	}

	get states(): number {
		return this.here.explorer.states;
	}

	/** The first depth: one state, which the one here has found by itself. */
	get first(): Depth {
		return depthOf([this.here.explorer.ahead.shares()]);
	}

	/** Lets the others join where `waiting` states are enough for all, if they have not yet. */
	grow(waiting: number): void {
		const { threads, words } = this.options;
		if (this.joined.length > 0 || waiting < WORTHWHILE) return;
		for (let index = 1; index < threads; index++) this.joined.push(startThread({ words, index, ground: this.ground.shares() }));
	}

	/** Lets all expand a depth to its end. Returns the next one, or why they stopped before. */
	async expand(until: number, depth: Depth): Promise<Depth | "states" | "seconds"> {
		const { ground } = this;
		for (let told: Depth | null = depth; ; told = null) {
			const replies = await this.ask({ kind: "expand", until, ground: ground.shares(), depth: told });
			const done = replies.flatMap((reply) => (reply.kind === "expanded" ? [reply] : []));
			if (done.some(({ full }) => full)) return "states";
			if (done.some(({ late }) => late)) return "seconds";
			if (!ground.crowded) return depthOf(done.map(({ ahead }) => ahead));
			ground.grow();
		}
	}

	async finish(): Promise<Pick<Outcome, "transitions" | "findings">> {
		const replies = await this.ask({ kind: "finish" });
		const done = replies.flatMap((reply) => (reply.kind === "finished" ? [reply] : []));
		return {
			transitions: done.reduce((sum, { transitions }) => sum + transitions, 0),
			findings: done.flatMap(({ findings }) => findings),
		};
	}

	async end(): Promise<void> {
		await Promise.all(this.joined.map((thread) => thread.end()));
	}

	/** Asks all of them at once, by index; the one here last, since it keeps this thread busy. */
	private async ask(request: Request): Promise<Reply[]> {
		const others = this.joined.map((thread) => thread.ask(request));
		return [this.here.answer(request), ...(await Promise.all(others))];
	}
}

function depthOf(lists: readonly PathsShares[]): Depth {
	return { lists, taken: new Int32Array(new SharedArrayBuffer(lists.length * 4)) };
}

/** Explores until everything within the limits was seen. `tell` hears of each depth. */
export async function explore(options: CheckOptions, tell: (line: string) => void): Promise<Outcome> {
	const until = Date.now() + options.seconds * 1000;
	const crew = new Crew(options);
	try {
		for (let next = crew.first, depth = 0; ; ) {
			const waiting = next.lists.reduce((sum, { count }) => sum + count, 0);
			if (waiting > 0) depth = next.lists[0]?.length ?? 0;
			if (depth > 0) tell(`${depth} steps: ${crew.states} states`);
			let limit: Outcome["limit"] = waiting > 0 && depth >= options.limits.depth ? "depth" : null;
			if (limit === null && waiting > 0) {
				crew.grow(waiting);
				const expanded = await crew.expand(until, next);
				if (typeof expanded !== "string") {
					next = expanded;
					continue;
				}
				limit = expanded;
			}
			return { states: crew.states, depth, limit, ...(await crew.finish()) };
		}
	} finally {
		await crew.end();
	}
}
