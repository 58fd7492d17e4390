/** Bugs of the catalogue that no scenario shows today, each with what is missing. */
import type { UnshownBug } from "./known_bug.ts";

const RACE = "a race inside one step: what a CPU does between two lines of a kernel function has no words in the scenario language";

export const UNSHOWN_BUGS: readonly UnshownBug[] = [
	{ id: "B1c", title: "A folio split sets soft-dirty on every dirty page", reason: "4.5 alone has it, which is none of the kernels" },
	{ id: "B5", title: "Dirty set by the CPU during a split is lost", reason: RACE },
	{
		id: "B8",
		title: "Restoring a protection makes shared uffd-wp pages writable",
		reason: "5.19 to 6.1.7 have it; 6.1 here is a later stable release",
	},
	{ id: "B9", title: "Write-protect and copy-on-write race over a deferred TLB flush", reason: RACE },
	{ id: "B10", title: "swapoff drops soft-dirty and uffd-wp", reason: "the scenario language has no swapoff" },
	{
		id: "B12",
		title: "Zero-filled pages of a split folio lose soft-dirty and uffd-wp",
		reason: "6.12.0 to autumn 2025; 6.12 here is a later stable release",
	},
	{ id: "B13", title: "Migration makes read-only shared pages writable", reason: "5.19 and 6.0 have it, which are none of the kernels" },
	{
		id: "B19",
		title: "fork() gives the child markers that it must not have",
		reason: "5.19 to 6.1 have it; 6.1 here is a later stable release",
	},
	{ id: "B22", title: "A KSM merge with the zero page sets soft-dirty", reason: "the scenario language cannot switch use_zero_pages on" },
	{
		id: "B26",
		title: "clear_refs breaks buffers that a device writes to",
		reason: "the scenario language cannot pin pages, and 5.9 and 5.10 are none of the kernels",
	},
	{
		id: "B27",
		title: "PAGEMAP_SCAN disagrees with itself about empty pages",
		reason: "6.7 to 6.12.0 have it; 6.12 here is a later stable release",
	},
	{ id: "B28", title: "khugepaged collapses a page that was write-protected meanwhile", reason: RACE },
	{ id: "B30", title: "MADV_DONTNEED misses a PMD that clear_refs holds", reason: RACE },
	{
		id: "B32",
		title: "The split of a file's PMD drops soft-dirty; hugetlb has none",
		reason: "shared memory of the scenario language has base pages only",
	},
	{ id: "B33", title: "A fault on an mTHP sets soft-dirty on all its pages", reason: "mTHP is switched off on the recorded kernels" },
];
