import { Button } from "react-aria-components";
import { useStore } from "zustand";
import { editHistory } from "../../state/edit_history.ts";
import { undoEdit } from "../../state/edits.ts";
import { retry } from "../../state/open.ts";
import { dismissProblem, setNotice } from "../../state/stage.ts";
import controls from "./controls.module.css";
import styles from "./messages.module.css";
import { useStage } from "./use_stage.ts";

/** What went wrong, with the ways on; and what is worth knowing. Stays until it is dismissed or solved. */
export function Messages() {
	const problem = useStage((state) => state.problem);
	const canRetry = useStage((state) => state.canRetry);
	const notice = useStage((state) => state.notice);
	const stuck = useStage((state) => state.film === null && state.scenario.edited);
	const canUndo = useStore(editHistory, ({ past }) => past.length > 0);
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
							<Button className={button} onPress={retry}>
								Try again
							</Button>
						)}
						{stuck && canUndo && (
							<Button className={button} onPress={undoEdit}>
								Undo the edit
							</Button>
						)}
						<Button className={button} onPress={dismissProblem}>
							Dismiss
						</Button>
					</div>
				)}
			</div>
			<div role="status">
				{notice !== null && (
					<div className={styles["message"]}>
						<p>{notice}</p>
						<Button className={button} onPress={() => setNotice(null)}>
							Dismiss
						</Button>
					</div>
				)}
			</div>
		</div>
	);
}
