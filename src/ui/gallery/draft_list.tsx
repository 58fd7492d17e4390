import { useState } from "react";
import { Button } from "react-aria-components";
import { useStore } from "zustand";
import { type Draft, drafts, removeDraft, restoreDraft } from "../../state/autosave.ts";
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
	const [removed, setRemoved] = useState<Draft | null>(null);
	if (kept.length === 0 && removed === null) return null;
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
								onPress={() => {
									removeDraft(draft.id);
									setRemoved(draft);
								}}
							>
								Delete
							</Button>
						</li>
					);
				})}
			</ul>
			<div role="status">
				{removed !== null && (
					<p className={styles["status"]}>
						Deleted.
						<Button
							className={controls["button"] ?? ""}
							onPress={() => {
								restoreDraft(removed);
								setRemoved(null);
							}}
						>
							Undo
						</Button>
					</p>
				)}
			</div>
		</section>
	);
}
