import type { LensClass } from "../../layout/lens.ts";
import type { Span } from "../../layout/spans.ts";
import { type StripMark, stripMarks } from "../../layout/strip_marks.ts";
import styles from "./page_tree.module.css";
import type { StripBox } from "./tree_frame.ts";

/** No stretch of entries is drawn narrower, so that a lone one is seen. */
const SMALLEST = 3;

/** Entries too narrow to be drawn one by one: stretches of them, none too narrow to be seen. */
export function StripStretches({
	spans,
	entries,
	box,
	width,
	huge,
}: {
	readonly spans: readonly Span[];
	readonly entries: number;
	readonly box: StripBox;
	readonly width: number;
	readonly huge: boolean;
}) {
	const { ground, marks } = stripMarks(spans, entries, width, SMALLEST);
	return (
		<>
			<Stretch kind={ground} x={box.x0} width={width} box={box} clear={false} whole={huge} />
			{marks.map((mark) => (
				<g key={`${mark.index} ${mark.kind.words}`}>
					{mark.stretches > 2 ? (
						<Hatch mark={mark} x={box.x0 + mark.x} box={box} />
					) : (
						<Stretch kind={mark.kind} x={box.x0 + mark.x} width={mark.width} box={box} clear whole={false} />
					)}
					{tells(mark) && <Tick mark={mark} x={box.x0 + mark.x + mark.width / 2} y={box.y + box.height} />}
				</g>
			))}
		</>
	);
}

/** A stretch so narrow that only a sign below it can tell what it is. */
function tells(mark: StripMark): boolean {
	return mark.widened && (mark.kind.fill === "cross" || (mark.kind.rank >= 4 && mark.stretches <= 2));
}

function Tick({ mark, x, y }: { readonly mark: StripMark; readonly x: number; readonly y: number }) {
	const colour = `var(--${mark.kind.tone})`;
	if (mark.kind.fill === "cross") return <path className={styles.bad} d={`M${x - 3} ${y + 4}l6 6m0 -6l-6 6`} />;
	return <path fill={colour} d={`M${x} ${y + 3}l-3.5 5h7z`} />;
}

/** Many stretches with others between them, too narrow to be drawn one by one: stripes as dense as the stretches are. */
function Hatch({ mark, x, box }: { readonly mark: StripMark; readonly x: number; readonly box: StripBox }) {
	const half = mark.kind.form === "low";
	const height = half ? box.height / 2 : box.height;
	const y = box.y + box.height - height / 2;
	const on = Math.min(3.2, Math.max(0.8, 4 * mark.share));
	return (
		<line
			x1={x}
			x2={x + mark.width}
			y1={y}
			y2={y}
			stroke={`var(--${mark.kind.tone})`}
			strokeWidth={height - 2}
			strokeDasharray={`${on} ${4 - on}`}
		/>
	);
}

/** The same forms and fills as the cells have, drawn along a strip. */
function Stretch({
	kind,
	x,
	width,
	box,
	clear,
	whole,
}: {
	readonly kind: LensClass;
	readonly x: number;
	readonly width: number;
	readonly box: StripBox;
	/** Lies on another stretch, which it hides. */
	readonly clear: boolean;
	readonly whole: boolean;
}) {
	const colour = `var(--${kind.tone})`;
	const half = kind.form === "low";
	const y = box.y + (half ? box.height / 2 : 0);
	const height = half ? box.height / 2 : box.height;
	const r = whole ? 3 : 0;
	const opacity = kind.fill === "full" || kind.fill === "cutbar" || kind.fill === "cross" ? 1 : kind.fill === "none" ? 0 : 0.38;
	return (
		<>
			{clear && <rect x={x} y={box.y} width={width} height={box.height} className={styles.clear} />}
			{kind.form === "dash" && (
				<line x1={x} x2={x + width} y1={box.y + box.height / 2} y2={box.y + box.height / 2} className={styles.gap} />
			)}
			{kind.form === "blank" && <rect x={x} y={box.y} width={width} height={box.height} className={styles.outside} />}
			{kind.form !== "dash" && kind.form !== "blank" && opacity > 0 && (
				<rect x={x} y={y} width={width} height={height} rx={r} fill={colour} fillOpacity={opacity} />
			)}
			{kind.fill === "nested" && <rect x={x} y={y + height / 2 - 2.5} width={width} height={5} fill={colour} fillOpacity={0.5} />}
			{half && kind.fill === "none" && <line x1={x} x2={x + width} y1={y} y2={y} className={styles.gap} />}
		</>
	);
}
