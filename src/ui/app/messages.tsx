import { useStore } from "zustand";
import { editHistory } from "../../state/edit_history.ts";
import { undoEdit } from "../../state/edits.ts";
import { retry } from "../../state/open.ts";
import { dismissProblem, setNotice } from "../../state/stage.ts";
import { update } from "../../state/update.ts";
import controls from "./controls.module.css";
import styles from "./messages.module.css";
import { PressButton } from "./press_button.tsx";
import { useStage } from "./use_stage.ts";

/** What went wrong, with the ways on; and what is worth knowing. Stays until it is dismissed or solved. */
export function Messages() {
	const problem = useStage((state) => state.problem);
	const canRetry = useStage((state) => state.canRetry);
	const notice = useStage((state) => state.notice);
	const stuck = useStage((state) => state.film === null && state.scenario.edited);
	const canUndo = useStore(editHistory, ({ past }) => past.length > 0);
	const reload = useStore(update, (state) => state.reload);
	const button = controls["button"] ?? "";
	return (
		<div className={styles["messages"]}>
			<div role="alert">
				{problem !== null && (
					<div className={`${styles["message"]} ${styles["problem"]}`}>
						<p>
							<b>Problem:</b> {problem}
						</p>
						{canRetry && (
							<PressButton className={button} onPress={retry}>
								Try again
							</PressButton>
						)}
						{stuck && canUndo && (
							<PressButton className={button} onPress={undoEdit}>
								Undo the edit
							</PressButton>
						)}
						<PressButton className={button} onPress={dismissProblem}>
							Dismiss
						</PressButton>
					</div>
				)}
			</div>
			<div role="status">
				{reload !== null && (
					<div className={styles["message"]}>
						<p>A newer Pagewalk is there. Reloading changes to it; what you have open stays.</p>
						<PressButton className={button} onPress={reload}>
							Reload
						</PressButton>
					</div>
				)}
				{notice !== null && (
					<div className={styles["message"]}>
						<p>{notice}</p>
						<PressButton className={button} onPress={() => setNotice(null)}>
							Dismiss
						</PressButton>
					</div>
				)}
			</div>
		</div>
	);
}
