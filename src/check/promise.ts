/**
 * What the owner of a userfaultfd was promised: that it will learn of the next write to a page, by a message (or, asynchronously, by a
 * bit that is dropped). Kept apart from the page tables, where no kernel rule can touch it; a state's future depends on it, so
 * it is part of the state.
 */
import { hasFeature } from "../sim/fs/uffd_context.ts";
import { PMD_LEVEL, PTE_LEVEL } from "../sim/include/geometry.ts";
import type { Operation, Step } from "../sim/include/operation.ts";
import type { Transition } from "../sim/include/transition.ts";
import { type Process, vmaLookup } from "../sim/kernel/process.ts";
import type { Machine } from "../sim/machine_state.ts";
import { VM_UFFD_WP } from "../sim/mm/vma.ts";
import { entryAt } from "../sim/mm/walk.ts";
import { pageOf, pagesOf } from "../sim/range.ts";
import { armed } from "./entry_invariants.ts";

/** Pages of one process; never changed, only replaced. */
type Pages = ReadonlySet<number>;
/** By process index. */
export type Promises = readonly (Pages | undefined)[];

export const NO_PROMISES: Promises = [];

export function promised(pages: Pages, vpn: number): boolean {
	return pages.size > 0 && pages.has(vpn);
}

/** What the promises have become, and the pages that were written without a word. */
export interface Kept {
	readonly promises: Promises;
	readonly silent: readonly { readonly process: Process; readonly vpn: number }[];
}

const NOTHING_KEPT: Kept = { promises: NO_PROMISES, silent: [] };

/** The promises after a step, given those before it; the machine stands behind the step. */
export function afterStep(m: Machine, before: Promises, { process: id, operation }: Step, transition: Transition): Kept {
	// Most explorations have no userfaultfd, and none of this to do.
	if (m.contexts.length === 0 && before === NO_PROMISES) return NOTHING_KEPT;
	const process = m.process(id);
	if (process === undefined || transition.events.some(({ kind }) => kind === "skipped")) return { promises: before, silent: [] };
	if (operation.kind === "fork") return { promises: forked(m, before, process), silent: [] };
	const own = before[process.index];
	if (!process.live) return { promises: replaced(before, process, undefined), silent: [] };
	const range = rangeOf(process, operation);
	if (range === null) return { promises: before, silent: [] };
	const succeeded = transition.result?.errno === 0;
	if (operation.kind === "uffd_protect") {
		return { promises: succeeded ? replaced(before, process, made(m, process, own, range)) : before, silent: [] };
	}
	if (own === undefined || own.size === 0) return { promises: before, silent: [] };
	if (gives(operation)) return { promises: replaced(before, process, without(own, range)), silent: [] };
	if (!stores(operation) || !succeeded) return { promises: before, silent: [] };
	const silent: { process: Process; vpn: number }[] = [];
	for (let vpn = range.start; vpn < range.end; vpn++) if (own.has(vpn) && !heard(m, process, vpn)) silent.push({ process, vpn });
	return { promises: replaced(before, process, without(own, range)), silent };
}

/** Whether a write that has passed can be learnt of: asynchronous mode dropped the bit, so that a scan finds the page written. */
function heard(m: Machine, process: Process, vpn: number): boolean {
	const vma = vmaLookup(process, vpn);
	return vma !== undefined && hasFeature(m, vma, "wp_async") && !armed(flagsAt(m, process, vpn));
}

interface PageRange {
	readonly start: number;
	readonly end: number;
}

function rangeOf(process: Process, operation: Operation): PageRange | null {
	if (!("range" in operation)) return null;
	const at = pageOf(process, operation.range);
	if (at === null) return null;
	const start = Math.floor(at);
	return { start, end: start + pagesOf(operation.range.length) };
}

/** UFFDIO_WRITEPROTECT: every page of the range that has an entry; an empty one has nothing that could be protected (B20). */
function made(m: Machine, process: Process, own: Pages | undefined, { start, end }: PageRange): Pages {
	const pages = new Set(own);
	for (let vpn = start; vpn < end; vpn++) {
		const vma = vmaLookup(process, vpn);
		if (vma !== undefined && (vma.flags & VM_UFFD_WP) !== 0 && flagsAt(m, process, vpn) !== 0) pages.add(vpn);
	}
	return pages;
}

/** The child is told of only where its VMA is registered too, which takes EVENT_FORK. */
function forked(m: Machine, before: Promises, parent: Process): Promises {
	const child = m.processes.at(-1);
	const own = before[parent.index];
	if (child === undefined || child === parent || own === undefined) return before;
	const pages = new Set<number>();
	for (const vpn of own) if (((vmaLookup(child, vpn)?.flags ?? 0) & VM_UFFD_WP) !== 0) pages.add(vpn);
	return replaced(before, child, pages);
}

/** Operations by which the program, or the owner, takes the promise back. */
const GIVES: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>([
	"uffd_unprotect",
	"uffd_unregister",
	"uffd_zeropage",
	"uffd_copy",
	"unmap",
	"remap",
]);

function gives(operation: Operation): boolean {
	if (operation.kind === "uffd_register") return !operation.modes.includes("wp");
	if (operation.kind === "advise") return operation.advice === "dontneed" || operation.advice === "free";
	return GIVES.has(operation.kind);
}

function stores(operation: Operation): boolean {
	return operation.kind === "write" || operation.kind === "store" || operation.kind === "fill";
}

function flagsAt(m: Machine, process: Process, vpn: number): number {
	const entry = entryAt(m, process, vpn, PTE_LEVEL) ?? entryAt(m, process, vpn, PMD_LEVEL);
	return entry === null ? 0 : m.tables.flags.get(entry);
}

function without(pages: Pages, { start, end }: PageRange): Pages {
	return new Set([...pages].filter((vpn) => vpn < start || vpn >= end));
}

function replaced(before: Promises, { index }: Process, pages: Pages | undefined): Promises {
	const after = [...before];
	while (after.length <= index) after.push(undefined);
	after[index] = pages;
	return after;
}
