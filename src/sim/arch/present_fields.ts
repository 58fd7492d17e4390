/**
 * Fields of entries that a walk can use: present, huge, PROT_NONE, and those that lead to a table.
 * Source: arch/x86/include/asm/pgtable_types.h of the versions; Intel SDM vol. 3A, "4-level paging".
 */
import type { EntryLayout } from "../include/kernel.ts";
import type { Level } from "../include/observation.ts";
import { type FieldSpec, unused } from "./bit_field.ts";

type Named = Omit<FieldSpec, "hi" | "lo" | "role">;

function bit(position: number, named: Named): FieldSpec {
	return { ...named, hi: position, lo: position, role: "bit" };
}

const NX: Named = {
	key: "nx",
	name: "no-execute",
	letter: "NX",
	symbol: "_PAGE_NX",
	colour: "soft",
	meaning: "Fetching an instruction from this page faults; set in every present entry of a mapping without PROT_EXEC.",
};
const PKEY: FieldSpec = {
	key: "pkey",
	name: "protection key",
	letter: "PK",
	symbol: "_PAGE_PKEY_MASK",
	hi: 62,
	lo: 59,
	role: "number",
	colour: "soft",
	meaning:
		"Which of 16 protection keys guards the page; each thread's PKRU register can forbid a key. 0 unless pkey_mprotect() was called.",
};
const SAVED_DIRTY: Named = {
	key: "saved-dirty",
	name: "saved-dirty",
	letter: "SV",
	symbol: "_PAGE_SAVED_DIRTY",
	colour: "d",
	meaning:
		"Dirty, parked while the entry is write-protected: from 6.6 on “not writable but dirty” is reserved for shadow stacks, so taking write away moves bit 6 here and giving it back moves it home.",
};
const DEVMAP: Named = {
	key: "devmap",
	name: "devmap",
	letter: "DM",
	symbol: "_PAGE_DEVMAP",
	colour: "soft",
	meaning: "The frame is device memory with a struct page (ZONE_DEVICE), as files on DAX use it; never set for ordinary memory.",
};
const SOFT_DIRTY: Named = {
	key: "soft-dirty",
	name: "soft-dirty",
	letter: "SD",
	symbol: "_PAGE_SOFT_DIRTY",
	colour: "sd",
	meaning:
		"Written since the last clear_refs, as far as the kernel knows: the kernel sets it whenever it marks the entry dirty; clear_refs clears it and takes write away, so that the next write faults and sets it again. The CPU never touches it.",
};
const UFFD_WP: Named = {
	key: "uffd-wp",
	name: "uffd-wp",
	letter: "UW",
	symbol: "_PAGE_UFFD_WP",
	colour: "uw",
	meaning:
		"Write-protected for userfaultfd: the next write faults and is reported to the monitor (or, in async mode, just clears this bit). While it is set, write must be clear.",
};
const SPECIAL: Named = {
	key: "special",
	name: "special",
	letter: "SP",
	symbol: "_PAGE_SPECIAL",
	colour: "soft",
	meaning: "The frame is mapped without reference and map counts: the shared zero page, or bare frames of a device.",
};
const GLOBAL: Named = {
	key: "global",
	name: "global",
	letter: "G",
	symbol: "_PAGE_GLOBAL",
	colour: "soft",
	meaning: "The TLB may keep this translation when the address space is switched; for mappings of the kernel, 0 in those of processes.",
};
const PROTNONE: Named = {
	key: "prot-none",
	name: "PROT_NONE",
	letter: "PN",
	symbol: "_PAGE_PROTNONE",
	colour: "ink",
	meaning:
		"Mapped, but every access faults: mprotect(PROT_NONE) or a NUMA hint cleared bit 0 and set this one. The kernel still counts the page as present.",
};
const PAT: Named = {
	key: "pat",
	name: "PAT",
	letter: "PAT",
	symbol: "_PAGE_PAT",
	colour: "soft",
	meaning: "With PCD and PWT it picks the memory type from the PAT register; all three are 0 for ordinary write-back memory.",
};
const PSE: Named = {
	key: "pse",
	name: "page size",
	letter: "PS",
	symbol: "_PAGE_PSE",
	colour: "ink",
	meaning: "The walk ends here: this entry maps one huge page (2 MiB in a PMD, 1 GiB in a PUD) instead of leading to a table.",
};
const DIRTY: Named = {
	key: "dirty",
	name: "dirty",
	letter: "D",
	symbol: "_PAGE_DIRTY",
	colour: "d",
	meaning:
		"Written through this entry: set by the CPU, without a fault, on the first write that bit 1 allows, or by the kernel when it handles the fault. Tells reclaim to save the page; clear_refs leaves it alone.",
};
const ACCESSED: Named = {
	key: "accessed",
	name: "accessed",
	letter: "A",
	symbol: "_PAGE_ACCESSED",
	colour: "a",
	meaning: "Used for a translation: set by the CPU on a read or a write, cleared by reclaim to learn which pages are in use.",
};
const PCD: Named = {
	key: "pcd",
	name: "cache disable",
	letter: "PCD",
	symbol: "_PAGE_PCD",
	colour: "soft",
	meaning: "With PAT and PWT it picks the memory type; 0 for ordinary memory, which is cached.",
};
const PWT: Named = {
	key: "pwt",
	name: "write-through",
	letter: "PWT",
	symbol: "_PAGE_PWT",
	colour: "soft",
	meaning: "With PAT and PCD it picks the memory type; 0 for ordinary memory, which is written back.",
};
const USER: Named = {
	key: "user",
	name: "user",
	letter: "U",
	symbol: "_PAGE_USER",
	colour: "soft",
	meaning: "Code in user mode may use this mapping; clear, only the kernel may.",
};
const WRITE: Named = {
	key: "write",
	name: "write",
	letter: "W",
	symbol: "_PAGE_RW",
	colour: "w",
	meaning:
		"Writes pass without a fault, so the kernel sees nothing of them; clear, a write faults and the kernel decides: copy, mark soft-dirty, tell userfaultfd, or SIGSEGV.",
};
const PRESENT: Named = {
	key: "present",
	name: "present",
	letter: "P",
	symbol: "_PAGE_PRESENT",
	colour: "ink",
	meaning: "The CPU may use this entry; clear, every access faults and the kernel is free to keep what it likes in the other 63 bits.",
};

