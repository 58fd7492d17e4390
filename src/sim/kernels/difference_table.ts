/** Words for every field of a kernel record, for people who derive a kernel of their own. */
import type { KernelDifferences } from "../include/kernel_record.ts";

export interface DifferenceWords {
	readonly field: keyof KernelDifferences;
	/** What a kernel with this difference does, and from when to when. */
	readonly about: string;
	/** The upstream commit that made or ended it, where known. */
	readonly commit?: string;
	/** The values that it may have; without them it is yes or no. */
	readonly choices?: readonly string[];
	/** Neither yes or no nor one of a few: it cannot be flipped. */
	readonly fixed?: true;
}

/** In the order of the record. */
export const DIFFERENCES: readonly DifferenceWords[] = [
	{
		field: "splitCarriesSoftDirty",
		about: "__split_huge_pmd_locked() copies soft-dirty of the PMD into the PTEs (804dd150468c, 4.8 and 4.7.3).",
		commit: "804dd150468c",
	},
	{
		field: "splitDirtiesPtes",
		about: "The split keeps dirty in the PTEs, by pte_mkdirty(), which on x86 sets soft-dirty too (6.3); before, only in struct page.",
	},
	{ field: "splitUsesZeropage", about: "A folio split maps pages of zeroes to the shared zero page (6.12)." },
	{
		field: "hugeZeroWriteAllocates",
		about: "A write to the huge zero page allocates a huge page; from 5.8 on it splits the PMD and copies one base page.",
	},
	{
		field: "cowReuse",
		about:
			"When a write fault on a private page reuses it: when nobody else maps or swapped it (mapcount, until 5.8), when nobody else holds any reference (refcount), or when it is marked exclusive, else as refcount (5.19).",
		choices: ["mapcount", "refcount", "exclusive"],
	},
	{
		field: "cowCopiesHuge",
		about: "A write to a shared huge page copies all of it (until 5.7); from 5.8 on it is split and one base page copied.",
	},
	{
		field: "forkRenewsHugeZero",
		about: "fork() gives the child a fresh entry for the huge zero page (until 5.13); then it copies the parent's.",
	},
	{ field: "forkBatches", about: "fork() copies runs of PTEs of one large folio at once, with the bits of the first (6.9)." },
	{ field: "wpNeverReusesLarge", about: "A write fault never reuses a base page of a large folio unless it is marked exclusive (6.9)." },
	{
		field: "forkAsksParentForUffdWp",
		about: "fork() asks the parent's VMA, not the child's, whether uffd-wp stays in the child's entries (until 5.13, B6).",
	},
	{ field: "forkKeepsSwapUffdWp", about: "fork() never takes uffd-wp out of swap entries (until 5.13)." },
	{
		field: "swapIsZram",
		about: "The swap device of its recordings is in memory (zram): it writes at once, and gives its copy up when a page is read back.",
	},
	{ field: "swapInWritable", about: "A page swapped in becomes writable even by a read, when nothing needs the write fault (6.11)." },
	{
		field: "movePagesInRounds",
		about: "move_pages() moves what is queued whenever a page cannot be queued (4.17); before, it queues all and moves once.",
	},
	{
		field: "movePagesFaultsOnNone",
		about: "move_pages() reports EFAULT for an empty entry, since it looks it up as a core dump would (until 6.11); then ENOENT.",
	},
	{ field: "movePagesSkipsProtNone", about: "move_pages() does not see PROT_NONE entries at all (6.1)." },
	{
		field: "numaMovesHugeByItself",
		about:
			"A NUMA hinting fault moves a huge page by migrate_misplaced_transhuge_page(), whose pmd_mkdirty() sets soft-dirty (until 5.13, B2; removed by c5b5a3dd2c1f in 5.14).",
		commit: "c5b5a3dd2c1f",
	},
	{
		field: "numaRestoresFirst",
		about: "A NUMA hinting fault restores the PTE before the page migrates (until 5.12); from then on only when it does not.",
	},
	{ field: "numaHintSkipsShared", about: "NUMA hinting passes private pages over that others map too (4.16)." },
	{
		field: "numaHintNeedsBalancing",
		about: "NUMA hinting passes every page of ordinary memory over while NUMA balancing is off, as in all recordings (5.18).",
	},
	{
		field: "clearRefsForgetsTlb",
		about:
			"clear_refs does not flush the TLB: its mmu_gather notes nothing, and tlb_finish_mmu() does nothing then (5.6 to 5.11, B3; from 0758cd830494 to 912efa17e512).",
		commit: "0758cd830494",
	},
	{ field: "migrationSplitsPartial", about: "Large folios that are only mapped in part are split before they migrate (6.10)." },
	{
		field: "migrationKeepsAccessedDirty",
		about: "Migration entries carry accessed and dirty (6.1); before, a page comes back old and clean, its dirty bit in struct page.",
	},
	{
		field: "migrationClearsSoftDirty",
		about: "remove_migration_pte() takes soft-dirty away again that pte_mkdirty() set by the way (6.12 stable).",
	},
	{
		field: "migrationWrprotectsReads",
		about:
			"remove_migration_pte() write-protects what a read entry gives back, whatever vm_page_prot of a shared VMA allows (6.1 and stable releases, B13; gone by 6.3).",
		commit: "1eba86c096e3",
	},
	{ field: "thpMigration", about: "Huge pages migrate whole, through PMD migration entries (4.14); before, the folio is split first." },
	{ field: "pmdMigrationKeepsUffdWp", about: "Huge pages that migrate whole keep uffd-wp on the way (6.1 stable, B7)." },
	{
		field: "splitMisreadsMigration",
		about: "The split of a migration PMD reads its bits as if it were present (4.14 to 4.20, B4).",
		commit: "2e83ee1d8694",
	},
	{
		field: "splitLeaksReferences",
		about:
			"The split of a migration PMD takes a reference for each page that nobody gives back, so that the migration fails and the memory leaks (until 5.17).",
		commit: "9d84604b845c",
	},
	{
		field: "splitMiscountsMaps",
		about: "The split of a migration PMD counts the pages as mapped by PTEs and the folio as unmapped by a PMD once more (until 5.8).",
		commit: "ec0abae6dcdf",
	},
	{
		field: "pagemapMisreadsMigration",
		about: "pagemap reads soft-dirty of a migration PMD as if it were present (4.14 to 4.15).",
		commit: "83b57531c58f",
	},
	{
		field: "uffdCopyMisreadsMigration",
		about: "UFFDIO_COPY takes a migration PMD for a page table (until 6.11 and stable releases of 2024).",
		commit: "71c186efc1b2",
	},
	{ field: "uffdFeatures", about: "Features that UFFDIO_API grants, beside `none`.", fixed: true },
	{ field: "uffdShmem", about: "userfaultfd takes shared memory (4.11)." },
	{ field: "uffdMinor", about: "userfaultfd takes minor faults of shared memory (5.13)." },
	{ field: "pteMarkers", about: "PTE markers keep uffd-wp where there is no page (5.19)." },
	{ field: "writeprotectSpansVmas", about: "UFFDIO_WRITEPROTECT may span several VMAs (6.2)." },
	{ field: "resolveUpgrades", about: "Taking uffd-wp away makes entries writable again where no fault is needed (6.2)." },
	{
		field: "uffdForgetsOffset",
		about: "Registering or unregistering the rear part of a VMA never merges it with the next one (until 6.3).",
	},
	{ field: "splitZeroKeepsUffdWp", about: "The split of the huge zero page carries uffd-wp into the PTEs (6.1 stable)." },
	{
		field: "collapseBusyOnHoles",
		about: "MADV_COLLAPSE says EBUSY, not EINVAL, where holes of a userfaultfd range forbid it (6.12 stable).",
	},
	{
		field: "collapseRetractsAll",
		about: "MADV_COLLAPSE of shared memory frees the tables of every process that maps it (6.6); before, only the caller's.",
		commit: "1d65b771bc08",
	},
	{
		field: "collapseMindsMissing",
		about: "MADV_COLLAPSE of shared memory gives up where holes would be filled that somebody's userfaultfd waits for (6.4).",
		commit: "ac492b9c70ca",
	},
	{
		field: "nohugepageForbidsFilePmd",
		about: "A VMA advised nohugepage maps a file's huge page by PTEs only (6.12).",
		commit: "2b0f922323cc",
	},
	{
		field: "faultMapsWholeFolio",
		about: "A fault on shared memory maps all of a large folio by PTEs at once, where no PMD can (6.11).",
		commit: "43e027e41423",
	},
	{ field: "discardsHugeWhole", about: "Reclaim drops a lazily freed huge page whole (6.11); before, it is split first." },
	{ field: "pagemapScan", about: "The PAGEMAP_SCAN ioctl exists (6.7)." },
	{ field: "scanNoneIsWritten", about: "PAGEMAP_SCAN counts empty entries as written (6.12 stable, B27)." },
	{
		field: "pagewalkGoesAgain",
		about: "PAGEMAP_SCAN goes over what is below a PUD again when it split a file's huge page there (6.12.84 to 6.12.113).",
		commit: "3b89863c3fa4",
	},
	{
		field: "ksmSmartScan",
		about: "KSM passes pages over that did not merge lately, for up to eight scans (6.7).",
	},
	{
		field: "freeAsksFirstPage",
		about:
			"MADV_FREE leaves a large folio alone whose first page is not mapped exactly once, though that page be gone (6.1 stable; 6.9 guesses better).",
	},
	{
		field: "ksmSplitsOwnTwins",
		about: "KSM splits a huge page that holds two equal pages (4.17); before, these two never merge.",
		commit: "77da2ba0648a",
	},
	{
		field: "ksmUnshares",
		about: "KSM gives merged pages up by an unshare fault, which keeps the trackers' bits (6.2); before, by a write fault.",
	},
	{ field: "copyWpAlways", about: "UFFDIO_COPY with write-protect sets uffd-wp in read-only VMAs too (5.19, B29)." },
	{ field: "unregisterClearsUffdWp", about: "UFFDIO_UNREGISTER clears uffd-wp in the entries (6.0, B18)." },
	{
		field: "uffdWpNotifies",
		about: "Shared memory registered for write-protect maps pages read-only, so that no write slips by (6.2 and 6.1 stable, B8).",
	},
	{
		field: "mremapClearsUffdWp",
		about: "mremap() clears uffd-wp in what leaves a userfaultfd without EVENT_REMAP (6.12.11, 6.1 stable, B11).",
	},
	{
		field: "errnoWithoutUffd",
		about: "What the recorder's ioctl on no userfaultfd gives: its descriptor 0 is closed (EBADF), or a terminal (ENOTTY).",
		fixed: true,
	},
	{ field: "mremapMovesTables", about: "mremap() moves whole PTE tables where it can, without setting soft-dirty in them (5.1, B25)." },
	{ field: "madviseCollapse", about: "MADV_COLLAPSE exists (6.1)." },
	{ field: "madvisePageout", about: "MADV_COLD and MADV_PAGEOUT exist (5.4)." },
	{
		field: "madviseKeepsLarge",
		about:
			"MADV_COLD and MADV_PAGEOUT leave a large folio whole that lies in the range with all its PTEs (6.9); before, its pages are split apart.",
	},
	{ field: "pageoutClearsYoung", about: "MADV_COLD and MADV_PAGEOUT take accessed away before the page is reclaimed (until 6.9)." },
	{
		field: "freeSkipsPartOfHuge",
		about: "MADV_FREE of a part of a huge page splits it, and then forgets to give that part up (until 4.7).",
	},
	{
		field: "lazyfreeSwapbacked",
		about: "MADV_FREE makes pages lazily freeable by clearing swapbacked (4.12); before, only dirty and accessed are cleared.",
	},
	{
		field: "mprotectRedirtiesPmd",
		about: "mprotect() of a huge page restores dirty by pmd_mkdirty(), which sets soft-dirty too (4.12 to 4.15).",
	},
	{ field: "anonExclusive", about: "PG_anon_exclusive tells whether a page may be reused without copying (5.19)." },
	{
		field: "mprotectUpgrade",
		about: "mprotect() makes PTEs of exclusive anonymous pages writable again: never (before 6.0), if dirty, or always (6.2).",
		choices: ["never", "dirty", "always"],
	},
	{ field: "mprotectUpgradesPmd", about: "mprotect() makes PMDs of exclusive anonymous pages writable again too (6.2)." },
	{
		field: "pmdModifyDropsDirty",
		about: "mprotect() of a huge page loses the dirty bit of a writable PMD (6.6 to 6.12 stable releases: pmd_modify()).",
	},
	{ field: "mprotectUncharges", about: "mprotect() to read-only uncharges memory that no anon_vma was given yet (6.7 on)." },
	{ field: "madvisePopulate", about: "MADV_POPULATE_READ and _WRITE exist (5.14)." },
	{
		field: "populateStopsAtHole",
		about: "MADV_POPULATE_* stops at the first hole; before, madvise() went on behind it and reported ENOMEM at the end.",
	},
	{ field: "pagemapCountsEachPage", about: "Below a PMD pagemap asks for each page's own map count, not the head's (6.10)." },
	{
		field: "doubleMap",
		about: "PG_double_map: a folio mapped by PMDs and PTEs counts its PMD mappings in every page; one of a file always does (until 6.1).",
	},
	{
		field: "pagemapFileOnPmd",
		about: "pagemap marks the huge zero page as a file page, since it looks at the PMD's page (6.1 stable on).",
	},
];
