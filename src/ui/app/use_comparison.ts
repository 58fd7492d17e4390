import { useEffect } from "react";
import { track } from "../../state/idle.ts";
import { setProblem } from "../../state/stage.ts";
import { useStage } from "./use_stage.ts";

/** Keeps the other side beside the stage while something is compared, whichever panels are on the screen. */
export function useComparison(): void {
	const compared = useStage((state) => state.compare !== null);
	useEffect(() => {
		if (!compared) return;
		let end: (() => void) | null = null;
		let wanted = true;
		const begin = async () => {
			const { startComparison } = await import("../../state/comparison.ts");
			if (wanted) end = startComparison();
		};
		track(begin()).catch(() => setProblem("The comparison could not be fetched: is the network there? Try again, or reload the page."));
		return () => {
			wanted = false;
			end?.();
		};
	}, [compared]);
}
