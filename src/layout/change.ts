/** How a page's translation differs from the moment before. */
import { _PAGE_PSE } from "../sim/arch/x86_64.ts";
import type { Run } from "../sim/include/observation.ts";
import type { ChangeKind } from "./lens.ts";

const PSE = BigInt(_PAGE_PSE);

/**
 * `page` is a page of the region that both runs cover. A huge entry and the PTEs that it is split into are compared without the
 * PSE bit, which says nothing but "I am huge"; so what a split really changes stands out.
 */
export function changeKind(before: Run | null, after: Run, page: number): ChangeKind {
	const was = before !== null && isSomething(before);
	const is = isSomething(after);
	if (!was && !is) return "same";
	if (before === null || !was) return "new";
	if (!is) return "gone";
	const levels = before.level !== after.level;
	if (formKey(before) !== formKey(after) || bits(before, levels) !== bits(after, levels) || before.marker !== after.marker) return "bits";
	if (target(before, page) !== target(after, page)) return "frame";
	return levels ? "level" : "same";
}

function isSomething(run: Run): boolean {
	return run.frame !== undefined || run.slot !== undefined || run.marker !== undefined || run.special !== undefined;
}

function formKey(run: Run): string {
	if (run.slot !== undefined) return "slot";
	if (run.marker !== undefined) return "marker";
	if (run.special !== undefined) return `special ${run.special}`;
	return run.frame === "zero" ? "zero" : "frame";
}

function bits(run: Run, levels: boolean): bigint {
	return levels && typeof run.frame === "number" ? run.entry & ~PSE : run.entry;
}

function target(run: Run, page: number): number | "zero" | undefined {
	const offset = run.shared ? 0 : page - run.at;
	if (run.slot !== undefined) return run.slot + offset;
	return typeof run.frame === "number" ? run.frame + offset : run.frame;
}
