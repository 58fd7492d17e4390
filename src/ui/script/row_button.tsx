import type { KeyboardEvent, SyntheticEvent } from "react";
import { PressButton, type PressButtonProps } from "../app/press_button.tsx";

function stop(event: SyntheticEvent): void {
	event.stopPropagation();
}

/** Only what presses: arrows still step along the timeline. */
function stopPress(event: KeyboardEvent): void {
	if (event.key === "Enter" || event.key === " ") event.stopPropagation();
}

/** A button in a row of the step list: pressing it is not pressing the row. */
export function RowButton(props: PressButtonProps) {
	return (
		<PressButton
			{...props}
			onPointerDown={stop}
			onPointerUp={stop}
			onMouseDown={stop}
			onKeyDown={stopPress}
			onKeyUp={stopPress}
			onPress={(event) => {
				event.stopPropagation();
				props.onPress?.(event);
			}}
		/>
	);
}
