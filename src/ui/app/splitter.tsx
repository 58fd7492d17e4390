import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import styles from "./app.module.css";

interface Props {
	/** `Width of the scenario panel`. */
	readonly label: string;
	/** Of the panel that it belongs to, in pixels. */
	readonly width: number;
	readonly least: number;
	readonly most: number;
	/** The panel lies before the line, or after it. */
	readonly panel: "before" | "after";
	readonly onChange: (width: number) => void;
	/** Back to the usual width. */
	readonly onReset: () => void;
}

const KEY_STEP = 16;

/**
 * The line between two panels: dragged, or moved with arrows, Home, End; Enter and a double click set it back. A library for this
 * costs more than the whole timeline.
 */
export function Splitter({ label, width, least, most, panel, onChange, onReset }: Props) {
	const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);
	const outwards = panel === "before" ? 1 : -1;
	const set = (wanted: number) => onChange(Math.round(Math.min(Math.max(wanted, least), most)));

	const onKeyDown = (event: KeyboardEvent) => {
		const widths: Readonly<Record<string, number>> = {
			ArrowRight: width + outwards * KEY_STEP,
			ArrowLeft: width - outwards * KEY_STEP,
			Home: least,
			End: most,
		};
		const to = widths[event.key];
		if (to === undefined && event.key !== "Enter") return;
		event.preventDefault();
		if (to === undefined) onReset();
		else set(to);
	};
	const onPointerDown = (event: PointerEvent) => {
		event.currentTarget.setPointerCapture(event.pointerId);
		drag.current = { x: event.clientX, width };
	};
	const onPointerMove = (event: PointerEvent) => {
		if (drag.current !== null) set(drag.current.width + outwards * (event.clientX - drag.current.x));
	};
	const onPointerUp = () => {
		drag.current = null;
	};

	return (
		// biome-ignore lint/a11y/useSemanticElements: a line that is moved is a separator with a value, which <hr> is not.
		<div
			role="separator"
			tabIndex={0}
			aria-label={label}
			aria-orientation="vertical"
			aria-valuenow={width}
			aria-valuemin={least}
			aria-valuemax={most}
			aria-valuetext={`${width} pixels`}
			className={styles["separator"]}
			onKeyDown={onKeyDown}
			onPointerDown={onPointerDown}
			onPointerMove={onPointerMove}
			onPointerUp={onPointerUp}
			onPointerCancel={onPointerUp}
			onDoubleClick={onReset}
		/>
	);
}
