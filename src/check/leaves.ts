/** Every leaf entry of every live process, with the VMA that it stands in: what invariants are about. */
import { ENTRY_TABLE } from "../sim/arch/x86_64.ts";
import { entrySpan, PGD_LEVEL } from "../sim/include/geometry.ts";
import { type Process, vmaLookup } from "../sim/kernel/process.ts";
import type { Machine } from "../sim/machine_state.ts";
import type { Vma } from "../sim/mm/vma.ts";

/** An entry that is not empty and points to no table. */
export interface Leaf {
	readonly process: Process;
	readonly vpn: number;
	readonly level: number;
	readonly flags: number;
	/** Frame, slot or marker bits, as the flags say. */
	readonly target: number;
	/** Undefined: the entry stands where nothing is mapped, which is never right. */
	readonly vma: Vma | undefined;
}

export function leavesOf(m: Machine): Leaf[] {
	const found: Leaf[] = [];
	for (const process of m.processes) if (process.live) collect(m, process, process.pgd, PGD_LEVEL, 0, found);
	return found;
}

function collect(m: Machine, process: Process, table: number, level: number, base: number, found: Leaf[]): void {
	const { tables, geometry } = m;
	const span = entrySpan(geometry, level);
	for (let i = 0; i < geometry.entries; i++) {
		const entry = tables.first(table) + i;
		const flags = tables.flags.get(entry);
		if (flags === 0) continue;
		const vpn = base + i * span;
		const target = tables.target.get(entry);
		if ((flags & ENTRY_TABLE) !== 0) collect(m, process, target, level - 1, vpn, found);
		else found.push({ process, vpn, level, flags, target, vma: vmaLookup(process, vpn) });
	}
}

/** `A page 0x105`, for messages. */
export function nameLeaf({ process, vpn, level, flags }: Leaf): string {
	return `${process.id} page 0x${vpn.toString(16)} level ${level} flags 0x${flags.toString(16)}`;
}
