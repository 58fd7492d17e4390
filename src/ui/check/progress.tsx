import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { type CheckStatus, checkerStore } from "../../state/checker.ts";
import type { CheckProgress } from "../../worker/check_protocol.ts";
import styles from "./check.module.css";

const number = new Intl.NumberFormat("en-US");

/** How far the exploration is; said aloud only when it ends. */
export function Progress() {
	const { status, progress, seconds, kernel } = useStore(checkerStore);
	const shown = useRef<HTMLDivElement>(null);
	const begun = status === "running" && progress !== null;
	// On a small screen the form fills the dialog, and what was asked for would begin out of sight.
	useEffect(() => {
		if (begun) shown.current?.scrollIntoView({ block: "nearest" });
	}, [begun]);
	if (status === "idle" || progress === null) return <p role="status" className={styles["status"]} />;
	const { depth, states, part, findings } = progress;
	return (
		<div ref={shown} className={styles["progress"]}>
			<progress aria-label={`Paths of ${depth} steps`} value={progress.done ? 1 : part} max={1} />
			<p>
				{kernel}: {number.format(states)} distinct states, {depth} {depth === 1 ? "step" : "steps"} deep, {seconds.toFixed(1)} s
			</p>
			<p role="status" className={styles["status"]}>
				{ended(status, progress) ?? ""}
				{status !== "running" &&
					` ${findings.length === 0 ? "Nothing is broken." : `${findings.length} root ${findings.length === 1 ? "cause" : "causes"} found.`}`}
			</p>
		</div>
	);
}

function ended(status: CheckStatus, { limit, depth, states }: CheckProgress): string | null {
	if (status === "paused") return "Paused.";
	if (status === "cancelled") return "Cancelled; what was found until then is below.";
	if (status !== "done") return null;
	if (limit === "states") return `Stopped at ${number.format(states)} states, as asked: what lies beyond was not tried.`;
	if (limit === "seconds") return "Stopped when the time was up: what lies beyond was not tried.";
	return limit === "depth" ? `Exhausted: everything within ${depth} steps was tried.` : "Exhausted: there is no other state.";
}
