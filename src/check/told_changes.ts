/** Whether the micro-steps of a transition tell of every entry that changed, from what it was to what it is. */
import { encodeEntry } from "../sim/arch/x86_64.ts";
import type { Transition } from "../sim/include/transition.ts";
import type { Machine } from "../sim/machine_state.ts";
import { leavesOf } from "./leaves.ts";

/** The words of all leaf entries, by process, page and level. */
export type Words = ReadonlyMap<string, bigint>;

export function wordsOf(m: Machine): Words {
	return new Map(
		leavesOf(m).map(({ process, vpn, level, flags, target }) => [
			`${process.id} ${vpn} ${level}`,
			encodeEntry(m.kernel.layout, flags, target),
		]),
	);
}

/** Entries whose change no micro-step tells, or tells wrong. Where micro-steps were folded or cut short, nothing can be said. */
export function untoldChanges(before: Words, after: Words, { microSteps }: Transition): string[] {
	if (microSteps.some(({ times, changes, changeCount }) => times > 1 || changes.length !== changeCount)) return [];
	const told = new Map<string, { first: bigint; last: bigint }>();
	const broken: string[] = [];
	for (const change of microSteps.flatMap(({ changes }) => changes)) {
		if (change.kind !== "entry") continue;
		const key = `${change.process} ${change.page} ${change.level}`;
		const earlier = told.get(key);
		if (earlier !== undefined && earlier.last !== change.before) broken.push(`told twice, with a gap between: ${key}`);
		told.set(key, { first: earlier?.first ?? change.before, last: change.after });
	}
	for (const key of new Set([...before.keys(), ...after.keys()])) {
		const [was, is] = [before.get(key), after.get(key)];
		if (was === is) continue;
		const change = told.get(key);
		if (change === undefined) broken.push(`no micro-step tells of it: ${key}`);
		// An entry that is no leaf is empty or leads to a table: its word is not ours to know.
		else if ((was !== undefined && was !== change.first) || (is !== undefined && is !== change.last)) broken.push(`told wrong: ${key}`);
	}
	return broken;
}
