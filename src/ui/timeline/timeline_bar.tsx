import { ListTree } from "lucide-react";
import { useStore } from "zustand";
import type { Cursor } from "../../history/film.ts";
import { comparison } from "../../state/compare.ts";
import { goTo } from "../../state/cursor.ts";
import { canSeeInside, microBack, microForward, seeInside } from "../../state/inside.ts";
import controls from "../app/controls.module.css";
import { makePart, usePart } from "../app/part.ts";
import { PressButton } from "../app/press_button.tsx";
import { useStage } from "../app/use_stage.ts";
import type { WatchLanesProps } from "../watch/watch_lanes.tsx";
import { Player } from "./player.tsx";
import styles from "./timeline.module.css";
import { Timeline } from "./timeline.tsx";

const WATCH_LANES = makePart<WatchLanesProps>(async () => (await import("../watch/watch_lanes.tsx")).WatchLanes);

/** Player and timeline of the film on the stage. */
export function TimelineBar() {
	const film = useStage((state) => state.film);
	const cursor = useStage((state) => state.cursor);
	const agreement = useStage((state) => state.agreement);
	const microSteps = useStage((state) => state.inside);
	const inside = useStage(canSeeInside);
	const compared = useStore(comparison, (state) => state.steps);
	const comparedWith = useStore(comparison, (state) => state.title);
	const watching = useStage((state) => state.watches.length > 0);
	const WatchLanes = usePart(WATCH_LANES, watching);
	return (
		<div className={styles["bar"]}>
			<Player />
			{film !== null && (
				<Timeline
					film={film}
					cursor={cursor}
					agreement={agreement}
					inside={microSteps}
					compared={compared}
					comparedWith={comparedWith}
					lanes={WatchLanes === null ? undefined : (layout, width) => <WatchLanes layout={layout} width={width} />}
					onGoTo={goTo}
					{...(inside ? { onInside: (by: 1 | -1) => (by > 0 ? microForward : microBack)() } : {})}
				/>
			)}
			{inside && (
				<PressButton
					className={`${controls["button"]} ${styles["inside"]}`}
					onPress={seeInside}
					aria-label={`${insideWords(cursor)}, as modelled`}
				>
					<ListTree size={14} aria-hidden="true" /> {insideWords(cursor)}
				</PressButton>
			)}
		</div>
	);
}

/** The step that the button leads into: the one just done, or the first. */
function insideWords(cursor: Cursor): string {
	return `Inside step ${Math.max(1, cursor.step)}`;
}
