/** What a word of /proc/PID/pagemap says. Source: fs/proc/task_mmu.c, Documentation/admin-guide/mm/pagemap.rst of the versions. */
import type { EntryLayout } from "../include/kernel.ts";
import { PM_SWAP } from "../include/observation.ts";
import { ALL_BITS, type BitField, carve, type FieldColour, type FieldSpec } from "./bit_field.ts";
import type { EntryHints } from "./x86_64_fields.ts";

/** Where `Run.pagemap` starts in the word. */
export const PAGEMAP_FLAGS_SHIFT = 55n;
/** The bits of the word that tell frame, or swap type and offset. */
export const PAGEMAP_FRAME_MASK = (1n << PAGEMAP_FLAGS_SHIFT) - 1n;
const SWAP_TYPE_BITS = 5n;

export interface PagemapDescription {
	readonly word: bigint;
	readonly known: bigint;
	/** From bit 63 down to bit 0, every bit in exactly one field. */
	readonly fields: readonly BitField[];
}

/** The low 55 bits for a swapped page: `type` in bits 0–4, `offset` from bit 5 on. */
export function pagemapSwap(type: number, offset: bigint): bigint {
	return (BigInt(type) | (offset << SWAP_TYPE_BITS)) & PAGEMAP_FRAME_MASK;
}

/** Reads a pagemap word as the kernel of `layout` writes it. */
export function describePagemap(layout: EntryLayout, word: bigint, hints: EntryHints = {}): PagemapDescription {
	const known = (hints.known ?? ALL_BITS) & ALL_BITS;
	const bits = word & known;
	const swapped = ((bits >> PAGEMAP_FLAGS_SHIFT) & BigInt(PM_SWAP)) !== 0n;
	const specs = [...flagSpecs(layout), ...(swapped ? SWAP_SPECS : FRAME_SPECS)];
	const { target } = hints;
	const fields = carve(bits, known, specs, "This kernel leaves these bits 0.");
	const named =
		target === undefined
			? fields
			: fields.map((field) => (field.key === "frame" || field.key === "offset" ? { ...field, text: target } : field));
	return { word: bits, known, fields: named };
}

function bit(at: number, key: string, name: string, letter: string, symbol: string, colour: FieldColour, meaning: string): FieldSpec {
	return { key, name, letter, symbol, hi: at, lo: at, meaning, colour, role: "bit" };
}

const PRESENT = bit(63, "present", "present", "P", "PM_PRESENT", "ink", "The page is in memory and mapped here (PROT_NONE counts too).");
const SWAPPED = bit(
	62,
	"swap",
	"swapped",
	"S",
	"PM_SWAP",
	"soft",
	"The entry is not present but holds something: a swap entry, a migration entry, or a PTE marker.",
);
const FILE = bit(
	61,
	"file",
	"file or shared",
	"F",
	"PM_FILE",
	"soft",
	"The page is not anonymous: it belongs to a file or to shared memory (memfd, shmem).",
);
const UFFD_WP = bit(
	57,
	"uffd-wp",
	"uffd-wp",
	"UW",
	"PM_UFFD_WP",
	"uw",
	"The entry is write-protected through userfaultfd (reported from 5.14 on).",
);
const EXCLUSIVE = bit(
	56,
	"exclusive",
	"exclusive",
	"E",
	"PM_MMAP_EXCLUSIVE",
	"x",
	"The page is mapped exactly once, by its map count; not the same as PG_anon_exclusive.",
);
const SOFT_DIRTY = bit(
	55,
	"soft-dirty",
	"soft-dirty",
	"SD",
	"PM_SOFT_DIRTY",
	"sd",
	"What trackers read: 1 when the VMA carries VM_SOFTDIRTY or the entry's own soft-dirty bit is set.",
);

function flagSpecs(layout: EntryLayout): readonly FieldSpec[] {
	return [PRESENT, SWAPPED, FILE, ...(layout.pagemapUffdWp ? [UFFD_WP] : []), EXCLUSIVE, SOFT_DIRTY];
}

const FRAME_SPECS: readonly FieldSpec[] = [
	{
		key: "frame",
		name: "frame",
		letter: "PFN",
		symbol: "PM_PFRAME_MASK",
		hi: 54,
		lo: 0,
		meaning: "The page frame number; readers without CAP_SYS_ADMIN get 0.",
		colour: "soft",
		role: "number",
	},
];

const SWAP_SPECS: readonly FieldSpec[] = [
	{
		key: "offset",
		name: "offset",
		letter: "OFFSET",
		symbol: "",
		hi: 54,
		lo: 5,
		meaning: "The offset of the swap entry: a slot, a frame number, or the bits of a marker. Readers without CAP_SYS_ADMIN get 0.",
		colour: "soft",
		role: "number",
	},
	{
		key: "type",
		name: "type",
		letter: "TYPE",
		symbol: "MAX_SWAPFILES_SHIFT",
		hi: 4,
		lo: 0,
		meaning: "The type of the swap entry: a swap device, or the kind of special entry.",
		colour: "ink",
		role: "number",
	},
];
