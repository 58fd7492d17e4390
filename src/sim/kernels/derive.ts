/** A kernel that nobody released: another one with some of its differences flipped. */
import { err, ok, type Result } from "../../base/result.ts";
import type { KernelRecord } from "../include/kernel_record.ts";
import { DIFFERENCES } from "./difference_table.ts";
import { kernelById } from "./kernels.ts";

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
	return ok({
		...base,
		...flipped,
		id: derivedId(base.id, flips),
		about: `${base.id}, with ${flips.length} of its differences flipped.`,
	});
}

/** `6.1~splitCarriesSoftDirty,doubleMap`: the id of a derived kernel says what it is made of. */
export function derivedId(base: string, flips: readonly string[]): string {
	return flips.length === 0 ? base : `${base}~${flips.join(",")}`;
}

/** The kernel that an id was made of, and what was flipped. */
export function partsOfId(id: string): { readonly base: string; readonly flips: readonly string[] } {
	const [base = "", flips = ""] = id.split("~", 2);
	return { base, flips: flips === "" ? [] : flips.split(",") };
}

/** The kernel of an id, derived where it says so; undefined where there is none. */
export function kernelOfId(id: string): KernelRecord | undefined {
	const { base, flips } = partsOfId(id);
	const known = kernelById(base);
	const derived = known === undefined ? undefined : deriveKernel(known, flips);
	return derived?.ok === true ? derived.value : undefined;
}
