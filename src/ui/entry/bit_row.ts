/** The rows under a ruler: one for each named bit, with what changed in this step and what follows from it. */

import { type BitField, bitsOf, WORD_BITS } from "../../sim/arch/bit_field.ts";
import { countsAsPresent, fieldOf, hasBit } from "../../sim/arch/x86_64_fields.ts";
import { PG_DIRTY, PG_EXCLUSIVE } from "../../sim/include/observation.ts";
import type { PageReading } from "./page_reading.ts";

/** What the oracle says of the page: written and not reported, reported and not written, both, or neither. */
export type PageJudgement = "missed" | "spurious" | "reported" | "none";

export interface BitRow {
	readonly field: BitField;
	/** `1`, `0`, `PFN 0x3803`; `?` where the recording does not have it. */
	readonly value: string;
	/** `was 1`, where it changed in this step. */
	readonly was: string | null;
	/** Where the same bit was kept before this step, when that is another position: `bit 11`. */
	readonly movedFrom: string | null;
	/** What follows from the bit here and now; empty for most. */
	readonly note: string;
	/** The one thing that the panel shouts. */
	readonly bad: boolean;
	/** Worth a row at first sight; the others hide behind "more bits". */
	readonly main: boolean;
}

/** In the order in which people ask for them. */
const MAIN = ["soft-dirty", "uffd-wp", "saved-dirty", "dirty", "write", "exclusive", "accessed", "prot-none", "present"];

export function entryRows(now: PageReading, before: PageReading | null, judgement: PageJudgement): readonly BitRow[] {
	const fields = now.entry.fields.filter(({ role }) => role !== "unused");
	const rows = fields.map((field): BitRow => {
		const change = changeOf(field, before?.entry ?? null);
		const note = entryNote(field, now, before, judgement);
		return { field, ...change, ...note, value: valueText(field), main: isMain(field, change.was !== null) };
	});
	return rows.sort((a, b) => rank(a.field) - rank(b.field));
}

export function pagemapRows(now: PageReading, before: PageReading | null, judgement: PageJudgement): readonly BitRow[] {
	const fields = now.pagemap.fields.filter(({ role }) => role !== "unused");
	// From bit 55, what trackers read, upward; the frame last.
	const order = (field: BitField) => (field.role === "bit" ? field.lo : WORD_BITS * 2 - field.lo);
	const sorted = fields.sort((a, b) => order(a) - order(b));
	return sorted.map((field): BitRow => {
		const { was } = changeOf(field, before?.pagemap ?? null);
		const lost = field.key === "soft-dirty" && judgement === "missed";
		const note = lost ? "written since clear_refs, not reported" : "";
		return { field, value: valueText(field), was, movedFrom: null, note, bad: lost, main: true };
	});
}

/** Keys of the bits that this step changed. */
export function changedKeys(rows: readonly BitRow[]): ReadonlySet<string> {
	return new Set(rows.filter(({ was }) => was !== null).map(({ field }) => field.key));
}

/** Stands for what was not recorded. */
const UNKNOWN = "?";

const SMALL_NUMBER_BITS = 8;

/** What a field's value reads as. */
export function valueText(field: BitField): string {
	if (field.text !== undefined) return field.text;
	if (field.value === null) return UNKNOWN;
	// Bits, types and keys are small numbers, which everybody writes in decimal.
	return field.hi - field.lo < SMALL_NUMBER_BITS ? String(field.value) : `0x${field.value.toString(16)}`;
}

function rank(field: BitField): number {
	const at = MAIN.indexOf(field.key);
	return at >= 0 ? at : MAIN.length + WORD_BITS - field.hi;
}

function isMain(field: BitField, changed: boolean): boolean {
	if (changed || MAIN.includes(field.key)) return true;
	// Almost always 0, and always said when it is not.
	if (field.key === "pkey" || field.key === "special") return field.value !== 0n;
	return field.role === "number";
}

interface Fielded {
	readonly fields: readonly BitField[];
}

/** The value that the word had for this fact; a word without such a bit has 0, one whose bit is unknown has null. */
function valueIn(word: Fielded, key: string): bigint | null {
	const field = fieldOf(word, key);
	return field === undefined ? 0n : field.value;
}

function changeOf(field: BitField, before: Fielded | null): Pick<BitRow, "was" | "movedFrom"> {
	const none = { was: null, movedFrom: null };
	if (before === null) return none;
	const old = fieldOf(before, field.key);
	// The same bit of another level is no other place: the heading says that the level changed.
	const movedFrom = old === undefined || old.lo === field.lo ? null : bitsOf(old);
	if (field.role === "number") {
		if (old === undefined || old.hi - old.lo !== field.hi - field.lo) return none;
		const was = valueText(old);
		return was === valueText(field) || was === UNKNOWN ? none : { was, movedFrom: null };
	}
	// Before it went away, the page itself said so.
	if (field.key === "exclusive" && old === undefined && "kind" in before) return none;
	const value = valueIn(before, field.key);
	if (value === null || field.value === null) return none;
	if (value !== field.value) return { was: String(value), movedFrom };
	return value === 0n || (field.key !== "soft-dirty" && field.key !== "uffd-wp") ? none : { was: null, movedFrom };
}

function entryNote(field: BitField, now: PageReading, before: PageReading | null, judgement: PageJudgement): Pick<BitRow, "note" | "bad"> {
	const plain = (note: string) => ({ note, bad: false });
	const { entry } = now;
	const folioDirty = (reading: PageReading | null) => ((reading?.run.page ?? 0) & PG_DIRTY) !== 0;
	switch (field.key) {
		case "soft-dirty":
			if (judgement === "missed") return { note: "written since clear_refs, not reported", bad: true };
			if (judgement === "spurious" && field.value === 1n) return plain("not written since clear_refs");
			return plain("");
		case "dirty": {
			const went = before !== null && hasBit(before.entry, "dirty") && field.value === 0n;
			if (went && hasBit(entry, "saved-dirty")) return plain("parked in bit 58");
			if (went && folioDirty(now) && !folioDirty(before)) return plain("moved to the folio (PG_dirty)");
			if (field.value === 0n && folioDirty(now)) return plain("the folio is dirty (PG_dirty)");
			return plain("");
		}
		case "saved-dirty":
			return plain(before !== null && hasBit(before.entry, "saved-dirty") && hasBit(entry, "dirty") ? "back in bit 6" : "");
		case "write":
			if (field.value === 1n && countsAsPresent(entry.kind) && unseenBySoftDirty(now)) {
				return plain("writes do not fault: soft-dirty will miss them");
			}
			return plain("");
		case "exclusive": {
			const said = ((before?.run.page ?? 0) & PG_EXCLUSIVE) !== 0;
			return plain(said && field.value === 1n ? "kept from PG_anon_exclusive" : "");
		}
		default:
			return plain(field.inverted === true && field.role === "bit" ? STORED_INVERTED : "");
	}
}

const STORED_INVERTED = "stored as its complement";

/** Tracking is on (VM_SOFTDIRTY clear) and the entry's bit is 0: only a fault could set it. */
function unseenBySoftDirty(now: PageReading): boolean {
	return now.vma !== null && !now.vma.flags.includes("sd") && fieldOf(now.entry, "soft-dirty")?.value === 0n;
}
