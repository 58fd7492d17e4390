import { useStore } from "zustand";
import { preferences, setWidths, USUAL_WIDTHS } from "../../state/preferences.ts";
import styles from "./app.module.css";
import { Entry, Script, Tables } from "./panel_parts.tsx";
import { Splitter } from "./splitter.tsx";

/** Pixels; the middle keeps what the sides leave. */
const LEAST = { script: 200, entry: 320 };
const MOST = { script: 480, entry: 560 };

/** Scenario, picture and entry side by side; the lines between them can be moved, with keys too, and stay where they were put. */
export function WidePanels() {
	const widths = useStore(preferences, (state) => state.widths);
	return (
		<div
			className={styles["panels"]}
			style={{ gridTemplateColumns: `min(${widths.script}px, 30%) 1px minmax(0, 1fr) 1px min(${widths.entry}px, 36%)` }}
		>
			<section className={styles["panel"]} aria-label="Scenario">
				<Script />
			</section>
			<Splitter
				label="Width of the scenario panel"
				width={widths.script}
				least={LEAST.script}
				most={MOST.script}
				panel="before"
				onChange={(script) => setWidths({ ...widths, script })}
				onReset={() => setWidths({ ...widths, script: USUAL_WIDTHS.script })}
			/>
			<section className={`${styles["panel"]} ${styles["padded"]}`} aria-label="Page tables">
				<Tables />
			</section>
			<Splitter
				label="Width of the entry panel"
				width={widths.entry}
				least={LEAST.entry}
				most={MOST.entry}
				panel="after"
				onChange={(entry) => setWidths({ ...widths, entry })}
				onReset={() => setWidths({ ...widths, entry: USUAL_WIDTHS.entry })}
			/>
			<section className={`${styles["panel"]} ${styles["raised"]}`} aria-label="Entry">
				<Entry />
			</section>
		</div>
	);
}
