/**
 * The operations of the scenario language: how each is spelt, what its arguments are, what it does. Parser, completion and help read
 * this one table. The language is that of the recordings of real kernels, so a scenario can be taken to a real machine; what goes beyond it
 * is marked `modelOnly`.
 */
import type { OperationKind } from "../sim/include/operation.ts";

/** What may stand at a place of a line. */
export type ArgumentKind =
	| "new_region"
	| "address"
	| "length"
	| "optional_length"
	| "protection"
	| "map_options"
	| "advice"
	| "byte"
	| "to_region"
	| "new_process"
	| "node"
	| "node_or_default"
	| "cpu"
	| "features"
	| "modes"
	| "wp_option"
	| "scan_options";

export interface Form {
	readonly kind: OperationKind;
	/** The words it starts with: `["uffd", "register"]`. */
	readonly words: readonly string[];
	readonly args: readonly ArgumentKind[];
	/** For messages and help: `uffd register ADDR LEN MODES`. */
	readonly syntax: string;
	/** One line: what it does. */
	readonly about: string;
	/** Belongs to the machine, not to a process: written without a process in front. */
	readonly global?: boolean;
	/** An extension of the language: no recorder knows it, and what it does is modelled from the source of the kernels. */
	readonly modelOnly?: boolean;
}

export const FORMS: readonly Form[] = [
	{
		kind: "map",
		words: ["map"],
		args: ["new_region", "length", "map_options"],
		syntax: "map NAME LEN [r|rw|none] [shared]",
		about: "mmap: a new region, private anonymous or a shared memfd",
	},
	{
		kind: "unmap",
		words: ["unmap"],
		args: ["address", "length"],
		syntax: "unmap ADDR LEN",
		about: "munmap: take a range out of the address space",
	},
	{
		kind: "protect",
		words: ["protect"],
		args: ["address", "length", "protection"],
		syntax: "protect ADDR LEN none|r|rw",
		about: "mprotect: change what the process may do with a range",
	},
	{
		kind: "advise",
		words: ["advise"],
		args: ["address", "length", "advice"],
		syntax: "advise ADDR LEN ADVICE",
		about: "madvise: huge pages, dropping, reclaim, KSM, populating",
	},
	{
		kind: "read",
		words: ["read"],
		args: ["address", "optional_length"],
		syntax: "read ADDR [LEN]",
		about: "load the first byte of each page",
	},
	{
		kind: "write",
		words: ["write"],
		args: ["address", "optional_length"],
		syntax: "write ADDR [LEN]",
		about: "store to the first byte of each page, a new value each time",
	},
	{
		kind: "store",
		words: ["store"],
		args: ["address", "optional_length"],
		syntax: "store ADDR [LEN]",
		about: "store one constant value to the first byte of each page",
	},
	{
		kind: "fill",
		words: ["fill"],
		args: ["address", "length", "byte"],
		syntax: "fill ADDR LEN BYTE",
		about: "write whole pages with one byte value, so that KSM can merge them",
	},
	{
		kind: "remap",
		words: ["remap"],
		args: ["address", "length", "to_region"],
		syntax: "remap ADDR LEN to NAME",
		about: "mremap: move a range to a place of its own",
	},
	{ kind: "fork", words: ["fork"], args: ["new_process"], syntax: "fork P", about: "fork into process P" },
	{ kind: "exit", words: ["exit"], args: [], syntax: "exit", about: "the process exits" },
	{
		kind: "clear_refs",
		words: ["clear_refs"],
		args: [],
		syntax: "clear_refs",
		about: "write 4 to /proc/PID/clear_refs: soft-dirty starts over",
	},
	{
		kind: "migrate",
		words: ["migrate"],
		args: ["address", "length", "node"],
		syntax: "migrate ADDR LEN nodeN",
		about: "move_pages: migrate to NUMA node N",
	},
	{
		kind: "migrate_begin",
		words: ["migrate", "begin"],
		args: ["address", "length", "node"],
		syntax: "migrate begin ADDR LEN nodeN",
		about: "the first half of a migration: pages become migration entries, and stay so",
		modelOnly: true,
	},
	{
		kind: "migrate_finish",
		words: ["migrate", "finish"],
		args: ["address", "length"],
		syntax: "migrate finish ADDR LEN",
		about: "the second half, for what was begun at these addresses",
		modelOnly: true,
	},
	{
		kind: "uffd_open",
		words: ["uffd", "open"],
		args: ["features"],
		syntax: "uffd open FEATURES",
		about: "open a userfaultfd with these UFFDIO_API features",
	},
	{
		kind: "uffd_register",
		words: ["uffd", "register"],
		args: ["address", "length", "modes"],
		syntax: "uffd register ADDR LEN MODES",
		about: "UFFDIO_REGISTER a range: missing, wp, minor",
	},
	{
		kind: "uffd_unregister",
		words: ["uffd", "unregister"],
		args: ["address", "length"],
		syntax: "uffd unregister ADDR LEN",
		about: "UFFDIO_UNREGISTER a range",
	},
	{
		kind: "uffd_protect",
		words: ["uffd", "protect"],
		args: ["address", "length"],
		syntax: "uffd protect ADDR LEN",
		about: "UFFDIO_WRITEPROTECT with MODE_WP: arm the pages",
	},
	{
		kind: "uffd_unprotect",
		words: ["uffd", "unprotect"],
		args: ["address", "length"],
		syntax: "uffd unprotect ADDR LEN",
		about: "UFFDIO_WRITEPROTECT without MODE_WP: resolve, and wake the writers",
	},
	{
		kind: "uffd_copy",
		words: ["uffd", "copy"],
		args: ["address", "length", "wp_option"],
		syntax: "uffd copy ADDR LEN [wp]",
		about: "UFFDIO_COPY: fill missing pages, if asked write-protected",
	},
	{
		kind: "uffd_zeropage",
		words: ["uffd", "zeropage"],
		args: ["address", "length"],
		syntax: "uffd zeropage ADDR LEN",
		about: "UFFDIO_ZEROPAGE: map the zero page where pages are missing",
	},
	{
		kind: "uffd_wake",
		words: ["uffd", "wake"],
		args: ["address", "length"],
		syntax: "uffd wake ADDR LEN",
		about: "UFFDIO_WAKE: let blocked accesses try again",
	},
	{
		kind: "scan",
		words: ["scan"],
		args: ["address", "length", "scan_options"],
		syntax: "scan ADDR LEN anyof=MASK [all=MASK] [inv=MASK] [wp] [check]",
		about: "PAGEMAP_SCAN: list pages by category, if asked write-protect them",
	},
	{ kind: "ksm_run", words: ["ksm", "run"], args: [], syntax: "ksm run", about: "let KSM make at least four full scans", global: true },
	{ kind: "cpu", words: ["cpu"], args: ["cpu"], syntax: "cpu N", about: "bind the process to CPU N" },
	{
		kind: "policy",
		words: ["policy"],
		args: ["node_or_default"],
		syntax: "policy nodeN|default",
		about: "memory policy: bind to node N, or the default",
	},
	{
		kind: "numa_hint",
		words: ["numa_hint"],
		args: ["address", "length"],
		syntax: "numa_hint ADDR LEN",
		about: "make a range PROT_NONE for NUMA hinting, as the balancing scanner does",
	},
	{
		kind: "swap_out",
		words: ["swap_out"],
		args: ["address", "length"],
		syntax: "swap_out ADDR LEN",
		about: "reclaim a range on kernels without MADV_PAGEOUT",
	},
	{
		kind: "prober_cpu",
		words: ["prober_cpu"],
		args: ["cpu"],
		syntax: "prober_cpu N",
		about: "the manager, which writes clear_refs, runs on CPU N",
	},
	{ kind: "split_all", words: ["split_all"], args: [], syntax: "split_all", about: "debugfs split_huge_pages: split every huge folio" },
];

