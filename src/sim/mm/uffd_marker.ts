/** PTE markers: uffd-wp where there is no page. Source: include/linux/mm_inline.h pte_install_uffd_wp_if_needed(). */
import { present } from "../arch/pgtable.ts";
import { _PAGE_UFFD_WP, ENTRY_MARKER, SWP_UFFD_WP } from "../arch/x86_64.ts";
import type { Machine } from "../machine_state.ts";
import type { EntryRef } from "./pgtable.ts";
import { VM_UFFD_WP, type Vma } from "./vma.ts";

/** Bits of a PTE marker: uffd-wp. */
export const PTE_MARKER_UFFD_WP = 1;

/** An armed entry of shared memory that is taken away leaves a marker, since the page may come back from the file. */
export function installMarkerIfArmed(m: Machine, vma: Vma, pte: EntryRef, before: number): void {
	if (vma.file === 0 || !m.kernel.pteMarkers) return;
	const armed = (before & (present(before) ? _PAGE_UFFD_WP : SWP_UFFD_WP)) !== 0;
	if ((vma.flags & VM_UFFD_WP) === 0 || !armed) return;
	m.tables.set(pte, ENTRY_MARKER, PTE_MARKER_UFFD_WP);
}
