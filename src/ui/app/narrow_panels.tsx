import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import styles from "./app.module.css";
import { Entry, Script, Tables } from "./panel_parts.tsx";

interface Panel {
	readonly id: string;
	readonly label: string;
	readonly look: string | undefined;
	readonly draw: () => ReactNode;
}

const PANELS: readonly Panel[] = [
	{ id: "script", label: "Scenario", look: "", draw: () => <Script /> },
	{ id: "tables", label: "Page tables", look: styles["padded"], draw: () => <Tables /> },
	{ id: "entry", label: "Entry", look: styles["raised"], draw: () => <Entry /> },
];

/** The three panels as tabs of one column; arrows show the neighbour. */
export function NarrowPanels() {
	const [shown, setShown] = useState("tables");
	const list = useRef<HTMLDivElement>(null);
	const id = useId();
	const panel = PANELS.find((one) => one.id === shown);

	const onKeyDown = (event: KeyboardEvent) => {
		const at = PANELS.findIndex((one) => one.id === shown);
		const places: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
		const to = places[event.key];
		const next = to === undefined ? undefined : PANELS.at(to % PANELS.length);
		if (next === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		setShown(next.id);
		list.current?.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus();
	};

	return (
		<div className={styles["tabs"]}>
			<div ref={list} role="tablist" aria-label="Panels" className={styles["tabList"]} onKeyDown={onKeyDown}>
				{PANELS.map((one) => (
					<button
						key={one.id}
						type="button"
						role="tab"
						id={`${id}-${one.id}`}
						data-id={one.id}
						aria-selected={one.id === shown}
						aria-controls={`${id}-panel`}
						tabIndex={one.id === shown ? 0 : -1}
						className={styles["tab"]}
						onClick={() => setShown(one.id)}
					>
						{one.label}
					</button>
				))}
			</div>
			<div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown}`} className={`${styles["tabPanel"]} ${panel?.look ?? ""}`}>
				{panel?.draw()}
			</div>
		</div>
	);
}
