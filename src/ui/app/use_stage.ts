import { useStore } from "zustand";
import { type StageState, stage } from "../../state/stage.ts";

/** What a component needs of the stage; it renders again only when the selected value is another one. */
export function useStage<T>(selector: (state: StageState) => T): T {
	return useStore(stage, selector);
}
