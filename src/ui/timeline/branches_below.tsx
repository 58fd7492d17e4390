import { useStore } from "zustand";
import { editHistory } from "../../state/edit_history.ts";
import { makePart, usePart } from "../app/part.ts";

const STRIP = makePart(async () => (await import("./branch_strip.tsx")).BranchStrip);

/** The tree of branches, fetched when there is one. */
export function BranchesBelow() {
	const many = useStore(editHistory, ({ tree }) => tree.branches.some(({ id, deleted }) => id > 0 && !deleted));
	const Strip = usePart(STRIP, many);
	return Strip === null ? null : <Strip />;
}
