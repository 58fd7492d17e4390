import { Link2, Play, Square } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { cancelLab, lab, runLab } from "../../state/lab.ts";
import { labHash } from "../../state/lab_link.ts";
import controls from "../app/controls.module.css";
import { PressButton } from "../app/press_button.tsx";
import styles from "./lab.module.css";

const SAID: Readonly<Record<"idle" | "done" | "cancelled" | "failed", string>> = {
	idle: "Nothing was run yet.",
	done: "Done.",
	cancelled: "Cancelled. What was finished is below.",
	failed: "The run failed.",
};

/** Starts, shows and cancels a run; copies the link to its plan. */
export function RunBar() {
	const { status, share, doing, problem, plan } = useStore(lab);
	const [copied, setCopied] = useState("");
	const running = status === "running";
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(new URL(labHash(plan), location.href).href);
			setCopied("Link copied: it opens the lab with this plan.");
		} catch {
			setCopied("The browser did not allow copying.");
		}
	};
	return (
		<div className={styles["bar"]}>
			{running ? (
				<PressButton className={controls["button"] ?? ""} onPress={cancelLab}>
					<Square size={13} aria-hidden="true" /> Cancel
				</PressButton>
			) : (
				<PressButton className={`${controls["button"]} ${controls["strong"]}`} onPress={runLab}>
					<Play size={13} aria-hidden="true" /> Run under every tracker
				</PressButton>
			)}
			<PressButton className={controls["button"] ?? ""} onPress={() => void copy()}>
				<Link2 size={14} aria-hidden="true" /> Copy link
			</PressButton>
			{running && <progress value={share} aria-label="Progress of the run" />}
			<p role="status" className={styles["said"]}>
				{running ? `Running: ${doing}` : copied || SAID[status]}
			</p>
			{problem !== null && (
				<p role="alert" className={styles["problem"]}>
					{problem}
				</p>
			)}
		</div>
	);
}
