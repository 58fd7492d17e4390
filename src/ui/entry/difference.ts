/** Two entries for the same page, on two kernels or at two moments: which facts differ. */

import { LEVEL_NAMES } from "../../layout/geometry.ts";
import type { FieldColour } from "../../sim/arch/bit_field.ts";
import { type EntryDescription, fieldOf } from "../../sim/arch/x86_64_fields.ts";

export interface DifferentFact {
	readonly name: string;
	readonly colour: FieldColour;
}

/**
 * Facts by which `other` differs from `entry`: the level and kind first, then bits by name, wherever each kernel keeps them.
 * Frames and slots are left out: two systems never agree on them. Unknown bits differ from nothing.
 */
export function differences(entry: EntryDescription, other: EntryDescription): readonly DifferentFact[] {
	const facts: DifferentFact[] = [];
	if (entry.level !== other.level) facts.push({ name: `level (${LEVEL_NAMES[other.level]})`, colour: "ink" });
	if (entry.kind !== other.kind) facts.push({ name: `kind (${other.title})`, colour: "ink" });
	const seen = new Set<string>();
	for (const field of [...entry.fields, ...other.fields]) {
		if (field.role !== "bit" || seen.has(field.key)) continue;
		seen.add(field.key);
		const mine = valueIn(entry, field.key);
		const theirs = valueIn(other, field.key);
		if (mine !== null && theirs !== null && mine !== theirs) facts.push({ name: field.name, colour: field.colour });
	}
	return facts;
}

function valueIn(entry: EntryDescription, key: string): bigint | null {
	const field = fieldOf(entry, key);
	return field === undefined ? 0n : field.value;
}
