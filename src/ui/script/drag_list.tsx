/**
 * The step list with dragging, by pointer and by keyboard. A chunk of its own that takes the place of the plain list soon after the
 * first picture: dragging is a quarter of what a list costs, and nobody drags in the first second.
 */
import { memo, useContext } from "react";
import { type Key, useDragAndDrop } from "react-aria-components";
import { keyOf, type ListEntry } from "./entries.ts";
import { StepList, type StepListProps } from "./step_list.tsx";
import { StepListContext } from "./step_list_context.ts";

export const DragList = memo(function DragList({ entries, isReadOnly, isWriting, ref }: Omit<StepListProps, "dragAndDropHooks">) {
	const list = useContext(StepListContext);
	const rowOf = (key: Key | undefined) => {
		const entry = entries.find((one) => keyOf(one) === key);
		return entry === undefined || "newKey" in entry ? undefined : entry;
	};
	const { dragAndDropHooks } = useDragAndDrop<ListEntry>({
		// Text in an open editor is to be selected, not dragged.
		isDisabled: isReadOnly || isWriting,
		getItems: (keys) => [...keys].map((key) => ({ "text/plain": rowOf(key)?.line.text ?? "" })),
		onReorder: ({ keys, target }) => {
			const moved = rowOf([...keys][0]);
			const beside = rowOf(target.key);
			if (moved === undefined || beside === undefined) return;
			const gap = target.dropPosition === "after" ? beside.at + 1 : beside.at;
			list.move(moved, gap > moved.at ? gap - 1 : gap);
		},
	});
	return (
		<StepList
			entries={entries}
			isReadOnly={isReadOnly}
			isWriting={isWriting}
			dragAndDropHooks={dragAndDropHooks}
			{...(ref === undefined ? {} : { ref })}
		/>
	);
});
