import { useMemo } from "react";
import { whatToWatch } from "../../state/first_screen.ts";
import { useStage } from "../app/use_stage.ts";
import { narrate } from "./narrate.ts";
import styles from "./narration.module.css";

/** One sentence on where the cursor stands, said aloud by screen readers whenever it changes. */
export function Narration() {
	const film = useStage((state) => state.film);
	const cursor = useStage((state) => state.cursor);
	const moment = useStage((state) => state.moment);
	const previous = useStage((state) => state.previous);
	const inside = useStage((state) => state.inside);
	const scenario = useStage((state) => state.scenario);
	const said = useMemo(() => {
		if (film === null || moment === null) return null;
		const watch = whatToWatch(scenario.name, scenario.edited, cursor);
		return narrate({ film, cursor, moment, previous, inside, about: scenario.title, watch });
	}, [film, cursor, moment, previous, inside, scenario]);
	return (
		<p className={styles["narration"]} aria-live="polite" aria-atomic="true" data-testid="narration">
			{said !== null && (
				<>
					{said.lead !== "" && <b className={styles["lead"]}>{said.lead}</b>} {said.text}
					{said.alarm !== "" && <strong className={styles["alarm"]}> {said.alarm}</strong>}
				</>
			)}
		</p>
	);
}
