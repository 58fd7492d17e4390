/** Steps of the alphabet as seen by the process that makes them, so that all processes share what is learnt. */
import type { Operation, ProcessId, Step } from "../../sim/include/operation.ts";

export interface Kind {
	/** Position of the process's name; -1: the step is done to all of them. */
	readonly position: number;
	/** Number of the step among those of one process. */
	readonly own: number;
	/** Position of the child's name, -1 without. */
	readonly child: number;
	/** It looks for a free address, which is no matter of the process alone. */
	readonly placed: boolean;
}

/** The alphabet, and how many different steps a process has. */
export function kindsOf(steps: readonly Step[], names: readonly ProcessId[]): { readonly kinds: readonly Kind[]; readonly own: number } {
	const numbers = new Map<string, number>();
	const kinds = steps.map(({ process, operation }): Kind => {
		const text = JSON.stringify(operation.kind === "fork" ? { kind: "fork" } : operation);
		const own = numbers.get(text) ?? numbers.size;
		numbers.set(text, own);
		return {
			position: operation.kind === "split_all" ? -1 : names.indexOf(process),
			own,
			child: operation.kind === "fork" ? names.indexOf(operation.child) : -1,
			placed: isPlaced(operation),
		};
	});
	return { kinds, own: numbers.size };
}

function isPlaced({ kind }: Operation): boolean {
	return kind === "map" || kind === "remap";
}
