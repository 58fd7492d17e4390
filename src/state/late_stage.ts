/**
 * The stage, a frame later. A key press is answered by the tables, the timeline and the sentence; what says the same in more detail is
 * drawn right after that frame, so that it does not hold it up. What shows the late stage shows all of one moment, as the stage does.
 */
import { createStore } from "zustand/vanilla";
import { afterPaint } from "./after_paint.ts";
import { track } from "./idle.ts";
import { type StageState, stage } from "./stage.ts";

export const lateStage = createStore<StageState>(() => stage.getState());

/** Follows the stage until the returned function is called. */
export function startLateStage(): () => void {
	let isWaiting = false;
	const catchUp = () => lateStage.setState(stage.getState(), true);
	catchUp();
	return stage.subscribe(() => {
		if (isWaiting) return;
		isWaiting = true;
		void track(
			new Promise<void>((resolve) =>
				afterPaint(() => {
					isWaiting = false;
					catchUp();
					resolve();
				}),
			),
		);
	});
}
