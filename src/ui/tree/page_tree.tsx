import { Maximize2, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useMemo, useRef, useState } from "react";
import type { DifferingStretch } from "../../layout/differing.ts";
import { LEVEL_NAMES, sameTable, sizeWords, type TableId, tableKey } from "../../layout/geometry.ts";
import type { Scene } from "../../layout/scene.ts";
import { pathTo, type Strip, slotMiddle, type TreePicture } from "../../layout/tree_geometry.ts";
import { walkTree } from "../../layout/tree_walk.ts";
import { usedWords } from "../../layout/twin_rows.ts";
import { entrySpan } from "../../sim/include/geometry.ts";
import { PressButton } from "../app/press_button.tsx";
import { useWidth } from "../table/use_width.ts";
import styles from "./page_tree.module.css";
import { stripBox, TO_CELLS, treeFrame, treeLeft } from "./tree_frame.ts";
import { TreeLinks } from "./tree_links.tsx";
import { TreeMarks } from "./tree_marks.tsx";
import { TreeRows } from "./tree_rows.tsx";
import { TreeStrip } from "./tree_strip.tsx";
import { useViewport } from "./use_viewport.ts";

export interface PageTreeProps {
	readonly scene: Scene;
	readonly picture: TreePicture;
	readonly focus: TableId | null;
	/** Virtual page number of the selection, in the process in focus. */
	readonly selected: number | null;
	readonly onFocus: (table: TableId) => void;
	/** A single entry was hit, magnified enough to be meant. */
	readonly onPage: (process: string, page: number) => void;
	/** How the tree is called, where there are several. */
	readonly label?: string;
	/** What differs from the other side of a comparison. */
	readonly stretches?: readonly DifferingStretch[];
	/** Beside the buttons that magnify: what else belongs to the tree. */
	readonly children?: ReactNode;
}

const NONE: readonly DifferingStretch[] = [];
/** Pixels that one entry is wide at the largest magnification. */
const ENTRY_WIDTH = 180;
/** Pixels from which on an entry can be hit by itself. */
const HIT = 6;

/**
 * The page tables of all processes: every table a strip of its slots, lit slots opening into the tables below. Magnifies across from
 * the whole tree to a single entry. By keyboard: arrows walk the tables, Enter opens one, + and - magnify, 0 shows all.
 */
