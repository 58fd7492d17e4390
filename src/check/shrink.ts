/** Makes a list of steps as short as it can be while it still shows the same: first whole steps, then what they are about. */
import type { Operation, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";

/** Whether these steps still show it. */
export type Shows = (steps: readonly Step[]) => boolean;

/** Replays at most this many times; what was reached until then is given back. */
const MOST_TRIES = 4000;

/**
 * The shortest list found from which no single step can be left out. `steps` itself must show it. Cost: a replay for each try, of which
 * there are at most a few thousand.
 */
export function shrink(steps: readonly Step[], shows: Shows): readonly Step[] {
	let tries = 0;
	const still: Shows = (candidate) => tries++ < MOST_TRIES && shows(candidate);
	let kept = steps;
	for (let before = Number.POSITIVE_INFINITY; kept.length < before; ) {
		before = kept.length;
		kept = withoutChunks(kept, still);
		kept = withoutPairs(kept, still);
	}
	return smallerArguments(kept, still);
}

/** Delta debugging: leaves out ever smaller chunks, until no single step can go. */
function withoutChunks(steps: readonly Step[], shows: Shows): readonly Step[] {
	let kept = steps;
	for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let at = 0; at < kept.length; ) {
			const candidate = [...kept.slice(0, at), ...kept.slice(at + size)];
			if (shows(candidate)) kept = candidate;
			else at += size;
		}
	}
	return kept;
}

/** Two steps may need each other and nobody else (a fork and what its child does): short lists are tried without every pair. */
function withoutPairs(steps: readonly Step[], shows: Shows): readonly Step[] {
	if (steps.length > 24) return steps;
	for (let i = 0; i < steps.length; i++) {
		for (let j = i + 1; j < steps.length; j++) {
			const candidate = steps.filter((_, at) => at !== i && at !== j);
			if (shows(candidate)) return candidate;
		}
	}
	return steps;
}

function smallerArguments(steps: readonly Step[], shows: Shows): readonly Step[] {
	let kept = steps;
	for (let at = 0; at < kept.length; at++) {
		for (const operation of smaller(kept[at]?.operation)) {
			const candidate = kept.map((step, i) => (i === at ? { ...step, operation } : step));
			if (!shows(candidate)) continue;
			kept = candidate;
			break;
		}
	}
	return kept;
}

const HUGE = 512 * PAGE_SIZE;

/** The same operation about less, the least first. */
function smaller(operation: Operation | undefined): Operation[] {
	if (operation === undefined) return [];
	if (operation.kind === "map") {
		return [PAGE_SIZE, HUGE].filter((length) => length < operation.length).map((length) => ({ ...operation, length }));
	}
	if (!("range" in operation)) return [];
	const { range } = operation;
	const ranges = [
		{ ...range, offset: 0, length: PAGE_SIZE },
		{ ...range, length: PAGE_SIZE },
		{ ...range, offset: 0, length: HUGE },
	];
	return ranges
		.filter(({ offset, length }) => length < range.length || (length === range.length && offset < range.offset))
		.map((less) => ({ ...operation, range: less }));
}
