/**
 * What an entry means, whichever kernel wrote it: two entries are compared by the names of their bits, not by where each kernel keeps
 * them. What only one of two kernels can say at all is no difference between what they did.
 */
import type { FieldColour } from "../sim/arch/bit_field.ts";
import { entryWordOf } from "../sim/arch/run_word.ts";
import { describeEntry, type EntryDescription, type EntryKind, levelName } from "../sim/arch/x86_64_fields.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import type { Level, Run } from "../sim/include/observation.ts";

export type Aspect = "entries" | "pagemap" | "vmas" | "frames" | "results";

/** One way in which two sides differ. Equal facts of a comparison are the same object. */
export interface Fact {
	readonly aspect: Aspect;
	/** `soft-dirty`, as fields of entries are called; `level`, `kind`, `frame`, `prot`, … */
	readonly key: string;
	/** For people. */
	readonly name: string;
	readonly colour: FieldColour;
	/** What each side has: `1`, `0`, `PMD`, `swap entry`. */
	readonly here: string;
	readonly there: string;
}

interface Bit {
	readonly name: string;
	readonly colour: FieldColour;
	/** null: not recorded. */
	readonly value: boolean | null;
}

export interface Meaning {
	readonly level: Level;
	readonly kind: EntryKind;
	/** Words for the kind: `swap entry`. */
	readonly title: string;
	readonly bits: ReadonlyMap<string, Bit>;
}

/** Said by level and kind already, or about encoding alone. */
const SAID = new Set(["present", "prot-none", "pse", "pat", "uffd-wp-swp", "saved-dirty"]);
/** What an entry keeps whatever becomes of its page: compared between entries of different kinds, too. */
const KEPT = new Set(["soft-dirty", "uffd-wp"]);

/** The meaning of a described entry. From 6.6 on dirty of a read-only entry stands in bit 58: it is dirty all the same (pte_dirty()). */
export function meaningOf(entry: EntryDescription): Meaning {
	const bits = new Map<string, Bit>();
	for (const { key, name, colour, role, value } of entry.fields) {
		if (role === "bit" && !SAID.has(key)) bits.set(key, { name, colour, value: value === null ? null : value === 1n });
	}
	const dirty = bits.get("dirty");
	const saved = entry.fields.find(({ key }) => key === "saved-dirty");
	if (dirty?.value === false && saved !== undefined && saved.value !== 0n)
		bits.set("dirty", { ...dirty, value: saved.value === null ? null : true });
	return { level: entry.level, kind: entry.kind, title: entry.title, bits };
}

const known = new WeakMap<EntryLayout, Map<string, Meaning>>();

/** The meaning of a run's entries. Equal entries of one kernel have the same meaning object. */
export function meaningOfRun(layout: EntryLayout, run: Run): Meaning {
	const meanings = known.get(layout) ?? new Map<string, Meaning>();
	known.set(layout, meanings);
	const key = `${run.level} ${run.entry} ${run.slot !== undefined} ${run.marker ?? ""} ${run.special ?? ""}`;
	let meaning = meanings.get(key);
	if (meaning === undefined) {
		// Frames and slots are names, compared elsewhere: as labels they stay out of the word.
		const word = entryWordOf(layout, run, run.at, run.at, "label");
		meaning = meaningOf(describeEntry(layout, run.level, word.word, word));
		meanings.set(key, meaning);
	}
	return meaning;
}

/** Which bits both kernels have: `exclusive` is kept from 5.19 on, and is no state of the page before. */
export function bothKeepExclusive(a: EntryLayout, b: EntryLayout): boolean {
	return a.swap.exclusiveBit !== null && b.swap.exclusiveBit !== null;
}

/** The kind as both kernels can tell it. */
function kindOf({ kind, level }: Meaning, exclusive: boolean): string {
	if (kind === "migration-read-exclusive" && !exclusive) return "migration-read";
	return kind === "huge" && level > 0 ? "present" : kind;
}

/** Facts by which two entries differ: level and kind first. `exclusive`: what `bothKeepExclusive` said. */
export function entryFacts(a: Meaning, b: Meaning, exclusive: boolean): readonly Fact[] {
	const facts: Fact[] = [];
	const say = (key: string, name: string, colour: FieldColour, here: string, there: string) =>
		facts.push({ aspect: "entries", key, name, colour, here, there });
	if (a.level !== b.level) say("level", "level", "ink", levelName(a.level), levelName(b.level));
	const sameKind = kindOf(a, exclusive) === kindOf(b, exclusive);
	if (!sameKind) say("kind", "kind", "ink", a.title, b.title);
	for (const key of new Set([...a.bits.keys(), ...b.bits.keys()])) {
		if ((!sameKind && !KEPT.has(key)) || (key === "exclusive" && !exclusive)) continue;
		const here = a.bits.get(key);
		const there = b.bits.get(key);
		const bit = here ?? there;
		// A kernel without the bit never sets it; a bit that was not recorded differs from nothing.
		if (bit === undefined || here?.value === null || there?.value === null) continue;
		if ((here?.value ?? false) !== (there?.value ?? false)) say(key, bit.name, bit.colour, bitText(here), bitText(there));
	}
	return facts;
}

function bitText(bit: Bit | undefined): string {
	return bit?.value === true ? "1" : "0";
}
