import { goTo } from "../../state/cursor.ts";
import { useStage } from "../app/use_stage.ts";
import { Player } from "./player.tsx";
import styles from "./timeline.module.css";
import { Timeline } from "./timeline.tsx";

/** Player and timeline of the film on the stage. */
export function TimelineBar() {
	const film = useStage((state) => state.film);
	const cursor = useStage((state) => state.cursor);
	const agreement = useStage((state) => state.agreement);
	return (
		<div className={styles["bar"]}>
			<Player />
			{film !== null && <Timeline film={film} cursor={cursor} agreement={agreement} onGoTo={goTo} />}
		</div>
	);
}
