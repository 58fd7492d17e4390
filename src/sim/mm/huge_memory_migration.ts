/** The split of a huge page that is on its way: a migration PMD becomes a table of migration entries. Source: mm/huge_memory.c. */
import { alignDown, PMD_LEVEL, PTE_LEVEL } from "../include/geometry.ts";
import type { Process } from "../kernel/process.ts";
import { KernelBug } from "../kernel_bug.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { migrationEntryToPage, noteMiscount } from "./migration.ts";
import { splitMigrationEntry } from "./migration_entry.ts";
import type { EntryRef } from "./pgtable.ts";

const SPLIT: MicroKind = {
	file: "mm/huge_memory.c",
	fn: "__split_huge_pmd_locked",
	label: "split migration entry",
	say: "The huge page is on its way, and so will be its parts: the table is filled with migration entries that know what the one for all of them knew.",
};

const SPLIT_MISREAD: MicroKind = {
	...SPLIT,
	say: "The PMD is a migration entry, but its bits are read as if it were present: what is soft-dirty there is taken for write, and a bit of the type for soft-dirty.",
};

const PUBLISH: MicroKind = {
	...SPLIT,
	label: "publish table",
	say: "The PMD now points to the table: whoever touches one of the pages waits at an entry of its own.",
};

const WRONG_PAGE = "mm/huge_memory.c: __split_huge_pmd_locked";

/** Nothing maps the folio, but until 5.17 it is counted as if it were split where it is mapped. */
// mm/huge_memory.c: __split_huge_pmd_locked(), pmd_migration
export function splitMigrationPmd(m: Machine, process: Process, pmd: EntryRef, vpn: number): void {
	const { tables, frames, kernel, geometry } = m;
	const before = tables.flags.get(pmd);
	const pfn = tables.target.get(pmd);
	const { head } = migrationEntryToPage(m, pfn, WRONG_PAGE);
	// B6: the entry leads into the folio; the kernel would go on with pages beyond its end.
	if (head !== pfn) throw new KernelBug(WRONG_PAGE);
	m.at(kernel.splitMisreadsMigration ? SPLIT_MISREAD : SPLIT);
	const table = tables.alloc({ level: PTE_LEVEL, owner: process.index, base: alignDown(geometry, PMD_LEVEL, vpn) });
	const first = tables.first(table);
	tables.flags.fill(first, geometry.entries, splitMigrationEntry(kernel, before, pfn));
	tables.target.ramp(first, geometry.entries, pfn);
	if (kernel.splitLeaksReferences) {
		frames.get(head, geometry.entries - 1);
		if (kernel.splitMiscountsMaps) {
			frames.mapcount.add(head, geometry.entries, 1);
			frames.entireMapcount.set(head, frames.entireMapcount.get(head) - 1);
		}
		noteMiscount(m, head, geometry.entries - 1, kernel.splitMiscountsMaps ? 1 : 0);
	}
	m.at(PUBLISH);
	tables.setTable(pmd, table);
}