export function PageTree(props: PageTreeProps) {
	const { scene, picture, focus, selected, onFocus, onPage, label = "Page tables", stretches = NONE, children } = props;
	const id = useId();
	const area = useRef<HTMLDivElement>(null);
	const width = useWidth(area, 720);
	const [at, setAt] = useState<TableId | null>(null);
	const entries = scene.geometry.entries;
	const narrowest = picture.strips.reduce((least, { x0, x1 }) => Math.min(least, x1 - x0), 1);
	const left = treeLeft(width);
	const largest = Math.max(1, (ENTRY_WIDTH * entries) / Math.max(1, (width - left) * narrowest));
	const control = useViewport(area, left, Math.max(1, width - left), largest);
	const frame = useMemo(() => treeFrame(width, picture, control.view), [width, picture, control.view]);
	const path = useMemo(() => new Set(pathTo(picture, focus)), [picture, focus]);
	const clip = `${id}-clip`;

	const current = at !== null && picture.strips.some((strip) => sameTable(strip.id, at)) ? at : (focus ?? picture.strips[0]?.id ?? null);
	const here = picture.strips.find((strip) => current !== null && sameTable(strip.id, current)) ?? picture.strips[0];

	const centre = here === undefined ? 0.5 : centreOf(here, focus, selected);

	const hit = (event: MouseEvent): Strip | null => {
		const box = area.current?.getBoundingClientRect();
		if (box === undefined) return null;
		const x = event.clientX - box.left;
		const y = event.clientY - box.top;
		return (
			picture.strips.find((strip) => {
				const { x0, x1, y: top, height } = stripBox(frame, strip);
				return x >= x0 && x <= x1 && y >= top - frame.caption && y <= top + height + 6;
			}) ?? null
		);
	};
	const onClick = (event: MouseEvent) => {
		if (control.dragged()) return;
		const strip = hit(event);
		if (strip === null) return;
		setAt(strip.id);
		const box = stripBox(frame, strip);
		const pitch = (box.x1 - box.x0) / entries;
		if (strip.row === 3 && pitch >= HIT) {
			const x = event.clientX - (area.current?.getBoundingClientRect().left ?? 0);
			const index = Math.min(entries - 1, Math.max(0, Math.floor((x - box.x0) / pitch)));
			onPage(strip.id.process, strip.id.page + index);
		} else {
			onFocus(strip.id);
		}
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.altKey || event.metaKey || event.ctrlKey || here === undefined) return;
		const next = walkTree(picture, here, event.key);
		if (next !== null) setAt(next.id);
		else if (event.key === "Enter" || event.key === " ") onFocus(here.id);
		else if (event.key === "+" || event.key === "=") control.zoom(2, centre);
		else if (event.key === "-") control.zoom(0.5, centre);
		else if (event.key === "0") control.fit(0, 1);
		else return;
		event.preventDefault();
		event.stopPropagation();
	};

	return (
		<div className={styles.tree}>
			<div className={styles.bar}>
				{children}
				<div className={styles.tools}>
					<PressButton
						className={styles.tool ?? ""}
						aria-label="Magnify the tree"
						isDisabled={control.view.scale >= largest}
						onPress={() => control.zoom(3, centre)}
					>
						<Plus aria-hidden size={14} />
					</PressButton>
					<PressButton
						className={styles.tool ?? ""}
						aria-label="Make the tree smaller"
						isDisabled={control.view.scale <= 1}
						onPress={() => control.zoom(1 / 3, centre)}
					>
						<Minus aria-hidden size={14} />
					</PressButton>
					<PressButton
						className={styles.tool ?? ""}
						aria-label="Show the whole tree"
						isDisabled={control.view.scale <= 1}
						onPress={() => control.fit(0, 1)}
					>
						<Maximize2 aria-hidden size={13} />
					</PressButton>
				</div>
			</div>
			<div
				ref={area}
				role="tree"
				tabIndex={0}
				aria-label={label}
				aria-activedescendant={here === undefined ? undefined : `${id}-here`}
				className={styles.area}
				data-zoomed={control.view.scale > 1 || undefined}
				onKeyDown={onKeyDown}
				onClick={onClick}
				onDoubleClick={(event) => {
					const strip = hit(event);
					if (strip !== null) control.fit(strip.x0, strip.x1);
				}}
				{...control.pointer}
			>
				<svg aria-hidden="true" width={width} height={frame.height} className={styles.svg}>
					<clipPath id={clip}>
						<rect x={frame.left - 3} y={0} width={frame.span + 6} height={frame.height + TO_CELLS} />
					</clipPath>
					<g clipPath={`url(#${clip})`}>
						<TreeLinks picture={picture} path={path} frame={frame} focused={focus !== null} />
						{picture.strips.map((strip, index) => (
							<TreeStrip
								key={tableKey(strip.id) + strip.kind}
								scene={scene}
								strip={strip}
								frame={frame}
								onPath={path.has(index)}
								focused={focus !== null && sameTable(strip.id, focus)}
								cursor={strip === here}
								selected={focus?.process === strip.id.process ? selected : null}
								chosen={focus?.process === strip.id.process ? (selected ?? focus.page) : null}
								alone={picture.processes.length === 1}
							/>
						))}
					</g>
					<TreeMarks picture={picture} frame={frame} geometry={scene.geometry} stretches={stretches} />
					<TreeRows scene={scene} picture={picture} path={path} frame={frame} />
				</svg>
				{here !== undefined && (
					// biome-ignore lint/a11y/useFocusableInteractive: focus stays on the tree, which points here
					<div
						className="heard"
						role="treeitem"
						id={`${id}-here`}
						aria-level={here.row + 1}
						aria-selected={path.has(picture.strips.indexOf(here))}
					>
						{stripWords(scene, here)}
					</div>
				)}
			</div>
		</div>
	);
}

/** What stays in the middle when the picture is magnified: the selected entry, else the strip under the cursor. */
function centreOf(here: Strip, focus: TableId | null, selected: number | null): number {
	const { x0, x1, id, node } = here;
	const index = selected === null || focus === null || !sameTable(id, focus) ? -1 : selected - id.page;
	return id.level === 0 && index >= 0 && index < node.entries ? slotMiddle(here, index) : (x0 + x1) / 2;
}

function stripWords(scene: Scene, strip: Strip): string {
	const name = LEVEL_NAMES[strip.id.level];
	const place = strip.index === null ? `process ${strip.id.process}` : `entry ${strip.index}`;
	if (strip.kind === "huge") return `${place}: one huge page of ${sizeWords(entrySpan(scene.geometry, 1))}iB`;
	return `${place}: ${name} table, ${usedWords(strip.node)}`;
}
