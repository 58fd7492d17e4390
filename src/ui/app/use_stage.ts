import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { type StageState, stage } from "../../state/stage.ts";

/** Which stage the components below show: the stage itself, or the one that comes a frame later. */
export const StageContext = createContext<StoreApi<StageState>>(stage);

/** The stage that comes a frame later; the stage itself where nobody starts it. */
export const LateStageContext = createContext<StoreApi<StageState>>(stage);

/** What a component needs of the stage; it renders again only when the selected value is another one. */
export function useStage<T>(selector: (state: StageState) => T): T {
	return useStore(useContext(StageContext), selector);
}

/** The same of the stage a frame later, for what need not be in the frame that answers a key. */
export function useLateStage<T>(selector: (state: StageState) => T): T {
	return useStore(useContext(LateStageContext), selector);
}
