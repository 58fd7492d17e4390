/**
 * On 6.1 and later the recorder's page-table walker takes an entry with PROT_NONE for mapped only when it is accessed or dirty. One that is neither (a
 * forked child's, a lazily freed page's) it reads as a swap entry: the bits of the frame number become a slot. Recordings hold what it
 * read, so the machine's entries are looked at through the same eye before they are compared. The older kernels were read by another
 * build of it, which tells such entries for what they are.
 *
 * Of KSM pages whose frames follow one another, as they do when a huge page was split and merged with another, it keeps the first
 * frame and takes it for the only one. Source: lab ptraw.c, probe.c, canonicalise.py.
 */
import { frameBits, PAGE_SHIFT } from "../sim/arch/x86_64.ts";
import { X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import { PG_KSM, type Run } from "../sim/include/observation.ts";

const PROTNONE_ONLY = 0x100n;
/** Present, accessed, dirty, PROT_NONE. */
const LOOKED_AT = 0x161n;
const WORD = (1n << 64n) - 1n;
/** Bits that recordings keep of a swap entry. */
const LOW_BITS = 0x1ffn;

/** The walker for kernels that have PG_anon_exclusive is the one that errs. */
function misreads(layout: EntryLayout): boolean {
	return layout.swap.exclusiveBit !== null;
}

/** The run as the recorder reads it: itself, one frame instead of several, or swap entries page by page. `adjacent`: its frames are. */
export function asRecorderReads(run: Run, layout: EntryLayout, adjacent: boolean): readonly Run[] {
	if (adjacent && ((run.page ?? 0) & PG_KSM) !== 0 && run.n > 1) return [{ ...run, shared: true }];
	if (!misreads(layout) || run.frame === undefined || (run.entry & LOOKED_AT) !== PROTNONE_ONLY) return [run];
	const { frame, shared: _shared, page: _page, mapcount: _mapcount, ...rest } = run;
	return Array.from({ length: run.n }, (_, k) => {
		// Below one PMD all pages read the same word, and the recorder counts up from it.
		const pfn = frame === "zero" ? 1 : run.level === 0 ? frame + (run.shared === true ? 0 : k) : frame;
		const slot = offsetOf(run, pfn, layout) + (run.level === 0 ? 0 : k);
		return { ...rest, at: run.at + k, n: 1, entry: run.entry & LOW_BITS, slot };
	});
}

/** What decodes as the swap offset of the word that maps `pfn`. */
function offsetOf({ entry, level }: Run, pfn: number, layout: EntryLayout): number {
	const word = entry | frameBits(layout, false, PAGE_SHIFT + X86_64_GEOMETRY.bits * level, pfn);
	return Number((((~word & WORD) << 5n) & WORD) >> 14n);
}
