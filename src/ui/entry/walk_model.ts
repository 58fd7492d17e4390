/** The walk of the CPU from PGD to a page: how each index comes out of the address, and what it finds. */
import { LEVEL_NAMES, LEVELS, sizeWords } from "../../layout/geometry.ts";
import { PAGE_SHIFT } from "../../sim/arch/x86_64.ts";
import { countsAsPresent } from "../../sim/arch/x86_64_fields.ts";
import { entryIndex, entrySpan, X86_64_GEOMETRY } from "../../sim/include/geometry.ts";
import type { Level } from "../../sim/include/observation.ts";
import { addressOf } from "./address.ts";
import type { PageReading } from "./page_reading.ts";

export interface WalkStep {
	readonly level: Level;
	/** `PGD`. */
	readonly name: string;
	/** Highest and lowest bit of the address that choose the entry. */
	readonly hi: number;
	readonly lo: number;
	/** These bits, as many digits as there are bits. */
	readonly binary: string;
	readonly index: number;
	/** What the walk finds in this entry. */
	readonly found: string;
	/** What it would have found before this step, when that is something else. */
	readonly was: string | null;
	/** The walk ends here. */
	readonly last: boolean;
}

export interface Walk {
	readonly address: string;
	readonly steps: readonly WalkStep[];
	/** What the address still says below the last entry; null when nothing is mapped there. */
	readonly offset: { readonly hi: number; readonly text: string } | null;
	/** `PGD[32] PUD[0] PMD[0] PTE[3] + 0x0`. */
	readonly path: string;
}

export function walkOf(now: PageReading, before: PageReading | null): Walk {
	const { vpn, run } = now;
	const steps = LEVELS.filter((level) => level >= run.level).map((level): WalkStep => {
		const lo = PAGE_SHIFT + X86_64_GEOMETRY.bits * level;
		const index = entryIndex(X86_64_GEOMETRY, level, vpn);
		const found = foundAt(now, level);
		const then = before === null || before.run.level > level ? null : foundAt(before, level);
		return {
			level,
			name: LEVEL_NAMES[level],
			hi: lo + X86_64_GEOMETRY.bits - 1,
			lo,
			binary: index.toString(2).padStart(X86_64_GEOMETRY.bits, "0"),
			index,
			found,
			was: then === found ? null : then,
			last: level === run.level,
		};
	});
	const pagesInto = vpn % entrySpan(X86_64_GEOMETRY, run.level);
	const offset = !countsAsPresent(now.entry.kind)
		? null
		: { hi: PAGE_SHIFT + X86_64_GEOMETRY.bits * run.level - 1, text: `0x${(pagesInto * 2 ** PAGE_SHIFT).toString(16)}` };
	const address = addressOf(vpn);
	const path = steps.map(({ name, index }) => `${name}[${index}]`).join(" ");
	return { address, steps, offset, path: `${path}${offset === null ? "" : ` + ${offset.text}`}` };
}

function foundAt(reading: PageReading, level: Level): string {
	if (level > reading.run.level) return level === 1 ? "a PTE table" : `a ${LEVEL_NAMES[level === 3 ? 2 : 1]} table`;
	const { kind, title } = reading.entry;
	const span = sizeWords(entrySpan(X86_64_GEOMETRY, level));
	if (kind === "none") return level === 0 ? "nothing" : `nothing: all ${span} empty`;
	if (kind === "present") return "the page";
	return kind === "huge" ? `a huge page of ${span}` : title;
}
