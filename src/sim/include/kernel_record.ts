import type { KernelIdentity } from "./kernel.ts";
import type { UffdFeature } from "./operation.ts";

/** What a kernel does differently from the others, one field a difference, named for what it does. */
export interface KernelDifferences {
	/** __split_huge_pmd_locked() copies soft-dirty of the PMD into the PTEs (804dd150468c, 4.8 and 4.7.3). */
	readonly splitCarriesSoftDirty: boolean;
	/** The split keeps dirty in the PTEs, by pte_mkdirty(), which on x86 sets soft-dirty too (6.3); before, only in struct page. */
	readonly splitDirtiesPtes: boolean;
	/** A folio split maps pages of zeroes to the shared zero page (6.12). */
	readonly splitUsesZeropage: boolean;
	/** A write to the huge zero page allocates a huge page; from 5.8 on it splits the PMD and copies one base page. */
	readonly hugeZeroWriteAllocates: boolean;
	/**
	 * When a write fault on a private page reuses it: when nobody else maps or swapped it (mapcount, until 5.8), when nobody else
	 * holds any reference (refcount), or when it is marked exclusive, else as refcount (5.19).
	 */
	readonly cowReuse: "mapcount" | "refcount" | "exclusive";
	/** A write to a shared huge page copies all of it (until 5.7); from 5.8 on it is split and one base page copied. */
	readonly cowCopiesHuge: boolean;
	/** fork() gives the child a fresh entry for the huge zero page (until 5.13); then it copies the parent's. */
	readonly forkRenewsHugeZero: boolean;
	/** fork() copies runs of PTEs of one large folio at once, with the bits of the first (6.9). */
	readonly forkBatches: boolean;
	/** A write fault never reuses a base page of a large folio unless it is marked exclusive (6.9). */
	readonly wpNeverReusesLarge: boolean;
	/** fork() asks the parent's VMA, not the child's, whether uffd-wp stays in the child's entries (until 5.13, B6). */
	readonly forkAsksParentForUffdWp: boolean;
	/** … and never takes it out of swap entries (until 5.13). */
	readonly forkKeepsSwapUffdWp: boolean;
	/** The swap device of its recordings is in memory (zram): it writes at once, and gives its copy up when a page is read back. */
	readonly swapIsZram: boolean;
	/** A page swapped in becomes writable even by a read, when nothing needs the write fault (6.11). */
	readonly swapInWritable: boolean;
	/** move_pages() moves what is queued whenever a page cannot be queued (4.17); before, it queues all and moves once. */
	readonly movePagesInRounds: boolean;
	/** … and reports EFAULT for an empty entry, since it looks it up as a core dump would (until 6.11); then ENOENT. */
	readonly movePagesFaultsOnNone: boolean;
	/** … and does not see PROT_NONE entries at all (6.1). */
	readonly movePagesSkipsProtNone: boolean;
	/**
	 * A NUMA hinting fault moves a huge page by migrate_misplaced_transhuge_page(), whose pmd_mkdirty() sets soft-dirty (until 5.13,
	 * B2; removed by c5b5a3dd2c1f in 5.14).
	 */
	readonly numaMovesHugeByItself: boolean;
	/** A NUMA hinting fault restores the PTE before the page migrates (until 5.12); from then on only when it does not. */
	readonly numaRestoresFirst: boolean;
	/** NUMA hinting passes private pages over that others map too (4.16). */
	readonly numaHintSkipsShared: boolean;
	/** NUMA hinting passes every page of ordinary memory over while NUMA balancing is off, as in all recordings (5.18). */
	readonly numaHintNeedsBalancing: boolean;
	/**
	 * clear_refs does not flush the TLB: its mmu_gather notes nothing, and tlb_finish_mmu() does nothing then (5.6 to 5.11, B3;
	 * from 0758cd830494 to 912efa17e512).
	 */
	readonly clearRefsForgetsTlb: boolean;
	/** Large folios that are only mapped in part are split before they migrate (6.10). */
	readonly migrationSplitsPartial: boolean;
	/** Migration entries carry accessed and dirty (6.1); before, a page comes back old and clean, its dirty bit in struct page. */
	readonly migrationKeepsAccessedDirty: boolean;
	/** remove_migration_pte() takes soft-dirty away again that pte_mkdirty() set by the way (6.12 stable). */
	readonly migrationClearsSoftDirty: boolean;
	/**
	 * remove_migration_pte() write-protects what a read entry gives back, whatever vm_page_prot of a shared VMA allows (6.1 and stable
	 * releases, B13; gone by 6.3); without it a page of shared memory that was read-only comes back writable where nothing wants notice.
	 */
	readonly migrationWrprotectsReads: boolean;
	/** Huge pages migrate whole, through PMD migration entries (4.14); before, the folio is split first. */
	readonly thpMigration: boolean;
	/** … and keep uffd-wp on the way, and can be given and rid of it there (6.1 stable, B7; 24bf08c4376b). */
	readonly pmdMigrationKeepsUffdWp: boolean;
	/** The split of a migration PMD reads its bits as if it were present (4.14 to 4.20, B4; fixed by 2e83ee1d8694). */
	readonly splitMisreadsMigration: boolean;
	/** … and takes a reference for each page that nobody gives back (until 5.17; fixed by 9d84604b845c) … */
	readonly splitLeaksReferences: boolean;
	/** … and counts the pages as mapped by PTEs, the folio as unmapped by a PMD once more (until 5.8; fixed by ec0abae6dcdf). */
	readonly splitMiscountsMaps: boolean;
	/** pagemap reads soft-dirty of a migration PMD as if it were present (4.14 to 4.15; fixed by 83b57531c58f). */
	readonly pagemapMisreadsMigration: boolean;
	/** UFFDIO_COPY takes a migration PMD for a page table (until 6.11 and stable releases of 2024; fixed by 71c186efc1b2). */
	readonly uffdCopyMisreadsMigration: boolean;
	/** Features that UFFDIO_API grants, beside `none`. */
	readonly uffdFeatures: readonly UffdFeature[];
	/** userfaultfd takes shared memory (4.11). */
	readonly uffdShmem: boolean;
	/** … and its minor faults (5.13). */
	readonly uffdMinor: boolean;
	/** PTE markers keep uffd-wp where there is no page (5.19). */
	readonly pteMarkers: boolean;
	/** UFFDIO_WRITEPROTECT may span several VMAs (6.2). */
	readonly writeprotectSpansVmas: boolean;
	/** Taking uffd-wp away makes entries writable again where no fault is needed (6.2). */
	readonly resolveUpgrades: boolean;
	/** Registering or unregistering the rear part of a VMA never merges it with the next one (until 6.3). */
	readonly uffdForgetsOffset: boolean;
	/** The split of the huge zero page carries uffd-wp into the PTEs (6.1 stable). */
	readonly splitZeroKeepsUffdWp: boolean;
	/** MADV_COLLAPSE says EBUSY, not EINVAL, where holes of a userfaultfd range forbid it (6.12 stable). */
	readonly collapseBusyOnHoles: boolean;
	/** MADV_COLLAPSE of shared memory frees the tables of every process that maps it (6.6, 1d65b771bc08); before, only the caller's. */
	readonly collapseRetractsAll: boolean;
	/** … and gives up where holes would be filled that somebody's userfaultfd waits for (6.4, ac492b9c70ca). */
	readonly collapseMindsMissing: boolean;
	/** A VMA advised nohugepage maps a file's huge page by PTEs only (6.12, 2b0f922323cc). */
	readonly nohugepageForbidsFilePmd: boolean;
	/** A fault on shared memory maps all of a large folio by PTEs at once, where no PMD can (6.11, 43e027e41423). */
	readonly faultMapsWholeFolio: boolean;
	/** Reclaim drops a lazily freed huge page whole (6.11); before, it is split first. */
	readonly discardsHugeWhole: boolean;
	/** The PAGEMAP_SCAN ioctl exists (6.7). */
	readonly pagemapScan: boolean;
	/** … and counts empty entries as written (6.12 stable, B27). */
	readonly scanNoneIsWritten: boolean;
	/**
	 * A page-table walk that splits a file's huge page, and finds only empty PMDs behind it, goes over everything below the same PUD again
	 * (6.12.84 to 6.12.113: from 3b89863c3fa4 to "fix stale walk->action escaping walk_pmd_range()").
	 */
	readonly pagewalkGoesAgain: boolean;
	/** KSM passes pages over that did not merge lately, for up to eight scans (6.7). */
	readonly ksmSmartScan: boolean;
	/** MADV_FREE leaves a large folio alone whose first page is not mapped exactly once, though that page be gone (6.1 stable; 6.9 guesses better). */
	readonly freeAsksFirstPage: boolean;
	/** KSM splits a huge page that holds two equal pages (4.17); before, these two never merge. */
	readonly ksmSplitsOwnTwins: boolean;
	/** KSM gives merged pages up by an unshare fault, which keeps the trackers' bits (6.2); before, by a write fault. */
	readonly ksmUnshares: boolean;
	/** UFFDIO_COPY with write-protect sets uffd-wp in read-only VMAs too (5.19, B29). */
	readonly copyWpAlways: boolean;
	/** UFFDIO_UNREGISTER clears uffd-wp in the entries (6.0, B18). */
	readonly unregisterClearsUffdWp: boolean;
	/** Shared memory registered for write-protect maps pages read-only, so that no write slips by (6.2 and 6.1 stable, B8). */
	readonly uffdWpNotifies: boolean;
	/** mremap() clears uffd-wp in what leaves a userfaultfd without EVENT_REMAP (6.12.11, 6.1 stable, B11). */
	readonly mremapClearsUffdWp: boolean;
	/** What the recorder's ioctl on no userfaultfd gives: its descriptor 0 is closed (EBADF), or a terminal (ENOTTY). */
	readonly errnoWithoutUffd: number;
	/** mremap() moves whole PTE tables where it can, without setting soft-dirty in them (5.1, B25). */
	readonly mremapMovesTables: boolean;
	/** MADV_COLLAPSE exists (6.1). */
	readonly madviseCollapse: boolean;
	/** MADV_COLD and MADV_PAGEOUT exist (5.4). */
	readonly madvisePageout: boolean;
	/** They leave a large folio whole that lies in the range with all its PTEs (6.9); before, its pages are split apart. */
	readonly madviseKeepsLarge: boolean;
	/** They take accessed away before the page is reclaimed (until 6.9). */
	readonly pageoutClearsYoung: boolean;
	/** MADV_FREE of a part of a huge page splits it, and then forgets to give that part up (until 4.7). */
	readonly freeSkipsPartOfHuge: boolean;
	/** MADV_FREE makes pages lazily freeable by clearing swapbacked (4.12); before, only dirty and accessed are cleared. */
	readonly lazyfreeSwapbacked: boolean;
	/** mprotect() of a huge page restores dirty by pmd_mkdirty(), which sets soft-dirty too (4.12 to 4.15). */
	readonly mprotectRedirtiesPmd: boolean;
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
	/** Below a PMD pagemap asks for each page's own map count, not the head's (6.10). */
	readonly pagemapCountsEachPage: boolean;
	/** PG_double_map: a folio mapped by PMDs and PTEs counts its PMD mappings in every page; one of a file always does (until 6.1). */
	readonly doubleMap: boolean;
	/** pagemap marks the huge zero page as a file page, since it looks at the PMD's page (6.1 stable on). */
	readonly pagemapFileOnPmd: boolean;
}

/** A kernel that the machine can be. */
export interface KernelRecord extends KernelIdentity, KernelDifferences {}
