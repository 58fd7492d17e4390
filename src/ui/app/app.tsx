import { isEmbedded } from "../../state/is_embedded.ts";
import { cancelRun } from "../../state/open.ts";
import { Narration } from "../narration/narration.tsx";
import { BranchesBelow } from "../timeline/branches_below.tsx";
import { TimelineBar } from "../timeline/timeline_bar.tsx";
import { AgreementBadge } from "../verdict/agreement_badge.tsx";
import { StageVerdict } from "../verdict/verdict_strip.tsx";
import styles from "./app.module.css";
import { ErrorBoundary } from "./error_boundary.tsx";
import { Header } from "./header.tsx";
import { LazyDialogs } from "./lazy_dialogs.tsx";
import { Messages } from "./messages.tsx";
import { NarrowPanels } from "./narrow_panels.tsx";
import { makePart, usePart } from "./part.ts";
import { PressButton } from "./press_button.tsx";
import { useComparison } from "./use_comparison.ts";
import { useShortcuts } from "./use_shortcuts.ts";
import { useStage } from "./use_stage.ts";
import { useWide } from "./use_wide.ts";
import { WidePanels } from "./wide_panels.tsx";

/** Steps from which on a run takes long enough to show how far it is. */
const LONG_RUN = 4000;

function Waiting() {
	const loading = useStage((state) => state.loading);
	const progress = useStage((state) => state.progress);
	const long = progress !== null && progress.total > LONG_RUN;
	return (
		<div className={styles["waiting"]} role="status">
			{loading && !long && <span className={styles["waitingText"]}>Loading…</span>}
			{loading && long && (
				<span className={styles["waitingText"]}>
					Running {progress.total.toLocaleString("en")} steps: {Math.floor((progress.done / progress.total) * 20) * 5} %{" "}
					<PressButton className={styles["stop"] ?? ""} onPress={cancelRun}>
						Stop
					</PressButton>
				</span>
			)}
		</div>
	);
}

/** What happened, and what it means for soft-dirty. */
function Say() {
	return (
		<ErrorBoundary part="The narration">
			<div className={styles["say"]}>
				<Narration />
				<div className={styles["verdict"]}>
					<StageVerdict />
					<AgreementBadge />
				</div>
			</div>
		</ErrorBoundary>
	);
}

function Time() {
	return (
		<ErrorBoundary part="The timeline">
			<TimelineBar />
			<BranchesBelow />
		</ErrorBoundary>
	);
}

const IS_EMBEDDED = isEmbedded(location.search);
const EMBEDDED = makePart(async () => (await import("./embedded.tsx")).Embedded);

/** The whole screen. In one column the sentence comes before the panels, so that only the timeline stays at the bottom. */
export function App() {
	useShortcuts();
	useComparison();
	const wide = useWide();
	const Alone = usePart(EMBEDDED, IS_EMBEDDED);
	if (IS_EMBEDDED) return Alone === null ? null : <Alone />;
	return (
		<div className={styles["app"]}>
			<div className={styles["scroller"]}>
				<Header />
				<Messages />
				<main className={styles["main"]}>
					{!wide && <Say />}
					{wide ? <WidePanels /> : <NarrowPanels />}
					<Waiting />
				</main>
			</div>
			<footer className={styles["footer"]}>
				<Time />
				{wide && <Say />}
			</footer>
			<LazyDialogs />
		</div>
	);
}
