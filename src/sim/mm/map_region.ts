/** mmap(2) and mremap(2) as the scenarios call them: regions with names, each at a place of its own. */
import { EEXIST, EINVAL } from "../include/errno.ts";
import type { Operation } from "../include/operation.ts";
import type { CallResult } from "../include/transition.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import { OK, pageOf, pagesOf, resultOf } from "../range.ts";
import type { FolioWait } from "./migration.ts";
import { insertVma } from "./mmap.ts";
import { doMremap, type RemapTold } from "./mremap.ts";
import { calcVmProtBits, VM_ACCOUNT, VM_SHARED, VM_SOFTDIRTY, VM_WRITE } from "./vma.ts";

export function mapRegion(m: Machine, process: Process, operation: Extract<Operation, { kind: "map" }>): CallResult {
	const pages = pagesOf(operation.length);
	if (pages === 0) return resultOf(EINVAL);
	const start = addRegion(m, process, operation.region, pages);
	const end = start + pages;
	if (process.vmas.some((vma) => vma.start < end && vma.end > start)) return resultOf(EEXIST);
	const access = calcVmProtBits(operation.prot);
	const file = operation.shared ? m.shmem.create() : 0;
	// Shared memory is charged to the file.
	const kind = operation.shared ? VM_SHARED : (access & VM_WRITE) !== 0 ? VM_ACCOUNT : 0;
	const flags = access | VM_SOFTDIRTY | kind;
	insertVma(m, process, { start, end, flags, anonVma: 0, singular: true, pgoff: operation.shared ? 0 : start, file, uffd: 0 });
	return OK;
}

type Remap = Extract<Operation, { kind: "remap" }>;

/** A call that had to wait is made again from its beginning: the new region has its name by then. */
export function remapRegion(m: Machine, process: Process, operation: Remap, told: RemapTold): CallResult | FolioWait {
	const { range, to } = operation;
	const pages = pagesOf(range.length);
	const target = process.regions.find(({ name }) => name === to)?.start ?? addRegion(m, process, to, pages);
	const start = pageOf(process, range);
	if (start === null || !Number.isInteger(start)) return resultOf(EINVAL);
	const moved = doMremap(m, process, start, start + pages, target, told);
	return typeof moved === "number" ? resultOf(moved) : moved;
}

/** Names the next stretch of addresses, whether or not something will be mapped there; returns its first page. */
function addRegion(m: Machine, process: Process, name: string, pages: number): number {
	const start = m.nextRegion;
	const { regionStride } = m.geometry;
	m.setNextRegion(start + Math.max(1, Math.ceil(pages / regionStride)) * regionStride);
	m.change(process, "regions", [...process.regions, { name, start, pages }]);
	return start;
}