const BITS = [
	NX,
	SAVED_DIRTY,
	DEVMAP,
	SOFT_DIRTY,
	UFFD_WP,
	SPECIAL,
	GLOBAL,
	PROTNONE,
	PAT,
	PSE,
	DIRTY,
	ACCESSED,
	PCD,
	PWT,
	USER,
	WRITE,
	PRESENT,
];

/** What people call the bit with this key, wherever it stands; what is no bit of an entry is called as its key says. */
export function bitName(key: string): string {
	return BITS.find((each) => each.key === key)?.name ?? key;
}

const MAPS_FRAME = "The physical page that the address leads to, as a page frame number (its physical address without the low 12 bits).";
const INVERTED_FRAME =
	" Stored as its complement while bit 0 is clear (from 4.19 on), so that a speculating CPU finds no cached memory there (L1TF).";

/** Software bits above the frame number: DEVMAP in bit 58 until 6.5, in bit 57 from 6.6 on, where saved-dirty takes bit 58. */
function highSoftwareBits(layout: EntryLayout): readonly FieldSpec[] {
	if (layout.savedDirtyBit === null) return [bit(58, DEVMAP)];
	return [bit(layout.savedDirtyBit, SAVED_DIRTY), bit(57, DEVMAP)];
}

function frame(hi: number, lo: number, inverted: boolean): FieldSpec {
	const meaning = inverted ? MAPS_FRAME + INVERTED_FRAME : MAPS_FRAME;
	return { key: "frame", name: "frame", letter: "PFN", symbol: "PTE_PFN_MASK", hi, lo, meaning, colour: "soft", role: "number", inverted };
}

/** Fields of a present, huge, invalidated or PROT_NONE entry. `present`: bit 0 of the word. */
export function presentSpecs(layout: EntryLayout, level: Level, present: boolean): readonly FieldSpec[] {
	const inverted = !present && layout.protNoneInvertsFrame;
	const frames =
		level === 0
			? [frame(51, 12, inverted)]
			: [
					frame(51, level === 1 ? 21 : 30, inverted),
					unused(level === 1 ? 20 : 29, 13, "A huge page starts at a multiple of its size, so the low bits of its frame are not stored."),
					bit(12, { ...PAT, symbol: "_PAGE_PAT_LARGE" }),
				];
	return [
		bit(63, NX),
		PKEY,
		...highSoftwareBits(layout),
		...frames,
		bit(11, SOFT_DIRTY),
		...(layout.uffdWpBit === null ? [] : [bit(layout.uffdWpBit, UFFD_WP)]),
		bit(9, SPECIAL),
		bit(8, present ? GLOBAL : PROTNONE),
		bit(7, level === 0 ? PAT : PSE),
		bit(6, DIRTY),
		bit(5, ACCESSED),
		bit(4, PCD),
		bit(3, PWT),
		bit(2, USER),
		bit(1, WRITE),
		bit(0, PRESENT),
	];
}

/** Fields of an entry that leads to a lower table. */
export function tableSpecs(level: Level): readonly FieldSpec[] {
	return [
		bit(63, {
			...NX,
			meaning: "Nothing below may be executed; from 4.15 on page-table isolation sets it in the kernel's view of a process's PGD.",
		}),
		{
			...frame(51, 12, false),
			name: "table",
			meaning: "The physical page that holds the table of the next lower level, as a page frame number.",
		},
		bit(7, {
			...PSE,
			meaning:
				level === 3
					? "Always 0 in a PGD entry: there is no huge page of 512 GiB."
					: "0: this entry leads to a table; 1 would make it a huge page.",
		}),
		bit(6, { ...DIRTY, meaning: "The kernel sets it in every table entry (_PAGE_TABLE); the CPU ignores it here." }),
		bit(5, { ...ACCESSED, meaning: "Some walk went through this entry since the bit was last cleared." }),
		bit(4, PCD),
		bit(3, PWT),
		bit(2, { ...USER, meaning: "User mode may use what lies below, as far as the entries there allow it too." }),
		bit(1, { ...WRITE, meaning: "What lies below may be written, as far as the entries there allow it too." }),
		bit(0, { ...PRESENT, meaning: "There is a table below; clear, nothing in the whole range of this entry is mapped." }),
	];
}
