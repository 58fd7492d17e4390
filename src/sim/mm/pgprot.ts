/** vma->vm_page_prot. Source: arch/x86/mm/pgprot.c, mm/mmap.c vma_set_page_prot(). */
import { type Flags, PAGE_NONE, PAGE_READONLY } from "../arch/pgtable.ts";
import { VM_ACCESS_FLAGS, type Vma } from "./vma.ts";

/** Protection that fresh entries of a private VMA start from: never writable, so that the first write can be caught. */
export function vmPageProt(vma: Vma): Flags {
	return (vma.flags & VM_ACCESS_FLAGS) === 0 ? PAGE_NONE : PAGE_READONLY;
}
