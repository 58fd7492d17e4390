/** The rows of the preservation matrix: operations with what they mean to take away, and the ways into each form of entry. */
import type { Advice, Operation, Range, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import type { Bit } from "./matrix.ts";

/** What an entry is: a huge PMD, a PTE, a swap entry, or (only within a step) a migration entry. */
export type Form = "huge" | "small" | "swapped" | "migrating";
export const FORMS: readonly Form[] = ["huge", "small", "swapped"];

/** The page that is looked at, within its region. */
export const PAGE = 3;
const PAGES = 512;

export interface MatrixRow {
	readonly name: string;
	readonly about: string;
	readonly operation: Operation;
	/** Steps between the way into the form and the operation. */
	readonly before: readonly Step[];
	/** Bits that the operation takes away because that is what it is for. */
	readonly clears: readonly Bit[];
	/** Region that the page is looked at in, before and after; `child`: the heap of B. */
	readonly place: string;
	readonly after?: string;
	/** Look at the page in the middle of the operation, while it migrates. */
	readonly inside?: true;
}

const whole: Range = { region: "heap", offset: 0, length: PAGES * PAGE_SIZE };
const other: Range = { region: "heap", offset: 256 * PAGE_SIZE, length: PAGE_SIZE };
const it: Range = { region: "heap", offset: PAGE * PAGE_SIZE, length: PAGE_SIZE };

function row(name: string, about: string, operation: Operation, clears: readonly Bit[] = [], rest: Partial<MatrixRow> = {}): MatrixRow {
	return { name, about, operation, before: [], clears, place: "heap", ...rest };
}

const advise = (range: Range, advice: Advice): Operation => ({ kind: "advise", range, advice });
const by = (operation: Operation, process = "A"): Step => ({ process, operation });

export const MATRIX_ROWS: readonly MatrixRow[] = [
	row("read", "the page is read", { kind: "read", range: it }),
	row("write", "the page is written", { kind: "write", range: it }, ["uffd-wp"]),
	row("split, other page dropped", "MADV_DONTNEED of another page of the huge page", advise(other, "dontneed")),
	row("folio split", "debugfs split_huge_pages", { kind: "split_all" }),
	row("clear_refs", "4 is written to clear_refs", { kind: "clear_refs" }, ["soft-dirty", "write"]),
	row("protect r", "mprotect(PROT_READ) of all", { kind: "protect", range: whole, prot: "r" }, ["write"]),
	row("protect r, rw", "mprotect(PROT_READ), then back", { kind: "protect", range: whole, prot: "rw" }, [], {
		before: [by({ kind: "protect", range: whole, prot: "r" })],
	}),
	row("fork, parent", "the parent's entry after fork()", { kind: "fork", child: "B" }, ["write", "exclusive"]),
	row("fork, child", "the child's copy of the entry", { kind: "fork", child: "B" }, ["write", "exclusive", "accessed", "uffd-wp"], {
		after: "child",
	}),
	row("migrate, entry made", "move_pages(), while the page is under way", { kind: "migrate", range: whole, node: 1 }, [], { inside: true }),
	row("migrate", "move_pages(), from beginning to end", { kind: "migrate", range: whole, node: 1 }),
	row("swap out", "reclaim of all pages", { kind: "swap_out", range: whole }, ["write", "accessed", "dirty"]),
	row("KSM merge", "two equal pages become one", { kind: "ksm_run" }, ["write", "dirty", "exclusive"], {
		before: [
			by(advise(whole, "mergeable")),
			by({ kind: "store", range: { ...it, offset: 9 * PAGE_SIZE } }),
			by({ kind: "store", range: it }),
		],
	}),
	row("mremap", "the region moves elsewhere", { kind: "remap", range: whole, to: "moved" }, ["uffd-wp"], { after: "moved" }),
	row("collapse", "MADV_COLLAPSE", advise(whole, "collapse")),
	row("MADV_FREE", "the pages may be dropped", advise(whole, "free"), ["dirty", "accessed"]),
	row("uffd protect", "UFFDIO_WRITEPROTECT", { kind: "uffd_protect", range: whole }, ["write"], {
		before: [by({ kind: "uffd_open", features: ["wp"] }), by({ kind: "uffd_register", range: whole, modes: ["wp"] })],
	}),
	row("uffd unprotect", "UFFDIO_WRITEPROTECT, taken back", { kind: "uffd_unprotect", range: whole }, ["uffd-wp"], {
		before: [],
	}),
	row("uffd unregister", "UFFDIO_UNREGISTER", { kind: "uffd_unregister", range: whole }, ["uffd-wp"]),
];

const map: Operation = { kind: "map", region: "heap", length: whole.length, prot: "rw", shared: false };
const clear: Operation = { kind: "clear_refs" };
const write: Operation = { kind: "write", range: it };
const arm: readonly Operation[] = [
	{ kind: "uffd_open", features: ["wp"] },
	{ kind: "uffd_register", range: whole, modes: ["wp"] },
	{ kind: "uffd_protect", range: whole },
];

/** Ways into a form, so that each bit is set in some and clear in others. */
export function setupsOf(form: Form): (readonly Step[])[] {
	const start: readonly Operation[] = form === "huge" ? [map, advise(whole, "hugepage")] : [map];
	const end: readonly Operation[] = form === "swapped" ? [{ kind: "swap_out", range: whole }] : [];
	const middles: readonly (readonly Operation[])[] = [
		// First, so that what loses soft-dirty is seen to be missed: until clear_refs the VMA reports all its pages.
		[clear, write],
		[write],
		[write, clear],
		[write, { kind: "protect", range: whole, prot: "r" }],
		[write, ...arm],
		[clear, write, ...arm],
		[write, clear, ...arm],
		[write, { kind: "fork", child: "B" }],
		[write, advise(whole, "free")],
	];
	return middles.map((middle) => [...start, ...middle, ...end].map((operation) => by(operation)));
}
