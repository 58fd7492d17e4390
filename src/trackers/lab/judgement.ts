/** What a tracker's report of one interval is worth, held against what was really written. Only pages that hold something are judged. */
import { type Bits, popcount } from "../../base/bits.ts";

export interface Judgement {
	/** Pages really written, and not given back since. */
	readonly written: number;
	readonly reported: number;
	/** Written, not reported: lost by a checkpoint or a migration. */
	readonly missed: number;
	/** Reported, not written: extra work. */
	readonly spurious: number;
	/** The first missed pages, ascending. */
	readonly missedPages: readonly number[];
}

/** Missed pages that are listed one by one. */
export const MOST_LISTED = 256;

export function judgeInterval(written: Bits, reported: Bits, present: Bits): Judgement {
	const result = { written: 0, reported: 0, missed: 0, spurious: 0 };
	const missedPages: number[] = [];
	for (let i = 0; i < present.words.length; i++) {
		const here = present.words[i] ?? 0;
		if (here === 0) continue;
		const wrote = (written.words[i] ?? 0) & here;
		const told = (reported.words[i] ?? 0) & here;
		if ((wrote | told) === 0) continue;
		const lost = wrote & ~told;
		result.written += popcount(wrote);
		result.reported += popcount(told);
		result.missed += popcount(lost);
		result.spurious += popcount(told & ~wrote);
		for (let bit = 0; lost !== 0 && bit < 32 && missedPages.length < MOST_LISTED; bit++) {
			if (((lost >>> bit) & 1) !== 0) missedPages.push(i * 32 + bit);
		}
	}
	return { ...result, missedPages };
}
