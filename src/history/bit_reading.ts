/** Reads one bit of one page out of what was observed, wherever the page's entry keeps it at that moment. */
import { type BitField, bitsOf } from "../sim/arch/bit_field.ts";
import { describePagemap } from "../sim/arch/pagemap_fields.ts";
import { entryWordOf, type FrameNumbers, frameOf, pagemapWordOf } from "../sim/arch/run_word.ts";
import { countsAsPresent, describeEntry, type EntryDescription, fieldOf } from "../sim/arch/x86_64_fields.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import { PAGE_FLAGS, PG_EXCLUSIVE, type RegionView, type Run, type VmaView } from "../sim/include/observation.ts";
import { type BitQuestion, FORM_KEY, type Reading } from "./inquiry.ts";

const FLAG_NAMES: readonly string[] = PAGE_FLAGS;

/** Nothing carries the bit. */
export const NOWHERE: Reading = { value: false, form: "" };

/** One page of an observation. Entry and pagemap word are read when they are first asked for. */
export class PageAtMoment {
	readonly run: Run;
	readonly vma: VmaView | null;
	private readonly layout: EntryLayout;
	private readonly numbers: FrameNumbers;
	private readonly page: number;
	private readonly vpn: number;
	private described: EntryDescription | null = null;

	constructor(layout: EntryLayout, numbers: FrameNumbers, region: RegionView, page: number, run: Run) {
		this.layout = layout;
		this.numbers = numbers;
		this.page = page;
		this.vpn = region.start + page;
		this.run = run;
		this.vma = region.vmas.find(({ at, n }) => at <= page && page < at + n) ?? null;
	}

	read({ subject, key }: Pick<BitQuestion, "subject" | "key">): Reading {
		switch (subject) {
			case "entry":
				return this.entryBit(key);
			case "pagemap":
				return this.pagemapBit(key);
			case "vma":
				return this.vmaFlag(key);
			case "folio":
				return this.folioFlag(key);
		}
	}

	/** Whether every bit of the page reads the same as in `other`. */
	isLike(other: PageAtMoment): boolean {
		const [a, b] = [this.run, other.run];
		return (
			a.entry === b.entry &&
			a.level === b.level &&
			a.pagemap === b.pagemap &&
			a.page === b.page &&
			frameOf(a, this.page) === frameOf(b, other.page) &&
			a.slot === b.slot &&
			a.marker === b.marker &&
			a.special === b.special &&
			this.vma?.prot === other.vma?.prot &&
			this.vma?.flags.join() === other.vma?.flags.join()
		);
	}

	private get entry(): EntryDescription {
		const word = this.described === null ? entryWordOf(this.layout, this.run, this.page, this.vpn, this.numbers) : null;
		if (word !== null) this.described = describeEntry(this.layout, this.run.level, word.word, word);
		return this.described as EntryDescription;
	}

	private entryBit(key: string): Reading {
		const { entry } = this;
		if (entry.kind === "none") return NOWHERE;
		if (key === FORM_KEY) return { value: null, form: entry.title };
		const field = fieldOf(entry, key);
		if (field !== undefined) return { value: truth(field), form: `${entry.title}, ${bitsOf(field)}` };
		// The type of a migration entry says what its write and exclusive bits said.
		const type = `${entry.title}, its type`;
		if (key === "write" && entry.kind.startsWith("migration")) return { value: entry.kind === "migration-write", form: type };
		if (key !== "exclusive") return { value: false, form: entry.title };
		if (countsAsPresent(entry.kind)) return { value: ((this.run.page ?? 0) & PG_EXCLUSIVE) !== 0, form: "PG_anon_exclusive of the page" };
		return { value: entry.kind === "migration-write" || entry.kind === "migration-read-exclusive", form: type };
	}

	private pagemapBit(key: string): Reading {
		const entryWord = entryWordOf(this.layout, this.run, this.page, this.vpn, this.numbers);
		const word = pagemapWordOf(this.layout, this.run, this.page, entryWord, this.numbers);
		const field = fieldOf(describePagemap(this.layout, word.word, word), key);
		if (field === undefined) return NOWHERE;
		const value = truth(field);
		const carrier = key === "soft-dirty" && value && this.vma?.flags.includes("sd") ? "VM_SOFTDIRTY of the VMA" : this.entry.title;
		return { value, form: `pagemap ${bitsOf(field)}, from the ${carrier.replace(/ of the VMA$/, "")}` };
	}

	private vmaFlag(key: string): Reading {
		const { vma } = this;
		if (vma === null) return NOWHERE;
		if (key === "prot") return { value: null, form: `VMA ${vma.prot}` };
		return { value: vma.flags.some((flag) => flag === key), form: "VMA" };
	}

	private folioFlag(key: string): Reading {
		const frame = frameOf(this.run, this.page);
		const position = FLAG_NAMES.indexOf(key);
		if (frame === null || position < 0 || this.run.page === undefined) return NOWHERE;
		const name = frame === "zero" ? "the zero page" : this.numbers === "pfn" ? `frame 0x${frame.toString(16)}` : `frame ${frame}`;
		return { value: ((this.run.page >> position) & 1) === 1, form: name };
	}
}

function truth(field: BitField): boolean | null {
	return field.value === null ? null : field.value !== 0n;
}

/** The page of a region; null where the region does not reach so far. Runs are in ascending order. */
export function pageAtMoment(layout: EntryLayout, numbers: FrameNumbers, region: RegionView, page: number): PageAtMoment | null {
	let low = 0;
	let high = region.runs.length - 1;
	while (low <= high) {
		const middle = (low + high) >>> 1;
		const run = region.runs[middle];
		if (run === undefined) break;
		if (page < run.at) high = middle - 1;
		else if (page >= run.at + run.n) low = middle + 1;
		else return new PageAtMoment(layout, numbers, region, page, run);
	}
	return null;
}
