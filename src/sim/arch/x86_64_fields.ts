/**
 * What a 64-bit page-table entry says, on a named kernel: its kind, and its fields from bit 63 down. The one place that reads
 * words back; `x86_64.ts` writes them.
 */
import type { EntryLayout } from "../include/kernel.ts";
import type { Level } from "../include/observation.ts";
import { ALL_BITS, type BitField, carve, unused } from "./bit_field.ts";
import { presentSpecs, tableSpecs } from "./present_fields.ts";
import { type SwapKind, swapKind, swapSpecs, swapTypeOf } from "./swap_fields.ts";
import { _PAGE_PRESENT, _PAGE_PROTNONE, _PAGE_PSE } from "./x86_64.ts";

/**
 * `invalidated`: a huge entry in the moment between pmdp_invalidate() and its replacement: bit 0 is clear, the page-size bit
 * still says "present" to the kernel.
 */
export type EntryKind = "none" | "present" | "huge" | "prot-none" | "invalidated" | "table" | SwapKind;

export interface EntryHints {
	/** The bits of the word that are known: a recording has no frame numbers and no swap offsets. All, when left out. */
	readonly known?: bigint;
	/** How to print the frame or the offset, known or not: `PFN 0x3803`, `frame 3`, `slot 12`, `zero page`. */
	readonly target?: string;
}

export interface EntryDescription {
	readonly kind: EntryKind;
	/** Two or three words: `read migration entry`. */
	readonly title: string;
	/** One sentence. */
	readonly about: string;
	readonly level: Level;
	readonly word: bigint;
	readonly known: bigint;
	/** From bit 63 down to bit 0, every bit in exactly one field. */
	readonly fields: readonly BitField[];
}

const LEVEL_NAMES = ["PTE", "PMD", "PUD", "PGD"] as const;
/** What one entry of a level covers. */
const SPANS = ["4 KiB", "2 MiB", "1 GiB", "512 GiB"] as const;

/** `PTE`, `PMD`, `PUD`, `PGD`. */
export function levelName(level: Level): string {
	return LEVEL_NAMES[level];
}

/** What one entry of a level covers: `4 KiB` … `512 GiB`. */
export function levelSpan(level: Level): string {
	return SPANS[level];
}

/**
 * Reads an entry as the kernel of `layout` would. Any word is accepted: what no kernel would write is still described by the
 * bits that decide for the kernel's own tests (pte_present, is_swap_pte).
 */
export function describeEntry(layout: EntryLayout, level: Level, word: bigint, hints: EntryHints = {}): EntryDescription {
	const known = (hints.known ?? ALL_BITS) & ALL_BITS;
	const bits = word & known;
	const kind = kindOf(layout, level, bits, known);
	const fields = carve(bits, known, specsOf(layout, level, kind, bits), unusedMeaning(kind));
	const named = hints.target === undefined ? fields : fields.map((field) => withTarget(field, hints.target as string));
	return { kind, ...WORDS[kind](level), level, word: bits, known, fields: named };
}

/** The field that holds this fact, if the entry has one. */
export function fieldOf(entry: { readonly fields: readonly BitField[] }, key: string): BitField | undefined {
	return entry.fields.find((field) => field.key === key);
}

/** Whether the entry has this bit set; false where it has no such bit, or where it is not known. */
export function hasBit(entry: { readonly fields: readonly BitField[] }, key: string): boolean {
	return fieldOf(entry, key)?.value === 1n;
}

/** Whether the kernel's pte_present() or pmd_present() holds. */
export function countsAsPresent(kind: EntryKind): boolean {
	return kind === "present" || kind === "huge" || kind === "prot-none" || kind === "invalidated";
}

function kindOf(layout: EntryLayout, level: Level, word: bigint, known: bigint): EntryKind {
	const has = (flag: number) => (word & BigInt(flag)) !== 0n;
	if (has(_PAGE_PRESENT)) {
		if (level === 0) return "present";
		return level < 3 && has(_PAGE_PSE) ? "huge" : "table";
	}
	if (has(_PAGE_PROTNONE)) return "prot-none";
	if (level > 0 && has(_PAGE_PSE)) return "invalidated";
	if (known === ALL_BITS && isNone(layout, word)) return "none";
	return swapKind(layout, swapTypeOf(layout, word));
}

