import { ListTree } from "lucide-react";
import type { Cursor } from "../../history/film.ts";
import { goTo } from "../../state/cursor.ts";
import { canSeeInside, microBack, microForward, seeInside } from "../../state/inside.ts";
import controls from "../app/controls.module.css";
import { PressButton } from "../app/press_button.tsx";
import { useStage } from "../app/use_stage.ts";
import { Player } from "./player.tsx";
import styles from "./timeline.module.css";
import { Timeline } from "./timeline.tsx";

/** Player and timeline of the film on the stage. */
export function TimelineBar() {
	const film = useStage((state) => state.film);
	const cursor = useStage((state) => state.cursor);
	const agreement = useStage((state) => state.agreement);
	const microSteps = useStage((state) => state.inside);
	const inside = useStage(canSeeInside);
	return (
		<div className={styles["bar"]}>
			<Player />
			{film !== null && (
				<Timeline
					film={film}
					cursor={cursor}
					agreement={agreement}
					inside={microSteps}
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
