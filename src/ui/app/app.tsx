import { Narration } from "../narration/narration.tsx";
import { TimelineBar } from "../timeline/timeline_bar.tsx";
import { AgreementBadge } from "../verdict/agreement_badge.tsx";
import { StageVerdict } from "../verdict/verdict_strip.tsx";
import styles from "./app.module.css";
import { ErrorBoundary } from "./error_boundary.tsx";
import { Header } from "./header.tsx";
import { LazyDialogs } from "./lazy_dialogs.tsx";
import { Messages } from "./messages.tsx";
import { NarrowPanels } from "./narrow_panels.tsx";
import { useComparison } from "./use_comparison.ts";
import { useShortcuts } from "./use_shortcuts.ts";
import { useStage } from "./use_stage.ts";
import { useWide } from "./use_wide.ts";
import { WidePanels } from "./wide_panels.tsx";

function Waiting() {
	const loading = useStage((state) => state.loading);
	return (
		<div className={styles["waiting"]} role="status">
			{loading && <span className={styles["waitingText"]}>Loading…</span>}
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
		</ErrorBoundary>
	);
}

/** The whole screen. In one column the sentence comes before the panels, so that only the timeline stays at the bottom. */
export function App() {
	useShortcuts();
	useComparison();
	const wide = useWide();
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
