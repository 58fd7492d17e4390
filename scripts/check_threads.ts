/** One exploration on several threads: each is in charge of the states whose hash falls to it, and depths are done together. */
import { parentPort, Worker, workerData } from "node:worker_threads";
import { Explorer, type Part, type Plan } from "../src/check/explorer.ts";
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

function planOf({ kernel, scope, limits, properties }: CheckOptions, threads: number): Plan {
	return {
		kernel,
		scope,
		properties: propertiesOf(properties),
		counts: properties.includes(COUNTS),
		limits: { depth: limits.depth, states: Math.ceil(limits.states / threads) },
	};
}

/** One explorer, answering requests: in a thread of its own, or in this one. */
class Site {
	private readonly explorer: Explorer;
	private readonly outbox: Outbox;

	constructor(options: CheckOptions, index: number) {
		const { threads } = options;
		this.outbox = new Outbox(threads);
		const { outbox } = this;
		const part: Part = {
			index,
			count: threads,
			send: (...state) => outbox.put(...state),
			approach: (...hashes) => outbox.approach(...hashes),
		};
		this.explorer = new Explorer(planOf(options, threads), part);
	}

	answer(request: Request): Reply {
		const { explorer } = this;
		if (request.kind === "expand") {
			let late = false;
			while (!late && explorer.expand(SLICE)) late = Date.now() > request.until;
			return { kind: "expanded", late, full: explorer.limit === "states", parcels: this.outbox.take() };
		}
		if (request.kind === "deepen") {
			for (const parcel of request.parcels) deliver(explorer, parcel);
			explorer.deepen();
			return { kind: "deepened", waiting: explorer.waiting.of, depth: explorer.depth, states: explorer.states };
		}
		return { kind: "finished", states: explorer.states, transitions: explorer.transitions, findings: explorer.findings };
	}
}

/** What is handed over rather than copied. */
function buffersOf(parcels: readonly Parcel[]): ArrayBuffer[] {
	return parcels.flatMap(({ hashes, paths, numbers }) => [hashes.buffer, paths.buffer, numbers.buffer]);
}

/** The thread's side. */
export function serve(): void {
	const { words, index } = workerData as { words: readonly string[]; index: number };
	const options = readOptions(words);
	if (!options.ok || parentPort === null) throw new Error("a thread was started without its options");
	const site = new Site(options.value, index);
	parentPort.on("message", (request: Request) => {
		const reply = site.answer(request);
		parentPort?.postMessage(reply, reply.kind === "expanded" ? buffersOf(reply.parcels) : []);
	});
}

type Ask = (request: Request) => Promise<Reply>;

function thread(words: readonly string[], index: number): { readonly ask: Ask; end(): Promise<number> } {
	const worker = new Worker(new URL(import.meta.url), { workerData: { words, index } });
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

/** Explores until everything within the limits was seen. `tell` hears of each depth. */
export async function explore(options: CheckOptions, tell: (line: string) => void): Promise<Outcome> {
	const { threads, words } = options;
	const until = Date.now() + options.seconds * 1000;
	const here = threads === 1 ? new Site(options, 0) : null;
	const started = here === null ? Array.from({ length: threads }, (_, index) => thread(words, index)) : [];
	const asks: Ask[] = here === null ? started.map(({ ask }) => ask) : [async (request) => here.answer(request)];
	const all = async (requests: readonly Request[]) => Promise.all(asks.map((ask, i) => ask(requests[i] ?? { kind: "finish" })));
	try {
		for (let limit: Outcome["limit"] = null, depth = 0; ; ) {
			const expanded = await all(asks.map(() => ({ kind: "expand", until })));
			const posts = expanded.flatMap((reply) => (reply.kind === "expanded" ? [reply] : []));
			if (posts.some(({ full }) => full)) limit = "states";
			else if (posts.some(({ late }) => late)) limit = "seconds";
			let waiting = 0;
			if (limit === null) {
				const requests = asks.map(
					(_, owner): Request => ({ kind: "deepen", parcels: posts.flatMap(({ parcels }) => parcels[owner] ?? []) }),
				);
				let states = 0;
				for (const reply of await all(requests)) {
					if (reply.kind !== "deepened") continue;
					waiting += reply.waiting;
					states += reply.states;
					if (reply.waiting > 0) depth = reply.depth;
				}
				tell(`${depth} steps: ${states} states`);
				if (waiting > 0 && depth >= options.limits.depth) limit = "depth";
			}
			if (limit === null && waiting > 0) continue;
			return outcome(await all(asks.map(() => ({ kind: "finish" }))), depth, limit);
		}
	} finally {
		await Promise.all(started.map(({ end }) => end()));
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
