/** What is said when a scenario cannot be played on the kernel, or from the source, that was asked for. */
import type { Casting } from "./kernels.ts";
import type { Scenario } from "./stage.ts";

/** Why there is no film at all. */
export function nothingToPlay(scenario: Scenario): string {
	return scenario.edited
		? "An edited scenario needs the model, which is not there. Undo the edit to play the recording again."
		: "There is neither a recording nor a model for this scenario.";
}

/** What is shown is not what was asked for; null where it is. */
export function castNotice(wish: Casting, got: Casting, scenario: Scenario): string | null {
	if (wish.kernel !== "" && wish.kernel !== got.kernel) {
		const why = scenario.edited ? "is not modelled" : "was not recorded for this scenario and is not modelled";
		return `${wish.kernel} ${why}: shown on ${got.kernel}.`;
	}
	if (wish.source === got.source || scenario.edited) return null;
	return got.source === "model"
		? `No recording of this scenario on ${got.kernel}: shown as modelled.`
		: `${got.kernel} is not modelled yet: shown as recorded.`;
}
