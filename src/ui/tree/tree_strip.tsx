import { memo, useMemo } from "react";
import { LEVEL_NAMES, sizeWords } from "../../layout/geometry.ts";
import { addressWords, placeAt } from "../../layout/place.ts";
import type { Scene } from "../../layout/scene.ts";
import { pageSpans, type Span, tableSpans } from "../../layout/spans.ts";
import type { Strip } from "../../layout/tree_geometry.ts";
import { entrySpan } from "../../sim/include/geometry.ts";
import styles from "./page_tree.module.css";
import { StripEntries } from "./strip_entries.tsx";
import { StripStretches } from "./strip_stretches.tsx";
import { NUMBERED, type StripBox, slotEnds, stripBox, type TreeFrame } from "./tree_frame.ts";

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
			{strip.row === 0 && !alone && frame.left === 0 && (
				<text x={box.x1 - 5} y={box.y + 11} textAnchor="end" className={styles.caption}>
					{strip.id.process}
				</text>
			)}
			{leaf ? (
				pitch >= CELL ? (
					<StripEntries spans={spans} box={box} pitch={pitch} frame={frame} />
				) : (
					<StripStretches spans={spans} entries={strip.node.entries} box={box} width={width} huge={strip.kind === "huge"} />
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

function Chosen({ strip, box, page }: { readonly strip: Strip; readonly box: StripBox; readonly page: number }) {
	const index = page - strip.id.page;
	if (index < 0 || index >= strip.node.entries) return null;
	const [x0, x1] = slotEnds(box, strip.node.entries, index, 1, 5);
	return <rect className={styles.chosen} x={x0 - 1} y={box.y - 2} width={x1 - x0 + 2} height={box.height + 4} rx={2.5} />;
}
