/** mprotect(2). Source: mm/mprotect.c. */
import { ENOMEM } from "../include/errno.ts";
import { findVma, type Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import type { MicroKind } from "../trace.ts";
import { changeProtection } from "./change_protection.ts";
import { vmaModify } from "./mmap.ts";
import { VM_ACCESS_FLAGS, VM_ACCOUNT, VM_SHARED, VM_WRITE, type Vma } from "./vma.ts";

const FIXUP: MicroKind = {
	file: "mm/mprotect.c",
	fn: "mprotect_fixup",
	label: "VMA flags",
	say: "The VMA permits other accesses from now on; its entries follow.",
};

/** mprotect() of pages `start … end` (end exclusive). Returns 0 or an errno; what was changed before an error stays changed. */
// mm/mprotect.c: do_mprotect_pkey()
export function doMprotect(m: Machine, process: Process, start: number, end: number, access: number): number {
	let at = start;
	while (at < end) {
		const vma = findVma(process, at);
		if (vma === undefined || vma.start > at) return ENOMEM;
		const to = Math.min(vma.end, end);
		const after = mprotectFixup(m, process, vma, at, to, access);
		at = Math.max(to, Math.min(after.end, end));
	}
	return 0;
}

// mm/mprotect.c: mprotect_fixup()
function mprotectFixup(m: Machine, process: Process, vma: Vma, start: number, end: number, access: number): Vma {
	let flags = (vma.flags & ~VM_ACCESS_FLAGS) | access;
	if (flags === vma.flags) return vma;
	if ((flags & VM_WRITE) !== 0) {
		if ((vma.flags & (VM_ACCOUNT | VM_WRITE | VM_SHARED)) === 0) flags |= VM_ACCOUNT;
	} else if (m.kernel.mprotectUncharges && (flags & VM_ACCOUNT) !== 0 && vma.file === 0 && vma.anonVma === 0) {
		flags &= ~VM_ACCOUNT;
	}
	const changed = vmaModify(m, process, vma, start, end, { flags }, FIXUP);
	changeProtection(m, process, changed, start, end, "mprotect");
	return changed;
}
