import type { PageSpan, Span } from "../../layout/spans.ts";
import { bitWords } from "../../layout/twin_rows.ts";
import { MarkShape } from "../legend/mark_icon.tsx";
import styles from "./page_tree.module.css";
import { NUMBERED, type StripBox, type TreeFrame } from "./tree_frame.ts";

/** Pixels from which on the bits of an entry fit beside its index. */
const SPELLED = 120;

/** Entries one by one, with their marks as in the table, and their numbers where they fit; only those in sight. */
export function StripEntries({
	spans,
	box,
	pitch,
	frame,
}: {
	readonly spans: readonly (Span | PageSpan)[];
	readonly box: StripBox;
	readonly pitch: number;
	readonly frame: TreeFrame;
}) {
	const first = Math.floor((frame.left - box.x0) / pitch);
	const last = Math.ceil((frame.width - box.x0) / pitch);
	const shown = spans.flatMap((span) => {
		const { index, n, kind } = span;
		const from = Math.max(index, first);
		const until = Math.min(index + n, last + 1);
		return Array.from({ length: Math.max(0, until - from) }, (_, k) => ({
			index: from + k,
			kind,
			bits: pitch >= SPELLED ? bitsOf(span) : "",
		}));
	});
	const side = Math.min(box.height - 4, pitch - 1.5);
	return shown.map(({ index, kind, bits }) => {
		const x = box.x0 + index * pitch;
		const numbered = pitch >= NUMBERED;
		return (
			<g key={index}>
				{index > 0 && <line x1={x} x2={x} y1={box.y} y2={box.y + box.height} className={styles.seam} />}
				<g transform={`translate(${numbered ? x + 4 : x + (pitch - side) / 2} ${box.y + (box.height - side) / 2}) scale(${side / 12})`}>
					<MarkShape mark={kind} />
				</g>
				{numbered && (
					<text x={x + side + 8} y={box.y + box.height / 2 + 4} className={styles.number}>
						{index}
						{bits !== "" && (
							<tspan className={styles.bits} dx={6}>
								{bits}
							</tspan>
						)}
					</text>
				)}
			</g>
		);
	});
}

function bitsOf(span: Span | PageSpan): string {
	return "piece" in span && span.run !== null && span.piece !== null ? bitWords(span.run, span.piece.facts) : "";
}
