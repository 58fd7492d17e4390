/**
 * A live migration in rounds: all memory is sent, then again and again what was reported as written meanwhile, until what is left
 * goes over in the pause that is allowed. A coarse report sends more, which takes longer, in which more is written.
 */
import { Bits } from "../../base/bits.ts";
import { DROP, Operations } from "./operations.ts";
import { BLOCK, layoutOf, type Workload } from "./workload.ts";

export interface MigrationPlan {
	/** Pages sent while the program makes one interval's writes. */
	readonly pagesPerInterval: number;
	/** Pages that may be left for the pause. */
	readonly pausePages: number;
}

export interface MigrationRound {
	/** Pages sent in the round. */
	readonly sent: number;
	/** Writes made meanwhile. */
	readonly writes: number;
}

export interface MigrationResult {
	readonly rounds: readonly MigrationRound[];
	/** Whether the rest fitted into the pause. If not, writers would have to be held. */
	readonly converged: boolean;
	/** Pages sent in the pause, or left at the end. */
	readonly rest: number;
}

export const MOST_ROUNDS = 30;
/** Writes that one migration may be followed for. */
const MOST_WRITES = 2 ** 26;

/** What one report makes the sender send: the page, or all of its huge page. */
export type Granularity = "page" | "mapping";

/** Yields the share of rounds that is done, and the result at the end. Writes only; drops are left out. */
export function* migrate(workload: Workload, plan: MigrationPlan, granularity: Granularity): Generator<number, MigrationResult, void> {
	const layout = layoutOf(workload);
	const dirty = new Bits(layout.pages);
	const source = writesOf(workload);
	const rounds: MigrationRound[] = [];
	let toSend = layout.populated;
	let budget = MOST_WRITES;
	while (toSend > plan.pausePages && rounds.length < MOST_ROUNDS && budget > 0) {
		const writes = Math.min(budget, Math.round((toSend / plan.pagesPerInterval) * workload.writes));
		dirty.clear();
		let reported = 0;
		for (let i = 0; i < writes; i++) {
			const page = source.next().value ?? 0;
			if (!dirty.has(page)) {
				const whole = granularity === "mapping" && page < layout.hugeEnd;
				const from = whole ? page - (page % BLOCK) : page;
				const to = whole ? from + BLOCK : page + 1;
				dirty.addRange(from, to);
				reported += to - from;
			}
			if (i % 4096 === 4095) yield Math.min(1, rounds.length / MOST_ROUNDS);
		}
		rounds.push({ sent: toSend, writes });
		budget -= writes;
		toSend = reported;
	}
	return { rounds, converged: toSend <= plan.pausePages, rest: toSend };
}

/** The workload's writes without an end. */
function* writesOf(workload: Workload): Generator<number, never, void> {
	const operations = new Operations({ ...workload, drops: 0, intervals: Number.MAX_SAFE_INTEGER });
	for (let interval = 0; ; interval++) {
		for (const chunk of operations.chunks(interval)) for (const operation of chunk) if (operation < DROP) yield operation;
	}
}
