/**
 * A state as properties see it: one row a page of every region of every live process, in flat columns that are filled again for each
 * state. Below a huge entry every page has the entry's flags.
 */

import { present } from "../sim/arch/pgtable.ts";
import { _PAGE_PSE, _PAGE_SOFT_DIRTY, ENTRY_MARKER, ENTRY_MIGRATION, ENTRY_SWAP, ENTRY_TABLE, SWP_SOFT_DIRTY } from "../sim/arch/x86_64.ts";
import { PMD_LEVEL, PTE_LEVEL } from "../sim/include/geometry.ts";
import type { Process } from "../sim/kernel/process.ts";
import type { Machine } from "../sim/machine_state.ts";
import { VM_SOFTDIRTY, type Vma } from "../sim/mm/vma.ts";
import { entryAt } from "../sim/mm/walk.ts";
import { type Promises, promised } from "./promise.ts";

/** Bits of `truth`. */
export const WRITTEN = 1;
export const DROPPED = 2;
/** The userfaultfd's owner was promised to hear of the next write. */
export const PROMISED = 4;
/** The last step wrote to a page of a promise, and nobody heard. */
export const SILENT = 8;

/** Stands for "no VMA" in `vmaFlags`, which has no negative value else. */
export const NO_VMA = -1;

export class StateView {
	/** Rows in use. */
	length = 0;
	/** Live processes, in the machine's order. */
	readonly processes: Process[] = [];
	/** Where each process's rows begin; one more for the end. */
	readonly starts: number[] = [];
	/** Position in `processes`. */
	process = new Int32Array(64);
	/** Virtual page number. */
	vpn = new Float64Array(64);
	/** Level of the entry where the walk ended: PTE or PMD; a missing upper table reads as an empty PMD. */
	level = new Int32Array(64);
	flags = new Int32Array(64);
	/** Frame (of this very page), slot or marker bits. */
	target = new Int32Array(64);
	vmaFlags = new Int32Array(64);
	truth = new Int32Array(64);

	/** Fills the rows with what the machine holds, or with what one process of it has. */
	read(m: Machine, promises: Promises, only?: Process): void {
		this.length = 0;
		this.processes.length = 0;
		this.starts.length = 0;
		for (const process of m.processes) {
			if (!process.live || (only !== undefined && process !== only)) continue;
			this.starts.push(this.length);
			for (const { start, pages } of process.regions) this.readRegion(m, process, start, pages, promises);
			this.processes.push(process);
		}
		this.starts.push(this.length);
	}

	/** Notes that the last step wrote to this row's page unheard. */
	markSilent(row: number): void {
		if (row >= 0) this.truth[row] = (this.truth[row] ?? 0) | SILENT;
	}

	/** The row of a process's page, or -1. */
	find(process: Process, vpn: number): number {
		const at = this.processes.indexOf(process);
		for (let row = this.starts[at] ?? 0; row < (this.starts[at + 1] ?? 0); row++) if (this.vpn[row] === vpn) return row;
		return -1;
	}

	private readRegion(m: Machine, process: Process, start: number, pages: number, promises: Promises): void {
		const { tables, geometry } = m;
		const { vmas, written, dropped } = process;
		const number = this.processes.length;
		const own = promises[process.index];
		let next = 0;
		let vma: Vma | undefined = vmas[0];
		if (this.length + pages > this.flags.length) this.grow(this.length + pages);
		for (let vpn = start; vpn < start + pages; ) {
			const pmd = entryAt(m, process, vpn, PMD_LEVEL);
			const pmdFlags = pmd === null ? 0 : tables.flags.get(pmd);
			const table = (pmdFlags & ENTRY_TABLE) !== 0;
			const target = pmd === null ? 0 : tables.target.get(pmd);
			const first = table ? tables.first(target) : 0;
			let below = vpn & (geometry.entries - 1);
			const stop = Math.min(start + pages, vpn + geometry.entries - below);
			for (; vpn < stop; vpn++, below++) {
				while (vma !== undefined && vma.end <= vpn) vma = vmas[++next];
				const row = this.length++;
				this.process[row] = number;
				this.vpn[row] = vpn;
				this.level[row] = table ? PTE_LEVEL : PMD_LEVEL;
				this.flags[row] = table ? tables.flags.get(first + below) : pmdFlags;
				this.target[row] = table ? tables.target.get(first + below) : pmdFlags === 0 ? 0 : target + below;
				this.vmaFlags[row] = vma !== undefined && vma.start <= vpn ? vma.flags : NO_VMA;
				this.truth[row] =
					(written.has(vpn) ? WRITTEN : 0) | (dropped.has(vpn) ? DROPPED : 0) | (own !== undefined && promised(own, vpn) ? PROMISED : 0);
			}
		}
	}

	private grow(rows: number): void {
		const size = 2 ** Math.ceil(Math.log2(rows));
		const wider = (column: Int32Array): Int32Array<ArrayBuffer> => {
			const fresh = new Int32Array(size);
			fresh.set(column);
			return fresh;
		};
		const vpn = new Float64Array(size);
		vpn.set(this.vpn);
		this.vpn = vpn;
		this.process = wider(this.process);
		this.level = wider(this.level);
		this.flags = wider(this.flags);
		this.target = wider(this.target);
		this.vmaFlags = wider(this.vmaFlags);
		this.truth = wider(this.truth);
	}
}

/** Whether an entry leads to data: mapped, PROT_NONE, in swap, or migrating. A PMD that is being split is not present, but maps its page. */
export function populated(flags: number): boolean {
	return present(flags) || (flags & (ENTRY_SWAP | ENTRY_MIGRATION)) !== 0 || ((flags & ENTRY_MARKER) === 0 && (flags & _PAGE_PSE) !== 0);
}

/** What pagemap's bit 55 says of a page. */
export function softDirty(flags: number, vmaFlags: number): boolean {
	if (vmaFlags !== NO_VMA && (vmaFlags & VM_SOFTDIRTY) !== 0) return true;
	return (flags & ((flags & (ENTRY_SWAP | ENTRY_MIGRATION | ENTRY_MARKER)) === 0 ? _PAGE_SOFT_DIRTY : SWP_SOFT_DIRTY)) !== 0;
}
