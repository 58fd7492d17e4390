/** vma->vm_page_prot. Source: arch/x86/mm/pgprot.c, mm/mmap.c vma_set_page_prot(), vma_wants_writenotify(). */
import { type Flags, PAGE_NONE, PAGE_READONLY, PAGE_SHARED } from "../arch/pgtable.ts";
import type { Machine } from "../machine_state.ts";
import { VM_ACCESS_FLAGS, VM_SHARED, VM_SOFTDIRTY, VM_UFFD_WP, VM_WRITE, type Vma } from "./vma.ts";

/** Protection by the VMA's access alone: shared memory is writable, private memory never. */
// arch/x86/mm/pgprot.c: vm_get_page_prot()
export function vmGetPageProt(vma: Vma): Flags {
	if ((vma.flags & VM_ACCESS_FLAGS) === 0) return PAGE_NONE;
	return (vma.flags & (VM_SHARED | VM_WRITE)) === (VM_SHARED | VM_WRITE) ? PAGE_SHARED : PAGE_READONLY;
}

/**
 * Protection that fresh entries of a VMA start from: shared memory is not writable either while soft-dirty or userfaultfd want to
 * see the first write.
 */
// mm/mmap.c: vma_set_page_prot(), vma_wants_writenotify()
export function vmPageProt(m: Machine, vma: Vma): Flags {
	const prot = vmGetPageProt(vma);
	if (prot !== PAGE_SHARED) return prot;
	const watched = (vma.flags & VM_SOFTDIRTY) === 0 || (m.kernel.uffdWpNotifies && (vma.flags & VM_UFFD_WP) !== 0);
	return watched ? PAGE_READONLY : PAGE_SHARED;
}
