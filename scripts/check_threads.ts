/**
 * One exploration on several threads. One begins alone; the others join it at a depth where there is enough for all. From there on each is
 * in charge of the states that its share of hashes falls to, and depths are done together.
 */
import { parentPort, Worker, workerData } from "node:worker_threads";
import { Explorer, type Met, type Part, type Plan } from "../src/check/explorer.ts";
import type { Finding } from "../src/check/finding.ts";
import { type CheckOptions, readOptions } from "../src/check/options.ts";
import { deliver, Outbox, type Parcel } from "../src/check/outbox.ts";
import { COUNTS, propertiesOf } from "../src/check/properties.ts";

export interface Outcome {
	readonly states: number;
	readonly transitions: number;
	readonly depth: number;
	readonly limit: "depth" | "states" | "seconds" | null;
	readonly findings: readonly Finding[];
}

type Request =
	| { readonly kind: "expand"; readonly until: number }
	| { readonly kind: "deepen"; readonly parcels: readonly Parcel[] }
	| { readonly kind: "finish" };

type Reply =
	| { readonly kind: "expanded"; readonly late: boolean; readonly full: boolean; readonly parcels: readonly Parcel[] }
	| { readonly kind: "deepened"; readonly waiting: number; readonly depth: number; readonly states: number }
	| { readonly kind: "finished"; readonly states: number; readonly transitions: number; readonly findings: readonly Finding[] };

/** States between two looks at the clock. */
const SLICE = 500;

/** States at a depth from which on threads are worth their start. */
const WORTHWHILE = 2_000;

function planOf({ kernel, scope, limits, properties }: CheckOptions, states: number): Plan {
	return {
		kernel,
		scope,
		properties: propertiesOf(properties),
		counts: properties.includes(COUNTS),
		limits: { depth: limits.depth, states },
	};
}

/** What those begin with who join: what was met until then, and how many states each may meet. */
interface Joining {
	readonly met: Met;
	readonly states: number;
}

/** One explorer, answering requests: in a thread of its own, or in this one. */
class Site {
	private readonly options: CheckOptions;
	private readonly outbox: Outbox;
	private readonly part: Part;
	private readonly explorer: Explorer;

	/** Who does not join somebody explores alone, until told to divide. */
	constructor(options: CheckOptions, index: number, joining: Joining | null) {
		const { threads, limits } = options;
		this.options = options;
		const outbox = new Outbox(threads);
		this.outbox = outbox;
		this.part = {
			index,
			count: threads,
			send: (...state) => outbox.put(...state),
			approach: (...hashes) => outbox.approach(...hashes),
		};
		this.explorer =
			joining === null
				? new Explorer(planOf(options, limits.states))
				: new Explorer(planOf(options, joining.states), this.part, joining.met);
	}

	divide(): Joining {
		const { explorer, options } = this;
		const states = Math.max(1, Math.floor((options.limits.states - explorer.states) / options.threads));
		return { met: explorer.divide(this.part, states), states };
	}

	answer(request: Request): Reply {
		const { explorer } = this;
		switch (request.kind) {
			case "expand": {
				let late = false;
				while (!late && explorer.expand(SLICE)) late = Date.now() > request.until;
				return { kind: "expanded", late, full: explorer.limit === "states", parcels: this.outbox.take() };
			}
			case "deepen":
				for (const parcel of request.parcels) deliver(explorer, parcel);
				explorer.deepen();
				return { kind: "deepened", waiting: explorer.waiting.of, depth: explorer.depth, states: explorer.states };
			case "finish": {
				const { states, transitions, findings } = explorer;
				return { kind: "finished", states, transitions, findings };
			}
		}
	}
}

/** What is handed over rather than copied. */
function buffersOf(parcels: readonly Parcel[]): ArrayBuffer[] {
	return parcels.flatMap(({ hashes, paths, numbers }) => [hashes.buffer, paths.buffer, numbers.buffer]);
}

/** What a thread is started with. */
interface Start {
	readonly words: readonly string[];
	readonly index: number;
	readonly joining: Joining;
}

/** The thread's side. */
export function serve(): void {
	const { words, index, joining } = workerData as Start;
	const options = readOptions(words);
	if (!options.ok || parentPort === null) throw new Error("a thread was started without its options");
	const site = new Site(options.value, index, joining);
	parentPort.on("message", (request: Request) => {
		const reply = site.answer(request);
		parentPort?.postMessage(reply, reply.kind === "expanded" ? buffersOf(reply.parcels) : []);
	});
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
				worker.postMessage(request, request.kind === "deepen" ? buffersOf(request.parcels) : []);
			}),
		end: () => worker.terminate(),
	};
}

/** Who explores: one here, and those who joined it. */
class Crew {
	private readonly options: CheckOptions;
	private readonly here: Site;
	private readonly joined: Thread[] = [];

	constructor(options: CheckOptions) {
		this.options = options;
		this.here = new Site(options, 0, null);
	}

	/** Asks all of them at once, by index; the one here last, since it keeps this thread busy. */
	async ask(request: (index: number) => Request): Promise<Reply[]> {
		const others = this.joined.map((thread, i) => thread.ask(request(i + 1)));
		return [this.here.answer(request(0)), ...(await Promise.all(others))];
	}

	/** Lets the others join, when `waiting` states are enough for all and they have not yet. */
	grow(waiting: number): void {
		const { threads, words } = this.options;
		if (threads === 1 || this.joined.length > 0 || waiting < WORTHWHILE) return;
		const joining = this.here.divide();
		for (let index = 1; index < threads; index++) this.joined.push(startThread({ words, index, joining }));
	}

	async end(): Promise<void> {
		await Promise.all(this.joined.map((thread) => thread.end()));
	}
}

/** Explores until everything within the limits was seen. `tell` hears of each depth. */
export async function explore(options: CheckOptions, tell: (line: string) => void): Promise<Outcome> {
	const until = Date.now() + options.seconds * 1000;
	const crew = new Crew(options);
	try {
		for (let limit: Outcome["limit"] = null, depth = 0, waiting = 0; ; ) {
			crew.grow(waiting);
			const expanded = await crew.ask(() => ({ kind: "expand", until }));
			const posts = expanded.flatMap((reply) => (reply.kind === "expanded" ? [reply] : []));
			if (posts.some(({ full }) => full)) limit = "states";
			else if (posts.some(({ late }) => late)) limit = "seconds";
			waiting = 0;
			if (limit === null) {
				const deepened = await crew.ask((owner) => ({ kind: "deepen", parcels: posts.flatMap(({ parcels }) => parcels[owner] ?? []) }));
				let states = 0;
				for (const reply of deepened) {
					if (reply.kind !== "deepened") continue;
					waiting += reply.waiting;
					states += reply.states;
					if (reply.waiting > 0) depth = reply.depth;
				}
				tell(`${depth} steps: ${states} states`);
				if (waiting > 0 && depth >= options.limits.depth) limit = "depth";
			}
			if (limit === null && waiting > 0) continue;
			return outcome(await crew.ask(() => ({ kind: "finish" })), depth, limit);
		}
	} finally {
		await crew.end();
	}
}

function outcome(replies: readonly Reply[], depth: number, limit: Outcome["limit"]): Outcome {
	const done = replies.flatMap((reply) => (reply.kind === "finished" ? [reply] : []));
	return {
		states: done.reduce((sum, { states }) => sum + states, 0),
		transitions: done.reduce((sum, { transitions }) => sum + transitions, 0),
		findings: done.flatMap(({ findings }) => findings),
		depth,
		limit,
	};
}
