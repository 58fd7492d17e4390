/** What an exploration may do: which operations, on how much memory, by how many processes. Everything is counted in pages of a small geometry. */
import { entrySpan, type Geometry, makeGeometry, PGD_LEVEL } from "../sim/include/geometry.ts";
import type { Operation, ProcessId, Range, Step, UffdFeature } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { isRunning } from "../sim/kernel/process.ts";
import type { Machine } from "../sim/machine_state.ts";

/** One name for everything that a scope can switch on; each stands for one or more steps of every process. */
export const MOVES = [
	"map",
	"map_shared",
	"hugepage",
	"nohugepage",
	"read",
	"write",
	"store",
	"fill",
	"clear_refs",
	"dontneed",
	"unmap",
	"protect",
	"free",
	"pageout",
	"swap_out",
	"collapse",
	"split_all",
	"migrate",
	"migrate_begin",
	"migrate_finish",
	"numa_hint",
	"cpu",
	"prober_cpu",
	"fork",
	"exit",
	"remap",
	"mergeable",
	"unmergeable",
	"ksm_run",
	"uffd_open",
	"uffd_async",
	"uffd_register",
	"uffd_unregister",
	"uffd_protect",
	"uffd_unprotect",
] as const;
export type Move = (typeof MOVES)[number];

export interface Scope {
	/** Address bits a level: 1 for huge pages of two subpages, 2 for four. */
	readonly bits: 1 | 2;
	/** Names that processes may have: 1 to 3. */
	readonly processes: number;
	/** Huge pages that the region spans: 1 or 2. */
	readonly huge: number;
	readonly moves: readonly Move[];
}

/** A scope that finds the bug of 2016: one process, one huge page of two subpages, and what is done to memory every day. */
export const DEFAULT_SCOPE: Scope = {
	bits: 1,
	processes: 2,
	huge: 1,
	moves: [
		"map",
		"hugepage",
		"read",
		"write",
		"clear_refs",
		"dontneed",
		"protect",
		"unmap",
		"split_all",
		"swap_out",
		"migrate",
		"fork",
		"exit",
	],
};

/** Named sets of moves, for people who do not want to choose one by one. */
export const PRESETS: Readonly<Record<string, Scope>> = {
	"soft-dirty": DEFAULT_SCOPE,
	ksm: {
		bits: 1,
		processes: 1,
		huge: 1,
		moves: ["map", "hugepage", "mergeable", "unmergeable", "store", "read", "clear_refs", "dontneed", "ksm_run", "split_all"],
	},
	uffd: {
		bits: 1,
		processes: 2,
		huge: 1,
		moves: [
			"map",
			"hugepage",
			"read",
			"write",
			"dontneed",
			"protect",
			"migrate",
			"swap_out",
			"fork",
			"remap",
			"uffd_open",
			"uffd_register",
			"uffd_unregister",
			"uffd_protect",
			"uffd_unprotect",
		],
	},
	halves: {
		bits: 1,
		processes: 2,
		huge: 1,
		moves: ["map", "hugepage", "read", "write", "clear_refs", "dontneed", "protect", "migrate_begin", "migrate_finish", "fork"],
	},
	tlb: {
		bits: 1,
		processes: 1,
		huge: 1,
		moves: ["map", "read", "write", "clear_refs", "protect", "dontneed", "cpu", "prober_cpu"],
	},
};

export const HEAP = "heap";
const MOVED = "moved";
const NAMES: readonly ProcessId[] = ["A", "B", "C"];

export function geometryOf(scope: Scope): Geometry {
	return makeGeometry(scope.bits);
}

/** Names that processes may have. */
export function scopeNames(scope: Scope): readonly ProcessId[] {
	return NAMES.slice(0, scope.processes);
}

/** Pages of the region. */
export function scopePages(scope: Scope): number {
	return scope.huge * 2 ** scope.bits;
}

/** Every step that the scope allows, always in the same order: a path is a list of indices into it. At most 255. */
export function alphabet(scope: Scope): Step[] {
	const names = scopeNames(scope);
	const steps: Step[] = [];
	for (const move of scope.moves) {
		for (const process of GLOBAL.has(move) ? ["A"] : names) {
			for (const operation of operationsOf(scope, move, process, names)) steps.push({ process, operation });
		}
	}
	return steps;
}

const GLOBAL: ReadonlySet<Move> = new Set<Move>(["split_all", "ksm_run", "prober_cpu"]);

