/**
 * From the small geometry to that of real machines. A region of n small huge pages becomes one of n × 2 MiB; what concerns all of it goes on
 * to do so. A single page keeps its number within its huge page, or stands for its whole share of it; which of the two shows the same
 * is found by replaying.
 */
import { X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Operation, Range, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import type { Cause } from "./finding.ts";
import type { COUNTS, Property } from "./properties.ts";
import { causeAtEnd } from "./replay.ts";
import { type Scope, scopePages } from "./scope.ts";

export interface Lifted {
	readonly path: readonly Step[];
	/** What breaks it at full geometry; null: the replay does not show what the small geometry showed. */
	readonly cause: Cause | null;
}

type Place = (scope: Scope, range: Range) => Range;

/** The counterexample at full geometry, confirmed by replaying it there where that succeeds. */
export function lift(kernel: KernelRecord, scope: Scope, path: readonly Step[], property: Property | typeof COUNTS, small: Cause): Lifted {
	let other: Lifted | null = null;
	for (const place of [samePage, wholeShare]) {
		const steps = path.map((step) => ({ ...step, operation: placed(scope, step.operation, place) }));
		const cause = causeAtEnd(kernel, X86_64_GEOMETRY, steps, property);
		if (cause === null) continue;
		if (cause.fn === small.fn && cause.label === small.label) return { path: steps, cause };
		other ??= { path: steps, cause };
	}
	if (other !== null) return other;
	return { path: path.map((step) => ({ ...step, operation: placed(scope, step.operation, samePage) })), cause: null };
}

const FULL_PAGES = X86_64_GEOMETRY.entries;

function placed(scope: Scope, operation: Operation, place: Place): Operation {
	if (operation.kind === "map") return { ...operation, length: scope.huge * FULL_PAGES * PAGE_SIZE };
	return "range" in operation ? { ...operation, range: place(scope, operation.range) } : operation;
}

function samePage(scope: Scope, range: Range): Range {
	const { from, pages, entries } = measured(scope, range);
	const start = from + Math.floor(from / entries) * (FULL_PAGES - entries);
	return at(range, start, isWhole(scope, from, pages) ? scope.huge * FULL_PAGES : pages);
}

function wholeShare(scope: Scope, range: Range): Range {
	const { from, pages, entries } = measured(scope, range);
	const share = FULL_PAGES / entries;
	return at(range, from * share, pages * share);
}

function measured(scope: Scope, range: Range) {
	return { from: range.offset / PAGE_SIZE, pages: range.length / PAGE_SIZE, entries: 2 ** scope.bits };
}

function isWhole(scope: Scope, from: number, pages: number): boolean {
	return from === 0 && pages === scopePages(scope);
}

function at(range: Range, page: number, pages: number): Range {
	return { ...range, offset: page * PAGE_SIZE, length: pages * PAGE_SIZE };
}