/** One line each, for completion and help. */
export const ADVICE_ABOUT: Readonly<Record<string, string>> = {
	hugepage: "may be huge",
	nohugepage: "never huge",
	dontneed: "drop the pages and what they hold",
	free: "may be dropped when memory is short",
	cold: "reclaim these first",
	pageout: "reclaim now: to swap",
	collapse: "make huge pages now (6.1 on)",
	mergeable: "KSM may merge equal pages",
	unmergeable: "KSM must not merge; break what it merged",
	populate_read: "fault in as a read would",
	populate_write: "fault in as a write would",
};

export const FEATURE_ABOUT: Readonly<Record<string, string>> = {
	none: "no feature",
	wp: "UFFD_FEATURE_PAGEFAULT_FLAG_WP: write-protect anonymous memory",
	wp_shmem: "UFFD_FEATURE_WP_HUGETLBFS_SHMEM: write-protect shared memory too",
	wp_unpopulated: "UFFD_FEATURE_WP_UNPOPULATED: empty entries get a marker",
	wp_async: "UFFD_FEATURE_WP_ASYNC: drop the bit and let the writer pass",
	fork: "UFFD_FEATURE_EVENT_FORK: the child is tracked too",
	remap: "UFFD_FEATURE_EVENT_REMAP: moved ranges stay tracked",
};

export const MODE_ABOUT: Readonly<Record<string, string>> = {
	missing: "faults on pages that are not there",
	wp: "writes to write-protected pages",
	minor: "faults on pages that are in the page cache but not mapped",
};

export const PROTECTION_ABOUT: Readonly<Record<string, string>> = {
	none: "PROT_NONE: no access",
	r: "PROT_READ: read-only",
	rw: "PROT_READ and PROT_WRITE",
};

/** What is expected at a place, for messages. */
export const EXPECTED: Readonly<Record<ArgumentKind, string>> = {
	new_region: "a name for the new region: a letter, then letters, digits, _ . or -",
	address: "an address: region, or region+offset such as heap+0x3000",
	length: "a length such as 4K, 2M or 0x3000",
	optional_length: "a length such as 4K, 2M or 0x3000, or nothing for one page",
	protection: "none, r or rw",
	map_options: "r, rw or none, then shared, or nothing",
	advice:
		"an advice: hugepage, nohugepage, dontneed, free, cold, pageout, collapse, mergeable, unmergeable, populate_read or populate_write",
	byte: "a byte value, 0 to 255",
	to_region: "to NAME: the region that the range becomes",
	new_process: "a process: one capital letter, A to Z",
	node: "a NUMA node: node0 or node1",
	node_or_default: "a NUMA node (node0, node1) or default",
	cpu: "a CPU number: 0 or 1",
	features: "features joined by |: none, wp, wp_shmem, wp_unpopulated, wp_async, fork, remap",
	modes: "modes joined by +: missing, wp, minor",
	wp_option: "wp, or nothing",
	scan_options: "anyof=MASK, all=MASK, inv=MASK, wp or check",
};

/** What the operation does, and whether that is known from the source alone. */
export function aboutForm({ about, modelOnly }: Form): string {
	return modelOnly === true ? `${about}; as modelled from the source, not recorded` : about;
}