function operationsOf(scope: Scope, move: Move, process: ProcessId, names: readonly ProcessId[]): Operation[] {
	const pages = scopePages(scope);
	const whole: Range = { region: HEAP, offset: 0, length: pages * PAGE_SIZE };
	const single = Array.from({ length: pages }, (_, page): Range => ({ region: HEAP, offset: page * PAGE_SIZE, length: PAGE_SIZE }));
	const moved: readonly Range[] = scope.moves.includes("remap") ? [{ ...whole, region: MOVED }] : [];
	const movedSingle = moved.length === 0 ? [] : single.map((range) => ({ ...range, region: MOVED }));
	const touched = [...single, ...movedSingle];
	switch (move) {
		case "map":
		case "map_shared":
			return [{ kind: "map", region: HEAP, length: whole.length, prot: "rw", shared: move === "map_shared" }];
		case "hugepage":
		case "nohugepage":
		case "collapse":
		case "mergeable":
		case "unmergeable":
			return [{ kind: "advise", range: whole, advice: move }];
		case "pageout":
			return [whole, ...single].map((range) => ({ kind: "advise", range, advice: "pageout" }));
		case "dontneed":
		case "free":
			return single.map((range) => ({ kind: "advise", range, advice: move }));
		case "read":
		case "write":
		case "store":
			return touched.map((range) => ({ kind: move, range }));
		case "fill":
			return single.map((range) => ({ kind: "fill", range, byte: 0 }));
		case "protect":
			return [whole, ...single, ...moved].flatMap((range): Operation[] => [
				{ kind: "protect", range, prot: "r" },
				{ kind: "protect", range, prot: "rw" },
			]);
		case "unmap":
			return single.map((range) => ({ kind: "unmap", range }));
		case "migrate":
		case "migrate_begin":
			return [0, 1].map((node) => ({ kind: move, range: whole, node }));
		case "migrate_finish":
			return [{ kind: move, range: whole }];
		case "cpu":
		case "prober_cpu":
			return [0, 1].map((cpu) => ({ kind: move, cpu }));
		case "swap_out":
		case "numa_hint":
			return [whole, ...single].map((range) => ({ kind: move, range }));
		case "fork":
			return names.filter((child) => child !== process).map((child) => ({ kind: "fork", child }));
		case "remap":
			return [{ kind: "remap", range: whole, to: MOVED }];
		case "uffd_open":
			return [{ kind: "uffd_open", features: ["wp"] }];
		case "uffd_async":
			return [{ kind: "uffd_open", features: ["wp_async"] }];
		case "uffd_register":
			return [{ kind: "uffd_register", range: whole, modes: ["wp"] }];
		case "uffd_unregister":
			return [{ kind: "uffd_unregister", range: whole }];
		case "uffd_protect":
		case "uffd_unprotect":
			return [whole, ...single].map((range) => ({ kind: move, range }));
		case "clear_refs":
		case "exit":
		case "split_all":
		case "ksm_run":
			return [{ kind: move }];
	}
}

/** Whether the machine can be given the step: its process lives, its region is known, a new name is free. */
export function speakable(m: Machine, { process: id, operation }: Step): boolean {
	const { kind } = operation;
	if (kind === "split_all" || kind === "ksm_run" || kind === "prober_cpu") return m.processes.length > 0;
	const process = m.process(id);
	if (process === undefined || !isRunning(process)) return false;
	const known = (name: string) => process.regions.some((region) => region.name === name);
	if ("range" in operation && !known(operation.range.region)) return false;
	if (kind === "map") return !known(operation.region);
	if (kind === "remap") return !known(operation.to);
	if (kind !== "fork") return true;
	const child = m.process(operation.child);
	return child === undefined || !isRunning(child);
}

/**
 * Whether the step is worth a try here: it can be said, there is room for a new region, and its process does not wait for userfaultfd.
 * What a kernel would refuse is tried.
 */
export function enabled(m: Machine, what: Step): boolean {
	if (!speakable(m, what)) return false;
	const { kind } = what.operation;
	if (kind === "map" || kind === "remap") return room(m);
	const process = m.process(what.process);
	if (kind === "uffd_open") return process?.uffd === 0 && granted(m, what.operation.features);
	return process?.blocked === null || OUTSIDE.has(kind);
}

/** What the manager does to a blocked process; of others the machine says only that they are skipped. */
const OUTSIDE: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>([
	"clear_refs",
	"migrate",
	"migrate_begin",
	"migrate_finish",
	"numa_hint",
	"prober_cpu",
	"swap_out",
	"exit",
	"uffd_register",
	"uffd_unregister",
	"uffd_protect",
	"uffd_unprotect",
	"split_all",
	"ksm_run",
]);

/** A small geometry ends soon: no region beyond the last page. */
function room(m: Machine): boolean {
	const { geometry } = m;
	return m.nextRegion + geometry.regionStride <= entrySpan(geometry, PGD_LEVEL) * geometry.entries;
}

function granted(m: Machine, features: readonly UffdFeature[]): boolean {
	return features.every((feature) => m.kernel.uffdFeatures.includes(feature));
}
