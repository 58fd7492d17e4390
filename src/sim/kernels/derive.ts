/** A kernel that nobody released: another one with some of its differences flipped. */
import { err, ok, type Result } from "../../base/result.ts";
import type { KernelDifferences, KernelRecord } from "../include/kernel_record.ts";
import { DIFFERENCES } from "./difference_table.ts";

export type Difference = keyof KernelDifferences;

/** Flips at once. */
const MOST_FLIPS = 64;

/** The kernel with these differences flipped: yes and no change places, of several choices the next one is taken. */
export function deriveKernel(base: KernelRecord, flips: readonly string[]): Result<KernelRecord, string> {
	if (flips.length === 0) return ok(base);
	if (flips.length > MOST_FLIPS) return err(`at most ${MOST_FLIPS} differences can be flipped`);
	const flipped: Record<string, unknown> = {};
	for (const name of flips) {
		const known = DIFFERENCES.find(({ field, fixed }) => field === name && fixed !== true);
		if (known === undefined) return err(`a kernel record has no “${name}” that could be flipped`);
		if (name in flipped) return err(`“${name}” is flipped twice`);
		const value = base[known.field];
		if (known.choices === undefined) flipped[name] = value !== true;
		else flipped[name] = known.choices[(known.choices.indexOf(String(value)) + 1) % known.choices.length];
	}
	// Every field got a value of its own kind: the table says which.
	return ok({ ...base, ...flipped, id: `${base.id} without ${flips.join(", ")}`, about: `${base.id}, changed by hand.` } as KernelRecord);
}
