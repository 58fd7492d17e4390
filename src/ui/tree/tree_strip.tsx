import { memo, useMemo } from "react";
import { LEVEL_NAMES, sizeWords } from "../../layout/geometry.ts";
import type { LensClass } from "../../layout/lens.ts";
import { addressWords, placeAt } from "../../layout/place.ts";
import type { Scene } from "../../layout/scene.ts";
import { type PageSpan, pageSpans, type Span, tableSpans } from "../../layout/spans.ts";
import { type StripMark, stripMarks } from "../../layout/strip_marks.ts";
import type { Strip } from "../../layout/tree_geometry.ts";
import { bitWords } from "../../layout/twin_rows.ts";
import { entrySpan } from "../../sim/include/geometry.ts";
import { MarkShape } from "../legend/mark_icon.tsx";
import styles from "./page_tree.module.css";
import { type StripBox, slotEnds, stripBox, type TreeFrame } from "./tree_frame.ts";

export interface TreeStripProps {
	readonly scene: Scene;
	readonly strip: Strip;
	readonly frame: TreeFrame;
	/** On the way to the table in focus. */
	readonly onPath: boolean;
	readonly focused: boolean;
	/** The keyboard's place in the tree. */
	readonly cursor: boolean;
	/** Virtual page number of the selection, when it is in this process. */
	readonly selected: number | null;
	/** The page that the walk to the table in focus translates. */
	readonly chosen: number | null;
	/** The only process: its letter needs not be said. */
	readonly alone: boolean;
}

/** Pixels from which on entries are drawn one by one. */
const CELL = 9;
/** Pixels from which on the index of an entry fits beside its mark. */
const NUMBERED = 40;
/** Pixels from which on the bits of an entry fit beside its index. */
const SPELLED = 120;
/** No stretch of entries is drawn narrower, so that a lone one is seen. */
const SMALLEST = 3;

/** One table as a strip of its slots, or one huge entry. */
export const TreeStrip = memo(function TreeStrip({
	scene,
	strip,
	frame,
	onPath,
	focused,
	cursor,
	selected,
	chosen,
	alone,
}: TreeStripProps) {
	const box = stripBox(frame, strip);
	const leaf = strip.row === 3;
	const spans = useMemo(() => (strip.kind === "huge" ? pageSpans(scene, strip.id) : tableSpans(scene, strip.node)), [scene, strip]);
	if (box.x1 < frame.left - 4 || box.x0 > frame.width + 4) return null;
	const width = Math.max(1, box.x1 - box.x0);
	const caption = captionOf(scene, strip, alone, width);
	// The caption stays in sight while any of its strip is.
	const captionX = Math.max(box.x0, frame.left) + 1;
	const pitch = width / strip.node.entries;
	return (
		<g className={styles.strip} data-path={onPath || undefined} data-focused={focused || undefined} data-cursor={cursor || undefined}>
			{caption !== "" && frame.left > 0 && (
				<text x={captionX} y={box.y - 4} className={styles.caption}>
					{caption}
				</text>
			)}
			<rect className={strip.kind === "huge" ? styles.huge : styles.table} x={box.x0} y={box.y} width={width} height={box.height} rx={3} />
			{leaf ? (
				pitch >= CELL ? (
					<Entries spans={spans} box={box} pitch={pitch} frame={frame} />
				) : (
					<Leaf spans={spans} entries={strip.node.entries} box={box} width={width} huge={strip.kind === "huge"} />
				)
			) : (
				<Slots
					strip={strip}
					spans={spans}
					box={box}
					onPath={onPath}
					frame={frame}
					page={chosen}
					entrySize={entrySpan(scene.geometry, strip.id.level)}
				/>
			)}
			{strip.kind === "huge" && width > 70 && pitch < CELL && (
				<g>
					<rect className={styles.sizeBack} x={box.x0 + width / 2 - 19} y={box.y + 3} width={38} height={box.height - 6} rx={3} />
					<text x={box.x0 + width / 2} y={box.y + box.height / 2 + 4} textAnchor="middle" className={styles.size}>
						{`${sizeWords(entrySpan(scene.geometry, 1)).replace("M", " M")}iB`}
					</text>
				</g>
			)}
			<rect className={styles.outline} x={box.x0} y={box.y} width={width} height={box.height} rx={3} />
			{leaf && selected !== null && <Chosen strip={strip} box={box} page={selected} />}
		</g>
	);
});

function captionOf(scene: Scene, strip: Strip, alone: boolean, width: number): string {
	if (strip.row === 0) return alone || width < 20 ? "" : `process ${strip.id.process}`;
	if (strip.row !== 3) return "";
	const place = placeAt(scene.observation, strip.id.process, strip.id.page);
	const name = place === null ? `[${strip.index ?? 0}]` : addressWords(place.region.name, place.page);
	const words = `[${strip.index ?? 0}] ${name}`;
	if (alone && strip.x1 - strip.x0 >= 1) return "";
	return width > words.length * 6.2 + 4 ? words : width > name.length * 6.2 + 4 ? name : "";
}

/** Upper tables: slots in use are lit; a slot below which something was missed wears the mark of it. */
function Slots({
	strip,
	spans,
	box,
	onPath,
	frame,
	page,
	entrySize,
}: {
	readonly strip: Strip;
	readonly spans: readonly Span[];
	readonly box: StripBox;
	readonly onPath: boolean;
	readonly frame: TreeFrame;
	readonly page: number | null;
	readonly entrySize: number;
}) {
	const chosen = page === null ? -1 : Math.floor((page - strip.id.page) / entrySize);
	const pitch = (box.x1 - box.x0) / strip.node.entries;
	return strip.node.slots.map((slot) => {
		const [x0, x1] = slotEnds(box, strip.node.entries, slot.index, slot.n, 5);
		if (x1 < frame.left || x0 > frame.width) return null;
		const bad = spans.some(({ index, n, kind }) => kind.fill === "cross" && index < slot.index + slot.n && index + n > slot.index);
		const lit = onPath && chosen >= slot.index && chosen < slot.index + slot.n;
		return (
			<g key={slot.index}>
				<rect className={lit ? styles.lit : styles.slot} x={x0} y={box.y} width={x1 - x0} height={box.height} rx={1.5} />
				{pitch > NUMBERED && (
					<text x={Math.max(x0, frame.left) + 5} y={box.y + 11} className={styles.onSlot}>
						{`${LEVEL_NAMES[strip.id.level]}[${slot.index}]`}
					</text>
				)}
				{bad && <path className={styles.bad} d={`M${x1 + 4} ${box.y + box.height / 2 - 3}l6 6m0 -6l-6 6`} />}
			</g>
		);
	});
}

/** Entries too narrow to be drawn one by one: stretches of them, none too narrow to be seen. */
function Leaf({
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

/** Entries one by one, with their marks as in the table, and their numbers where they fit; only those in sight. */
function Entries({
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

function Chosen({ strip, box, page }: { readonly strip: Strip; readonly box: StripBox; readonly page: number }) {
	const index = page - strip.id.page;
	if (index < 0 || index >= strip.node.entries) return null;
	const [x0, x1] = slotEnds(box, strip.node.entries, index, 1, 5);
	return <rect className={styles.chosen} x={x0 - 1} y={box.y - 2} width={x1 - x0 + 2} height={box.height + 4} rx={2.5} />;
}

function bitsOf(span: Span | PageSpan): string {
	return "piece" in span && span.run !== null && span.piece !== null ? bitWords(span.run, span.piece.facts) : "";
}
