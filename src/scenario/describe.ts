/** A plain gloss of a step, one short line without the name of the process: what it does and why one would look. */
import type { Advice, Operation, Range, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { formatLength } from "./numbers.ts";

const HUGE_PAGES = 512;

/** `private, anonymous, read-write`; `drops page 256: may split a huge page`. */
export function describeStep(step: Step): string {
	const { operation } = step;
	switch (operation.kind) {
		case "map":
			return `${operation.shared ? "shared memfd" : "private, anonymous"}, ${protection(operation.prot)}`;
		case "unmap":
			return `unmaps ${pages(operation.range)}${splits(operation.range)}`;
		case "protect":
			return `${pages(operation.range)}: ${protection(operation.prot)}${splits(operation.range)}`;
		case "advise":
			return ADVICE[operation.advice](operation.range);
		case "read":
			return `reads the first byte of ${pages(operation.range)}`;
		case "write":
			return `${bytes(operation.range)}, ${pages(operation.range)}`;
		case "store":
			return `${bytes(operation.range)}, always the same value, ${pages(operation.range)}`;
		case "fill":
			return `fills ${pages(operation.range)} with the byte ${operation.byte}`;
		case "remap":
			return `moves ${pages(operation.range)} to a place of its own, ${operation.to}`;
		case "fork":
			return `a child, ${operation.child}, shares every page copy-on-write`;
		case "exit":
			return "the process ends and drops its pages";
		case "clear_refs":
			return "soft-dirty starts over";
		case "migrate":
			return `moves ${pages(operation.range)} to NUMA node ${operation.node}`;
		case "migrate_begin":
			return `${pages(operation.range)} set out for NUMA node ${operation.node} and stop half way, as modelled from the source, not recorded`;
		case "migrate_finish":
			return `what set out from ${pages(operation.range)} arrives, as modelled from the source, not recorded`;
		case "scan":
			return operation.wp
				? `lists ${pages(operation.range)} and write-protects what matches`
				: `lists ${pages(operation.range)} by category`;
		case "ksm_run":
			return "KSM scans: pages with equal contents become one";
		case "cpu":
			return `the process runs on CPU ${operation.cpu}`;
		case "policy":
			return operation.node === "default" ? "memory comes from wherever the process runs" : `memory comes from NUMA node ${operation.node}`;
		case "numa_hint":
			return `${pages(operation.range)} become PROT_NONE: the next access tells the kernel who uses them`;
		case "swap_out":
			return `reclaims ${pages(operation.range)} to swap`;
		case "prober_cpu":
			return `the manager, which writes clear_refs, runs on CPU ${operation.cpu}`;
		case "split_all":
			return "splits every huge folio into base pages";
		case "uffd_open":
		case "uffd_register":
		case "uffd_unregister":
		case "uffd_protect":
		case "uffd_unprotect":
		case "uffd_copy":
		case "uffd_zeropage":
		case "uffd_wake":
			return describeUffd(operation);
	}
}

type UffdOperation = Extract<Operation, { readonly kind: `uffd_${string}` }>;

function describeUffd(operation: UffdOperation): string {
	switch (operation.kind) {
		case "uffd_open":
			return operation.features.includes("wp_async")
				? "a userfaultfd whose write-protection never blocks"
				: "a userfaultfd that the manager reads";
		case "uffd_register":
			return `${pages(operation.range)}: faults (${operation.modes.join(", ")}) go to the userfaultfd`;
		case "uffd_unregister":
			return `${pages(operation.range)}: faults are the kernel's own again`;
		case "uffd_protect":
			return `write-protects ${pages(operation.range)}${splits(operation.range)}`;
		case "uffd_unprotect":
			return `lets writes to ${pages(operation.range)} pass and wakes who waits`;
		case "uffd_copy":
			return `fills ${pages(operation.range)} where missing${operation.wp ? ", write-protected" : ""}, and wakes who waits`;
		case "uffd_zeropage":
			return `maps the zero page where ${pages(operation.range)} ${count(operation.range) === 1 ? "is" : "are"} missing, and wakes who waits`;
		case "uffd_wake":
			return `wakes who waits in ${pages(operation.range)}`;
	}
}

const ADVICE: Readonly<Record<Advice, (range: Range) => string>> = {
	hugepage: () => "may be huge",
	nohugepage: () => "never huge",
	dontneed: (range) => `drops ${pages(range)}${splits(range)}`,
	free: (range) => `${pages(range)} may be dropped when memory is short${splits(range)}`,
	cold: (range) => `${pages(range)} will be reclaimed first`,
	pageout: (range) => `reclaims ${pages(range)} to swap`,
	collapse: (range) => `makes huge pages of ${pages(range)}`,
	mergeable: () => "KSM may merge equal pages",
	unmergeable: () => "KSM must not merge; merged pages are copied",
	populate_read: (range) => `faults ${pages(range)} in, as reads would`,
	populate_write: (range) => `faults ${pages(range)} in, as writes would`,
};

function protection(prot: "none" | "r" | "rw"): string {
	return prot === "rw" ? "read-write" : prot === "r" ? "read-only" : "no access";
}

/** `page 256`, `pages 4 to 7`, `4M from page 0`. */
function pages(range: Range): string {
	const first = Math.floor(range.offset / PAGE_SIZE);
	const n = count(range);
	if (n <= 1) return `page ${first}`;
	if (n >= HUGE_PAGES && range.length % PAGE_SIZE === 0) return `${formatLength(range.length)} from page ${first}`;
	return `pages ${first} to ${first + n - 1}`;
}

function count(range: Range): number {
	return Math.ceil(((range.offset % PAGE_SIZE) + range.length) / PAGE_SIZE);
}

function bytes(range: Range): string {
	const n = Math.max(1, Math.ceil(range.length / PAGE_SIZE));
	return n === 1 ? "writes one byte" : "writes one byte a page";
}

/** Regions start at 1 GiB boundaries, so an offset tells whether an edge cuts through where a huge page can be. */
function splits(range: Range): string {
	const huge = HUGE_PAGES * PAGE_SIZE;
	return range.offset % huge === 0 && range.length % huge === 0 ? "" : ": may split a huge page";
}
