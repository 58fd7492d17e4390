import type { KernelIdentity } from "./kernel.ts";

/** What a kernel does differently from the others, one field a difference, named for what it does. */
export interface KernelDifferences {
	/** __split_huge_pmd_locked() copies soft-dirty of the PMD into the PTEs (804dd150468c, 4.8 and 4.7.3). */
	readonly splitCarriesSoftDirty: boolean;
	/** The split keeps dirty in the PTEs, by pte_mkdirty(), which on x86 sets soft-dirty too (6.3); before, only in struct page. */
	readonly splitDirtiesPtes: boolean;
	/** A write to the huge zero page allocates a huge page; from 5.8 on it splits the PMD and copies one base page. */
	readonly hugeZeroWriteAllocates: boolean;
	/** PG_anon_exclusive tells whether a page may be reused without copying (5.19). */
	readonly anonExclusive: boolean;
	/** mprotect() makes PTEs of exclusive anonymous pages writable again: never (before 6.0), if dirty, or always (6.2). */
	readonly mprotectUpgrade: "never" | "dirty" | "always";
	/** … and PMDs too (6.2). */
	readonly mprotectUpgradesPmd: boolean;
	/** mprotect() of a huge page loses the dirty bit of a writable PMD (6.6 to 6.12 stable releases: pmd_modify()). */
	readonly pmdModifyDropsDirty: boolean;
	/** mprotect() to read-only uncharges memory that no anon_vma was given yet (6.7 on). */
	readonly mprotectUncharges: boolean;
	/** MADV_POPULATE_READ and _WRITE exist (5.14). */
	readonly madvisePopulate: boolean;
	/** MADV_POPULATE_* stops at the first hole; before, madvise() went on behind it and reported ENOMEM at the end. */
	readonly populateStopsAtHole: boolean;
	/** pagemap marks the huge zero page as a file page, since it looks at the PMD's page (6.1 stable on). */
	readonly pagemapFileOnPmd: boolean;
}

/** A kernel that the machine can be. */
export interface KernelRecord extends KernelIdentity, KernelDifferences {}
