import { useStore } from "zustand";
import { COUNTS, COUNTS_NAME, PROPERTIES } from "../../check/properties.ts";
import type { ReportedFinding } from "../../check/report.ts";
import { checkerStore, openFinding } from "../../state/checker.ts";
import controls from "../app/controls.module.css";
import { closeOverlay } from "../app/overlay.ts";
import { PressButton } from "../app/press_button.tsx";
import styles from "./check.module.css";

const NONE: readonly ReportedFinding[] = [];

function nameOf(id: string): string {
	if (id === COUNTS) return COUNTS_NAME;
	return PROPERTIES.find((property) => property.id === id)?.name ?? "Your own property";
}

/** What was found, one entry a root cause, with the shortest way there. */
export function Findings() {
	const findings = useStore(checkerStore, (state) => state.progress?.findings ?? NONE);
	if (findings.length === 0) return null;
	return (
		<section aria-label="Root causes" className={styles["findings"]}>
			{findings.map((finding) => (
				<Entry key={`${finding.property} ${finding.microStep}`} finding={finding} />
			))}
		</section>
	);
}

function Entry({ finding }: { readonly finding: ReportedFinding }) {
	const { property, microStep, path, say, confirmed, times } = finding;
	const open = () => {
		openFinding(finding);
		closeOverlay();
	};
	return (
		<article className={styles["finding"]}>
			<h3>
				<span aria-hidden="true">✕ </span>
				{nameOf(property)}: broken
			</h3>
			<p>
				in <code>{microStep}</code>
				{times > 1 && `, seen in ${times} ways`}
			</p>
			<p className={styles["say"]}>{say}</p>
			<ol className={styles["path"]}>
				{path.map((line, at) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: the same step may come twice, and steps never move
					<li key={at}>
						<code>{line}</code>
					</li>
				))}
			</ol>
			<div className={styles["actions"]}>
				<PressButton className={controls["button"] ?? ""} onPress={open}>
					Open this counterexample
				</PressButton>
				<span className={styles["help"]}>
					{confirmed ? "Confirmed: replayed with 512 pages to a huge page." : "Not confirmed: 512 pages to a huge page do not show it."}
				</span>
			</div>
		</article>
	);
}
