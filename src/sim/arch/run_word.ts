/**
 * The 64-bit words behind one page of an observed run. Observations leave frame numbers and swap offsets out of the entry and
 * name them beside it; a model's are real numbers and go back in, a recording's are labels and stay unknown.
 */
import { entrySpan, X86_64_GEOMETRY } from "../include/geometry.ts";
import type { EntryLayout } from "../include/kernel.ts";
import type { Level, Run } from "../include/observation.ts";
import { ALL_BITS, bitMask } from "./bit_field.ts";
import { PAGEMAP_FLAGS_SHIFT, PAGEMAP_FRAME_MASK, pagemapSwap } from "./pagemap_fields.ts";
import { _PAGE_PRESENT, _PAGE_PROTNONE, _PAGE_PSE, frameBits, PAGE_SHIFT, PTE_PFN_MASK, SWP_PFN_BITS } from "./x86_64.ts";

/** `pfn`: `Run.frame` holds page frame numbers, `Run.slot` offsets of the swap device. `label`: order of first appearance. */
export type FrameNumbers = "pfn" | "label";

export interface KnownWord {
	readonly word: bigint;
	/** The bits of `word` that are known; the others are 0 in it. */
	readonly known: bigint;
	/** Frame, slot or marker in words: `PFN 0x3803`, `frame 3`, `slot 12`, `zero page`. */
	readonly target?: string;
}

/** Bits 0–8 of a not-present entry: what a recording keeps of a swap entry. */
const FLAG_BITS = 0x1ffn;
const TYPE_BITS = 5;

/** The first page, of those that an entry at this level maps, has this many base pages before `vpn`. */
function pagesIntoEntry(level: Level, vpn: number): number {
	return vpn % entrySpan(X86_64_GEOMETRY, level);
}

function has(entry: bigint, flag: number): boolean {
	return (entry & BigInt(flag)) !== 0n;
}

/** pte_present(), pmd_present(): the walk found a page, usable or not. */
function mapsPage(run: Run): boolean {
	return has(run.entry, _PAGE_PRESENT) || has(run.entry, _PAGE_PROTNONE) || (run.level > 0 && has(run.entry, _PAGE_PSE));
}

/** Frame that this page of the run maps; null where the run names none. */
export function frameOf(run: Run, page: number): number | "zero" | null {
	if (run.frame === undefined) return null;
	if (run.frame === "zero" || run.shared === true) return run.frame;
	return run.frame + (page - run.at);
}

/**
 * The entry that translates a page.
 * @param page the page of the region, inside the run
 * @param vpn its virtual page number
 */
export function entryWordOf(layout: EntryLayout, run: Run, page: number, vpn: number, numbers: FrameNumbers): KnownWord {
	if (mapsPage(run)) return mappedWord(layout, run, page, vpn, numbers);
	const { typeShift, types } = layout.swap;
	const typeMask = bitMask(typeShift + TYPE_BITS - 1, typeShift);
	const word = (type: number) => run.entry | (BigInt(type) << BigInt(typeShift));
	if (run.marker !== undefined) {
		const offset = placeOffset(layout, BigInt(run.marker));
		return { word: word(types.marker ?? 0) | offset, known: ALL_BITS, target: `marker ${run.marker}` };
	}
	if (run.slot !== undefined) {
		// All recorded systems have one swap device, which is type 0.
		const slot = run.slot + (page - run.at);
		const target = `slot ${slot}`;
		if (numbers === "label") return { word: word(0), known: FLAG_BITS | typeMask, target };
		return { word: word(0) | placeOffset(layout, BigInt(slot)), known: ALL_BITS, target };
	}
	if (run.special !== undefined) return movingWord(layout, word(run.special), typeMask, run, page, vpn, numbers);
	return { word: run.entry, known: ALL_BITS };
}

