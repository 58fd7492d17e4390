import { Narration } from "../narration/narration.tsx";
import styles from "./embedded.module.css";
import { ErrorBoundary } from "./error_boundary.tsx";
import { Tables } from "./panel_parts.tsx";
import { useStage } from "./use_stage.ts";

/** The picture without anything around it, for slides and lecture notes: keys and messages step through it. */
export function Embedded() {
	const cursor = useStage((state) => state.cursor);
	const steps = useStage((state) => state.film?.steps.length ?? 0);
	const kernel = useStage((state) => state.kernel);
	const problem = useStage((state) => state.problem);
	return (
		<div className={styles["embedded"]}>
			{problem !== null && <p role="alert">{problem}</p>}
			<main className={styles["picture"]} aria-label="Page tables">
				<Tables />
			</main>
			<footer className={styles["say"]}>
				<span className={styles["where"]}>{`${kernel} · step ${cursor.step} of ${steps}`}</span>
				<ErrorBoundary part="The narration">
					<Narration />
				</ErrorBoundary>
			</footer>
		</div>
	);
}
