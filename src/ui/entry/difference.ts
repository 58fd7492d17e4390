/** Two entries for the same page, on two kernels or at two moments: which facts differ, in the words of the entry panel. */
import { entryFacts, meaningOf } from "../../history/meaning.ts";
import type { FieldColour } from "../../sim/arch/bit_field.ts";
import type { EntryDescription } from "../../sim/arch/x86_64_fields.ts";

export interface DifferentFact {
	readonly name: string;
	readonly colour: FieldColour;
}

/**
 * Facts by which `other` differs from `entry`: the level and kind first, then bits by name, wherever each kernel keeps them.
 * Frames and slots are left out: two systems never agree on them. Unknown bits differ from nothing. `exclusive`: both kernels keep it.
 */
export function differences(entry: EntryDescription, other: EntryDescription, exclusive: boolean): readonly DifferentFact[] {
	return entryFacts(meaningOf(entry), meaningOf(other), exclusive).map(({ key, name, colour, there }) => ({
		name: key === "level" || key === "kind" ? `${name} (${there})` : name,
		colour,
	}));
}
