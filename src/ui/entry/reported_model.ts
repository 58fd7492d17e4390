/**
 * Why pagemap reports a page as soft-dirty, or does not: bit 55 is VM_SOFTDIRTY of the VMA or the entry's own bit.
 * Source: pagemap_pmd_range(), pte_to_pagemap_entry() in fs/proc/task_mmu.c.
 */

import { LEVEL_NAMES } from "../../layout/geometry.ts";
import { bitsOf } from "../../sim/arch/bit_field.ts";
import { fieldOf } from "../../sim/arch/x86_64_fields.ts";
import type { PageReading } from "./page_reading.ts";

export interface Reported {
	/** Bit 55 of the pagemap word. */
	readonly value: boolean;
	/** VM_SOFTDIRTY; false in a hole. */
	readonly vma: boolean;
	/** The entry's own bit; null where the recording does not have it. */
	readonly entry: boolean | null;
	/** `PTE bit 11`; `empty PTE` where the entry has no such bit. */
	readonly entryName: string;
	/** One sentence. */
	readonly why: string;
}

export function reportedOf(now: PageReading): Reported {
	const value = fieldOf(now.pagemap, "soft-dirty")?.value === 1n;
	const vma = now.vma?.flags.includes("sd") ?? false;
	const field = fieldOf(now.entry, "soft-dirty");
	const entry = field === undefined ? false : field.value === null ? null : field.value === 1n;
	const level = LEVEL_NAMES[now.run.level];
	const entryName = field === undefined ? `empty ${level}` : `${level} ${bitsOf(field)}`;
	return { value, vma, entry, entryName, why: whyOf(now, value, vma, entry, entryName) };
}

function whyOf(now: PageReading, value: boolean, vma: boolean, entry: boolean | null, entryName: string): string {
	if (now.vma === null) return value ? "Reported, though no VMA covers the page." : "Not reported: no VMA covers the page.";
	if (value && vma && entry) return `Reported twice over: the VMA carries VM_SOFTDIRTY, and ${entryName} is set.`;
	if (value && vma) return `Reported because of the VMA alone: VM_SOFTDIRTY covers all its pages, written or not.`;
	if (value && entry) return `Reported because ${entryName} is set.`;
	if (value)
		return entry === null
			? `Reported; ${entryName} was not recorded, so it must be set.`
			: "Reported, though neither the VMA nor the entry says so.";
	if (vma || entry) return `Not reported, though ${vma ? "the VMA carries VM_SOFTDIRTY" : `${entryName} is set`}.`;
	return `Not reported: the VMA does not carry VM_SOFTDIRTY, and ${entryName === `empty ${LEVEL_NAMES[now.run.level]}` ? "the entry is empty" : `${entryName} is 0`}.`;
}
