/** The kernels that the machine can be, in the order of time. Each is a record of named differences. */
import type { KernelRecord } from "../include/kernel_record.ts";
import { layout45, layout48, layout57, layout414, layout514, layout519, layout612 } from "./layouts.ts";

const v462: KernelRecord = {
	id: "4.6.2",
	released: "2016-06",
	about: "The era of the 2016 mail: a THP split loses soft-dirty.",
	layout: layout45,
	splitCarriesSoftDirty: false,
	splitDirtiesPtes: false,
	splitUsesZeropage: false,
	hugeZeroWriteAllocates: true,
	cowReuse: "mapcount",
	cowCopiesHuge: true,
	forkRenewsHugeZero: true,
	forkBatches: false,
	wpNeverReusesLarge: false,
	forkAsksParentForUffdWp: true,
	forkKeepsSwapUffdWp: true,
	swapIsZram: true,
	swapInWritable: false,
	movePagesInRounds: false,
	movePagesFaultsOnNone: true,
	movePagesSkipsProtNone: false,
	migrationSplitsPartial: false,
	migrationKeepsAccessedDirty: false,
	migrationClearsSoftDirty: false,
	thpMigration: false,
	pmdMigrationKeepsUffdWp: false,
	mremapMovesTables: false,
	madviseCollapse: false,
	madvisePageout: false,
	madviseKeepsLarge: false,
	pageoutClearsYoung: true,
	freeSkipsPartOfHuge: true,
	lazyfreeSwapbacked: false,
	mprotectRedirtiesPmd: false,
	anonExclusive: false,
	mprotectUpgrade: "never",
	mprotectUpgradesPmd: false,
	pmdModifyDropsDirty: false,
	mprotectUncharges: false,
	madvisePopulate: false,
	populateStopsAtHole: false,
	pagemapCountsEachPage: false,
	doubleMap: true,
	pagemapFileOnPmd: false,
};

const v4815: KernelRecord = {
	...v462,
	id: "4.8.15",
	released: "2016-12",
	about: "The first recorded kernel with the fix of the THP split.",
	layout: layout48,
	freeSkipsPartOfHuge: false,
	splitCarriesSoftDirty: true,
};

const v4145: KernelRecord = {
	...v4815,
	id: "4.14.5",
	released: "2017-12",
	about: "PMD migration entries; soft-dirty moves to bit 1 of the swap entry.",
	layout: layout414,
	thpMigration: true,
	lazyfreeSwapbacked: true,
	mprotectRedirtiesPmd: true,
};

const v5714: KernelRecord = {
	...v4145,
	id: "5.7.14",
	released: "2020-08",
	about: "The first series with userfaultfd write-protect. clear_refs forgets to flush the TLB.",
	layout: layout57,
	mremapMovesTables: true,
	movePagesInRounds: true,
	madvisePageout: true,
	swapIsZram: false,
	mprotectRedirtiesPmd: false,
};

const v5150: KernelRecord = {
	...v5714,
	id: "5.15.0",
	released: "2021-11",
	about: "Copy-on-write by page_count; uffd-wp reported in pagemap.",
	layout: layout514,
	forkAsksParentForUffdWp: false,
	forkKeepsSwapUffdWp: false,
	cowReuse: "refcount",
	cowCopiesHuge: false,
	forkRenewsHugeZero: false,
	hugeZeroWriteAllocates: false,
	madvisePopulate: true,
};

const v61: KernelRecord = {
	...v5150,
	id: "6.1",
	released: "2022-12",
	about: "Long-term kernel: PTE markers, PG_anon_exclusive, accessed and dirty carried in migration entries.",
	layout: layout519,
	movePagesSkipsProtNone: true,
	madviseCollapse: true,
	migrationKeepsAccessedDirty: true,
	pmdMigrationKeepsUffdWp: true,
	cowReuse: "exclusive",
	anonExclusive: true,
	mprotectUpgrade: "dirty",
	pagemapFileOnPmd: true,
};

const v61Reverted: KernelRecord = {
	...v61,
	id: "6.1-fix-reverted",
	about: "6.1 with the 2016 bug put back: only the soft-dirty lines of commit 804dd150468c are taken out.",
	splitCarriesSoftDirty: false,
};

const v612: KernelRecord = {
	...v61,
	id: "6.12",
	released: "2024-11",
	about: "Long-term kernel: saved-dirty bit, PAGEMAP_SCAN, asynchronous write-protect.",
	layout: layout612,
	movePagesSkipsProtNone: false,
	splitUsesZeropage: true,
	movePagesFaultsOnNone: false,
	migrationSplitsPartial: true,
	migrationClearsSoftDirty: true,
	madviseKeepsLarge: true,
	pageoutClearsYoung: false,
	pagemapCountsEachPage: true,
	doubleMap: false,
	wpNeverReusesLarge: true,
	swapInWritable: true,
	forkBatches: true,
	splitDirtiesPtes: true,
	mprotectUpgrade: "always",
	mprotectUpgradesPmd: true,
	pmdModifyDropsDirty: true,
	mprotectUncharges: true,
	populateStopsAtHole: true,
};

export const KERNELS: readonly KernelRecord[] = [v462, v4815, v4145, v5714, v5150, v61Reverted, v61, v612];

/** The record of a kernel id of kernels.json, or undefined where the machine does not have that kernel yet. */
export function kernelById(id: string): KernelRecord | undefined {
	return KERNELS.find((kernel) => kernel.id === id);
}
