/** The plain list at first, the one with dragging as soon as its chunk is there. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { StepList, type StepListHandle } from "./step_list.tsx";

/** Key of the row that holds the focus, or that has it in a button. */
function focusedRow(): string | null {
	return document.activeElement?.closest<HTMLElement>("[role=row]")?.dataset["key"] ?? null;
}

export function useDragList(list: RefObject<StepListHandle | null>): typeof StepList {
	const [List, setList] = useState<typeof StepList>(() => StepList);
	const focused = useRef<string | null>(null);
	useEffect(() => {
		let isGone = false;
		import("./drag_list.tsx").then(
			({ DragList }) => {
				if (isGone) return;
				focused.current = focusedRow();
				setList(() => DragList);
			},
			// Without the chunk (offline, and never loaded) steps are still moved by keys and by the menu.
			() => {},
		);
		return () => {
			isGone = true;
		};
	}, []);
	// The new list has new rows: who stood in the old one stands in the same place again.
	useEffect(() => {
		if (List !== StepList && focused.current !== null) list.current?.focus(focused.current);
		focused.current = null;
	}, [List, list]);
	return List;
}