/** The pagemap word of the same page. `entry` is what `entryWordOf` said. */
export function pagemapWordOf(layout: EntryLayout, run: Run, page: number, entry: KnownWord, numbers: FrameNumbers): KnownWord {
	const flags = BigInt(run.pagemap) << PAGEMAP_FLAGS_SHIFT;
	const named = entry.target === undefined ? {} : { target: entry.target };
	if (run.entry === 0n && run.frame === undefined && run.slot === undefined && run.marker === undefined && run.special === undefined) {
		return { word: flags, known: ALL_BITS };
	}
	const frame = frameOf(run, page);
	if (mapsPage(run)) {
		if (typeof frame !== "number" || numbers === "label")
			return { word: flags, known: ~PAGEMAP_FRAME_MASK & ALL_BITS, ...frameName(frame, numbers, 0) };
		return { word: flags | BigInt(frame), known: ALL_BITS, ...frameName(frame, numbers, 0) };
	}
	if (run.marker !== undefined)
		return { word: flags | pagemapSwap(layout.swap.types.marker ?? 0, BigInt(run.marker)), known: ALL_BITS, ...named };
	const type = run.special ?? 0;
	const moving = run.moving === undefined ? frame : pfnOf(run.moving + (page - run.at));
	const offset = run.slot === undefined ? moving : run.slot + (page - run.at);
	const low = bitMask(TYPE_BITS - 1, 0);
	if (typeof offset !== "number" || numbers === "label") {
		return { word: flags | pagemapSwap(type, 0n), known: (~PAGEMAP_FRAME_MASK & ALL_BITS) | low, ...named };
	}
	return { word: flags | pagemapSwap(type, BigInt(offset)), known: ALL_BITS, ...named };
}

function mappedWord(layout: EntryLayout, run: Run, page: number, vpn: number, numbers: FrameNumbers): KnownWord {
	if (run.slot !== undefined) {
		// Some recordings took a PROT_NONE entry for a swap entry and kept only its lowest bits.
		return { word: run.entry, known: FLAG_BITS, target: "frame not recorded" };
	}
	const frame = frameOf(run, page);
	const before = pagesIntoEntry(run.level, vpn);
	const name = frameName(frame, numbers, run.level === 0 ? 0 : before, run.level);
	if (typeof frame !== "number" || numbers === "label" || frame < before) {
		return { word: run.entry, known: ALL_BITS & ~PTE_PFN_MASK, ...name };
	}
	const lowest = PAGE_SHIFT + X86_64_GEOMETRY.bits * run.level;
	const word = run.entry | frameBits(layout, has(run.entry, _PAGE_PRESENT), lowest, frame - before);
	return { word, known: ALL_BITS, ...name };
}

/** A migration entry: the model knows it whole; of another, type and flags are known, and the frame when the run names it. */
function movingWord(
	layout: EntryLayout,
	word: bigint,
	typeMask: bigint,
	run: Run,
	page: number,
	vpn: number,
	numbers: FrameNumbers,
): KnownWord {
	if (run.moving !== undefined) {
		// A huge page has one entry, which names its head.
		const offset = run.moving + (page - run.at) - (run.level === 0 ? 0 : pagesIntoEntry(run.level, vpn));
		return { word: word | placeOffset(layout, BigInt(offset)), known: ALL_BITS, target: `PFN 0x${pfnOf(offset).toString(16)}` };
	}
	const frame = frameOf(run, page);
	const known = FLAG_BITS | typeMask;
	if (typeof frame !== "number") return { word, known };
	const name = frameName(frame, numbers, 0);
	if (numbers === "label") return { word, known, ...name };
	const lo = layout.swap.offsetShift;
	const frameMask = bitMask(lo + Number(SWP_PFN_BITS) - 1, lo);
	return { word: word | (placeOffset(layout, BigInt(frame)) & frameMask), known: known | frameMask, ...name };
}

/** The frame number in the offset of a migration entry. Source: swp_offset_pfn(). */
function pfnOf(offset: number): number {
	return offset % 2 ** Number(SWP_PFN_BITS);
}

/** Where the layout puts an offset. Source: __swp_entry() of arch/x86/include/asm/pgtable_64.h. */
function placeOffset(layout: EntryLayout, offset: bigint): bigint {
	const { offsetShift, offsetInverted } = layout.swap;
	if (offsetInverted) return (~offset << BigInt(offsetShift)) & bitMask(58, offsetShift);
	return (offset << BigInt(offsetShift)) & ALL_BITS;
}

function frameName(frame: number | "zero" | null, numbers: FrameNumbers, before: number, level: Level = 0): { readonly target?: string } {
	if (frame === null) return {};
	if (frame === "zero") return { target: level === 0 ? "zero page" : "huge zero page" };
	const head = frame - before;
	if (numbers === "pfn") return { target: `PFN 0x${head.toString(16)}` };
	if (level === 0) return { target: `frame ${frame}` };
	return { target: head < 0 ? `frame ${frame}` : `frames ${head}–${head + entrySpan(X86_64_GEOMETRY, level) - 1}` };
}
