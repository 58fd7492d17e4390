/** vma->vm_page_prot. Source: arch/x86/mm/pgprot.c, mm/mmap.c vma_set_page_prot(), vma_wants_writenotify(). */
import { type Flags, PAGE_NONE, PAGE_READONLY, PAGE_SHARED } from "../arch/pgtable.ts";
import type { Machine } from "../machine_state.ts";
import { VM_ACCESS_FLAGS, VM_SHARED, VM_SOFTDIRTY, VM_UFFD_WP, VM_WRITE, type Vma } from "./vma.ts";

/**
 * Protection that fresh entries of a VMA start from. Private memory is never writable here, so that the first write is caught;
 * shared memory is, unless soft-dirty or userfaultfd want to see the first write.
 */
export function vmPageProt(m: Machine, vma: Vma): Flags {
	if ((vma.flags & VM_ACCESS_FLAGS) === 0) return PAGE_NONE;
	const sharedWrite = (vma.flags & (VM_SHARED | VM_WRITE)) === (VM_SHARED | VM_WRITE);
	if (!sharedWrite || wantsWriteNotify(m, vma)) return PAGE_READONLY;
	return PAGE_SHARED;
}

function wantsWriteNotify(m: Machine, vma: Vma): boolean {
	if ((vma.flags & VM_SOFTDIRTY) === 0) return true;
	return m.kernel.uffdWpNotifies && (vma.flags & VM_UFFD_WP) !== 0;
}
