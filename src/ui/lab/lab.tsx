import { useEffect } from "react";
import { useStore } from "zustand";
import { afterPaint } from "../../state/after_paint.ts";
import { cancelLab, installLaboratory, lab, setPlan } from "../../state/lab.ts";
import { labDoor } from "../../state/lab_door.ts";
import { readLabHash } from "../../state/lab_link.ts";
import { startLab } from "../../worker/lab_client.ts";
import { OverlayDialog } from "../app/dialog.tsx";
import styles from "./lab.module.css";
import { PlanForm } from "./plan_form.tsx";
import { Results } from "./results.tsx";
import { RunBar } from "./run_bar.tsx";

/** The worker starts when the answer to the press is painted: both want the processor. */
installLaboratory((request, tell) => {
	let cancel: (() => void) | null = null;
	let isCancelled = false;
	afterPaint(() => {
		if (!isCancelled) cancel = startLab(request, tell);
	});
	return () => {
		isCancelled = true;
		cancel?.();
	};
});

/** Opens the plan of the link that led here, once. */
function useLink(): void {
	const hash = useStore(labDoor, (state) => state.hash);
	useEffect(() => {
		if (hash === null) return;
		labDoor.setState({ hash: null });
		const plan = readLabHash(hash);
		if (plan.ok) setPlan(plan.value);
		else lab.setState({ problem: plan.error });
	}, [hash]);
}

/** The trackers lab: the same writes under every tracker, judged and counted. */
export function Lab() {
	useLink();
	useEffect(() => cancelLab, []);
	const run = useStore(lab, (state) => state.run);
	const done = useStore(lab, ({ status }) => status === "done");
	return (
		<OverlayDialog title="Trackers lab: who reports what, at what price" look="wide">
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
			<section className={styles["body"]} tabIndex={0} aria-label="Lab">
				<p className={styles["note"]}>
					One program writes to its memory. Every tracker watches the same writes, each by its own mechanism; what it reports is judged
					against what was written, and what it costs is counted.
				</p>
				<PlanForm />
				<RunBar />
				{run !== null && <Results run={run} done={done} />}
			</section>
		</OverlayDialog>
	);
}
