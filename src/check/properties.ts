/** What a kernel is held to. A property looks at the rows of a state and names the first row that breaks it. */
import { present } from "../sim/arch/pgtable.ts";
import { _PAGE_RW, _PAGE_UFFD_WP } from "../sim/arch/x86_64.ts";
import { VM_SHARED, VM_UFFD_WP } from "../sim/mm/vma.ts";
import { armed } from "./entry_invariants.ts";
import { DROPPED, NO_VMA, populated, SILENT, type StateView, softDirty, WRITTEN } from "./view.ts";

export interface Property {
	readonly id: string;
	/** For people: what holds. */
	readonly name: string;
	/** What it costs when it does not. */
	readonly about: string;
	/** Switched on unless somebody says otherwise. */
	readonly usual: boolean;
	/** The first row that breaks it, or -1. */
	broken(view: StateView): number;
}

/** One row at a time: whether it breaks the property. */
function each(breaks: (flags: number, vmaFlags: number, truth: number) => boolean): Property["broken"] {
	return (view) => {
		for (let row = 0; row < view.length; row++) {
			if (breaks(view.flags[row] ?? 0, view.vmaFlags[row] ?? NO_VMA, view.truth[row] ?? 0)) return row;
		}
		return -1;
	};
}

export const PROPERTIES: readonly Property[] = [
	{
		id: "soft-dirty-missed",
		name: "Soft-dirty misses no written page",
		about: "A page was written since clear_refs and still has its data, but pagemap does not report it: a checkpoint leaves it out.",
		usual: true,
		broken: each((flags, vmaFlags, truth) => {
			if ((truth & (WRITTEN | DROPPED)) !== WRITTEN || vmaFlags === NO_VMA) return false;
			return (populated(flags) || (vmaFlags & VM_SHARED) !== 0) && !softDirty(flags, vmaFlags);
		}),
	},
	{
		id: "uffd-wp-writable",
		name: "A page under uffd-wp is not writable",
		about: "An entry has both the uffd-wp bit and the write bit: the next write passes without a fault.",
		usual: true,
		broken: each((flags) => present(flags) && (flags & (_PAGE_UFFD_WP | _PAGE_RW)) === (_PAGE_UFFD_WP | _PAGE_RW)),
	},
	{
		id: "uffd-wp-silent",
		name: "After WRITEPROTECT no write passes unheard",
		about: "A page was write-protected and then written, without a message (or, asynchronously, without the bit being dropped).",
		usual: true,
		broken: each((_flags, _vmaFlags, truth) => (truth & SILENT) !== 0),
	},
	{
		id: "uffd-wp-unregistered",
		name: "uffd-wp stands only where a VMA is registered",
		about: "An entry has uffd-wp although its VMA is not registered for write-protect, as in a fork's child: stale tracking.",
		usual: true,
		broken: each((flags, vmaFlags) => armed(flags) && (vmaFlags === NO_VMA || (vmaFlags & VM_UFFD_WP) === 0)),
	},
	{
		id: "soft-dirty-spurious",
		name: "Soft-dirty reports no page that was not written",
		about: "A page is reported although nobody wrote to it since clear_refs: extra work for a checkpoint, no loss.",
		usual: false,
		broken: each(
			(flags, vmaFlags, truth) =>
				(truth & (WRITTEN | DROPPED)) === 0 && vmaFlags !== NO_VMA && populated(flags) && softDirty(flags, vmaFlags),
		),
	},
];

/** Not a property of rows: counts are checked while a state is hashed, and by the machine itself, which stops. */
export const COUNTS = "counts";
export const COUNTS_NAME = "Reference and map counts add up";

/** The properties of these ids; an unknown id is left out. */
export function propertiesOf(ids: readonly string[]): Property[] {
	return PROPERTIES.filter(({ id }) => ids.includes(id));
}

export const USUAL_PROPERTIES: readonly string[] = [...PROPERTIES.filter(({ usual }) => usual).map(({ id }) => id), COUNTS];
