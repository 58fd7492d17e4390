/** userfaultfd write-protect: writes that pass without a message, and bits that stay where they should not. */
import type { Check, KnownBug } from "./known_bug.ts";

const at = (page: number, region = "heap", process = "A") => ({ process, region, page });
const uffdWp = (step: number, place: ReturnType<typeof at>, set: boolean): Check => ({
	kind: "entry",
	step,
	at: place,
	bit: "uffd-wp",
	set,
});
const succeeded = (step: number): Check => ({ kind: "succeeded", step });
const silent = (step: number): Check => ({ kind: "message", step, raised: false });

const WITHOUT_UFFD_WP = ["4.6.2", "4.8.15", "4.14.5"];
const WITH_UFFD_WP = ["5.7.14", "5.15.0", "6.1-fix-reverted", "6.1", "6.12"];
const LATE = ["6.1-fix-reverted", "6.1", "6.12"];

const PROTECTED_HEAP = [
	"A: map heap 16K",
	"A: write heap 16K",
	"A: uffd open wp",
	"A: uffd register heap 16K wp",
	"A: uffd protect heap 16K",
];

export const UFFD_WP_BUGS: readonly KnownBug[] = [
	{
		id: "B6",
		title: "A forked child keeps uffd-wp without a userfaultfd",
		shows: ["5.7.14"],
		spared: [...WITHOUT_UFFD_WP, "5.15.0", ...LATE],
		recording: "wp-fork",
		script: [...PROTECTED_HEAP, "A: fork B", "B: write heap+0x1000", "B: read heap", "A: write heap+0x1000", "A: uffd unprotect heap 16K"],
		claim: [uffdWp(5, at(0), true), uffdWp(6, at(0, "heap", "B"), true)],
		why: "fork() asks the parent's VMA whether uffd-wp may stay in the child's entries; the child's own VMA has left the userfaultfd. The same mistake flipped a frame bit of migrating huge pages.",
	},
	{
		id: "B7",
		title: "Migrating a huge page loses uffd-wp",
		shows: ["5.7.14", "5.15.0"],
		spared: [...WITHOUT_UFFD_WP, ...LATE],
		recording: "wp-thp-migrate",
		script: [
			"A: map heap 2M",
			"A: advise heap 2M hugepage",
			"A: write heap",
			"A: uffd open wp",
			"A: uffd register heap 2M wp",
			"A: uffd protect heap 2M",
			"A: migrate heap 2M node1",
			"A: read heap",
			"A: write heap+0x3000",
			"A: uffd unprotect heap 2M",
		],
		claim: [uffdWp(6, at(3), true), uffdWp(7, at(3), false), silent(9)],
		why: "set_pmd_migration_entry() does not put uffd-wp into the PMD migration entry, so remove_migration_pmd() cannot bring it back: the next write passes without a message.",
	},
	{
		id: "B11",
		title: "uffd-wp stays behind in memory that mremap() moved away",
		shows: ["5.7.14", "5.15.0"],
		spared: [...WITHOUT_UFFD_WP, ...LATE],
		recording: "wp-remap",
		script: [
			"A: map heap 32K",
			"A: write heap 32K",
			"A: uffd open wp",
			"A: uffd register heap 32K wp",
			"A: uffd protect heap 32K",
			"A: remap heap 16K to moved",
			"A: write moved",
			"A: read moved+0x1000",
		],
		claim: [uffdWp(5, at(1), true), uffdWp(6, at(1, "moved"), true), uffdWp(8, at(1, "moved"), true)],
		why: "Without EVENT_REMAP the new VMA leaves the userfaultfd, but its entries keep uffd-wp: later code meets the bit where nobody is asked about it (CVE-2025-21696).",
	},
	{
		id: "B18",
		title: "Unregistering leaves uffd-wp behind",
		shows: ["5.7.14", "5.15.0"],
		spared: [...WITHOUT_UFFD_WP, ...LATE],
		script: [...PROTECTED_HEAP, "A: uffd unregister heap 16K", "A: read heap 16K", "A: uffd register heap 16K wp", "A: write heap+0x1000"],
		claim: [succeeded(6), uffdWp(6, at(1), true), { kind: "message", step: 9, raised: true }],
		why: "The bit stays in the entries, harmless until the range is registered again: then a write raises a message for a protection that nobody asked for.",
	},
	{
		id: "B20",
		title: "Write-protecting an empty page does nothing",
		shows: WITH_UFFD_WP,
		spared: WITHOUT_UFFD_WP,
		recording: "wp-unpopulated-default",
		script: [
			"A: map heap 32K",
			"A: write heap 8K",
			"A: uffd open wp",
			"A: uffd register heap 32K wp",
			"A: uffd protect heap 32K",
			"A: write heap+0x3000",
			"A: read heap+0x4000",
			"A: write heap+0x4000",
		],
		claim: [succeeded(5), uffdWp(5, at(0), true), silent(6), silent(8)],
		why: "An anonymous page without an entry has no place for the bit, so its first write is silent. From 6.4 on UFFD_FEATURE_WP_UNPOPULATED puts a marker there; it has to be asked for, so 6.12 does the same here.",
	},
	{
		id: "B21u",
		title: "A KSM merge drops uffd-wp",
		shows: WITH_UFFD_WP,
		spared: WITHOUT_UFFD_WP,
		recording: "wp-ksm",
		script: [
			"A: map heap 32K",
			"A: advise heap 32K mergeable",
			"A: fill heap 32K 7",
			"A: uffd open wp",
			"A: uffd register heap 32K wp",
			"A: uffd protect heap 16K",
			"ksm run",
			"A: read heap 32K",
			"A: write heap+0x5000",
			"A: write heap+0x1000",
			"A: uffd unprotect heap 32K",
		],
		claim: [uffdWp(6, at(0), true), uffdWp(7, at(0), false)],
		why: "replace_page() builds the entry of the merged page anew and asks nowhere about userfaultfd: the next write to the page is silent. The page that all others were merged into keeps its entry.",
	},
	{
		id: "B23",
		title: "A blocked write to a swapped-out page is already soft-dirty",
		shows: ["5.7.14", "5.15.0", "6.1-fix-reverted", "6.1"],
		spared: [...WITHOUT_UFFD_WP, "6.12"],
		script: [...PROTECTED_HEAP, "A: clear_refs", "A: advise heap 16K pageout", "A: write heap+0x1000", "A: uffd unprotect heap 16K"],
		claim: [
			{ kind: "message", step: 8, raised: true },
			{ kind: "pagemap", step: 7, at: at(1), bit: "soft-dirty", set: false },
			{ kind: "verdict", step: 8, at: at(1), says: "spurious" },
		],
		why: "do_swap_page() grants the write, with dirty and soft-dirty, before it puts uffd-wp back and takes write away again; the writer then waits in userfaultfd, and has written nothing.",
	},
	{
		id: "B29",
		title: "UFFDIO_COPY ignores write-protect in a read-only mapping",
		shows: ["5.7.14", "5.15.0"],
		spared: [...WITHOUT_UFFD_WP, ...LATE],
		script: [
			"A: map heap 16K",
			"A: uffd open wp",
			"A: uffd register heap 16K missing+wp",
			"A: protect heap 16K r",
			"A: uffd copy heap 4K wp",
			"A: protect heap 16K rw",
			"A: write heap",
		],
		claim: [succeeded(5), uffdWp(5, at(0), false), silent(7)],
		why: "The copy sets uffd-wp only where the VMA is writable at that moment; after mprotect() to writable the first write is silent.",
	},
];
