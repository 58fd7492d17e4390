import { Button } from "react-aria-components";
import { useStore } from "zustand";
import { drafts, removeDraft } from "../../state/autosave.ts";
import { resumeDraft } from "../../state/start.ts";
import controls from "../app/controls.module.css";
import { closeOverlay } from "../app/overlay.ts";
import styles from "./gallery.module.css";

function when(saved: number): string {
	return new Date(saved).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** Scenarios that this person edited, kept in this browser. */
export function DraftList() {
	const kept = useStore(drafts, (state) => state.drafts);
	if (kept.length === 0) return null;
	return (
		<section className={styles["drafts"]} aria-label="Edited by you, kept in this browser">
			<h3 className={styles["group"]}>Edited by you, kept in this browser</h3>
			<ul>
				{kept.map((draft) => {
					const lines = draft.script.split("\n").length;
					const name = draft.name === "" ? "new scenario" : draft.name;
					return (
						<li key={draft.id} className={styles["draft"]}>
							<Button
								className={styles["draftOpen"] ?? ""}
								onPress={() => {
									closeOverlay();
									void resumeDraft(draft);
								}}
							>
								<b>{name}</b> <span>{`edited, ${lines} lines, ${when(draft.saved)}`}</span>
							</Button>
							<Button
								className={controls["button"] ?? ""}
								aria-label={`Delete the edited ${name} of ${when(draft.saved)}`}
								onPress={() => removeDraft(draft.id)}
							>
								Delete
							</Button>
						</li>
					);
				})}
			</ul>
		</section>
	);
}
