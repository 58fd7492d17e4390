/** Micro-steps. A recording has none: the real kernel was only asked between steps. Its model has, at the same step, one key away. */
import { moveBy } from "./cursor.ts";
import { currentStep, nextMicro, previousMicro } from "./cursor_math.ts";
import { showModelled } from "./open.ts";
import { type StageState, stage } from "./stage.ts";

/** Whether what is on the screen is recorded and could be modelled instead. */
export function canSeeInside({ film, kernel, kernels }: Pick<StageState, "film" | "kernel" | "kernels">): boolean {
	return film?.source === "recording" && kernels.some(({ id, modelled }) => id === kernel && modelled);
}

/** One micro-step on; on a recording, into the next step as it is modelled, or a whole step when it is not. */
export function microForward(): void {
	const { cursor, film } = stage.getState();
	if (film !== null && canSeeInside(stage.getState()) && cursor.step < film.steps.length) {
		showModelled({ step: cursor.step, micro: 1 });
	} else void moveBy(nextMicro);
}

/** One micro-step back; on a recording, to the end of the last step as it is modelled. */
export function microBack(): void {
	const { cursor } = stage.getState();
	if (canSeeInside(stage.getState()) && cursor.step > 0) showModelled({ step: cursor.step - 1, micro: Number.MAX_SAFE_INTEGER });
	else void moveBy(previousMicro);
}

/** Into the step just done, or into the first: its first micro-step, as it is modelled. */
export function seeInside(): void {
	if (canSeeInside(stage.getState())) showModelled({ step: Math.max(0, currentStep(stage.getState().cursor)), micro: 1 });
}