/** pte_none(), pmd_none(): from 4.8 on accessed and dirty alone are taken for a stray write of the CPU (_PAGE_KNL_ERRATUM_MASK). */
function isNone(layout: EntryLayout, word: bigint): boolean {
	const erratum = layout.swap.typeShift > 1 ? 0x60n : 0n;
	return (word & ~erratum) === 0n;
}

function specsOf(layout: EntryLayout, level: Level, kind: EntryKind, word: bigint) {
	if (kind === "none") return [unused(63, 0, "An empty entry is all zero.")];
	if (kind === "table") return tableSpecs(level);
	if (countsAsPresent(kind)) return presentSpecs(layout, level, (word & BigInt(_PAGE_PRESENT)) !== 0n);
	return swapSpecs(layout, kind as SwapKind);
}

function unusedMeaning(kind: EntryKind): string {
	if (kind === "table" || countsAsPresent(kind)) return "The CPU ignores these bits, and this kernel keeps nothing in them.";
	return "This kernel keeps nothing in these bits.";
}

function withTarget(field: BitField, target: string): BitField {
	return field.key === "frame" || field.key === "offset" ? { ...field, text: target } : field;
}

type Wording = (level: Level) => { readonly title: string; readonly about: string };

const WORDS: Readonly<Record<EntryKind, Wording>> = {
	none: (level) => ({
		title: `empty ${levelName(level)}`,
		about:
			level === 0
				? "Nothing is mapped here: the page was never touched, or it was dropped. The next access faults."
				: `No table hangs below: none of the ${levelSpan(level)} that this ${levelName(level)} covers is mapped, and the next access faults.`,
	}),
	present: () => ({ title: "present PTE", about: "One 4 KiB page is mapped." }),
	huge: (level) => ({
		title: `huge ${levelName(level)}`,
		about: `One entry maps a whole ${levelSpan(level)} page; its bits stand for all of it.`,
	}),
	"prot-none": (level) => ({
		title: `PROT_NONE ${levelName(level)}`,
		about: "The page is mapped but locked away: every access faults, while the kernel still counts it as present.",
	}),
	invalidated: (level) => ({
		title: `invalidated ${levelName(level)}`,
		about: "A huge page whose entry is about to be replaced: the CPU can no longer use it, the kernel still counts it as present.",
	}),
	table: (level) => ({
		title: `${levelName(level)} to a table`,
		about: `Leads to the table of the next lower level; covers ${levelSpan(level)}.`,
	}),
	swap: () => ({ title: "swap entry", about: "The page is on a swap device; the next access brings it back." }),
	hwpoison: () => ({ title: "hwpoison entry", about: "The frame had a memory error: an access gets SIGBUS." }),
	"migration-read": (level) => ({
		title: `read migration ${levelName(level)}`,
		about: "The page is being moved; who touches it waits. It was not writable, and may be shared.",
	}),
	"migration-read-exclusive": (level) => ({
		title: `read-exclusive migration ${levelName(level)}`,
		about: "The page is being moved; who touches it waits. It was not writable, but belongs to this process alone.",
	}),
	"migration-write": (level) => ({
		title: `write migration ${levelName(level)}`,
		about: "The page is being moved; who touches it waits. It was writable, and will be again.",
	}),
	"device-private": () => ({
		title: "device-private entry",
		about: "The page lives in a device's own memory; an access of the CPU brings it back.",
	}),
	"device-exclusive": () => ({
		title: "device-exclusive entry",
		about: "A device has the page to itself for a while; an access of the CPU ends that.",
	}),
	marker: () => ({ title: "PTE marker", about: "No page, only a note for the fault handler." }),
	"swapin-error": () => ({ title: "swap-in error", about: "The page could not be read back from swap: an access gets SIGBUS." }),
};
