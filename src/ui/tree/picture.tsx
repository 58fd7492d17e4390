import { type ReactNode, useMemo, useState } from "react";
import type { PageDifference } from "../../history/difference.ts";
import type { Moment } from "../../history/film.ts";
import { tableCells } from "../../layout/cells.ts";
import { cellMarks, differingStretches } from "../../layout/differing.ts";
import { resolveFocus } from "../../layout/focus.ts";
import { levelBelow, sameTable, type TableId } from "../../layout/geometry.ts";
import { legendClasses } from "../../layout/legend.ts";
import type { Lens } from "../../layout/lens.ts";
import { physicalPicture } from "../../layout/physical.ts";
import { findPlace, type PlaceOfPage, placeAt, runAt } from "../../layout/place.ts";
import { makeScene } from "../../layout/scene.ts";
import { positionNote } from "../../layout/table_words.ts";
import { pageTables } from "../../layout/tables.ts";
import { treePicture } from "../../layout/tree_geometry.ts";
import { entrySpan, type Geometry } from "../../sim/include/geometry.ts";
import type { EntryLayout } from "../../sim/include/kernel.ts";
import { Legend } from "../legend/legend.tsx";
import { LensPicker } from "../legend/lens_picker.tsx";
import { PlacePicker, usePlaces } from "../legend/place_picker.tsx";
import { PageTable } from "../table/page_table.tsx";
import { PhysicalMemory } from "../table/physical_memory.tsx";
import { TextTwin } from "../twin/text_twin.tsx";
import { TwinToggle } from "../twin/twin_toggle.tsx";
import { PageTree } from "./page_tree.tsx";
import styles from "./picture.module.css";

export interface PictureProps {
	readonly moment: Moment;
	/** The moment before this step or micro-step. */
	readonly previous: Moment | null;
	/** How the kernel at hand lays entries out. */
	readonly layout: EntryLayout;
	readonly geometry: Geometry;
	readonly frames: "pfn" | "label";
	readonly lens: Lens;
	readonly selection: PlaceOfPage | null;
	/** null: the table around the selection. */
	readonly focusTable: TableId | null;
	readonly onSelect: (place: PlaceOfPage) => void;
	readonly onFocus: (table: TableId | null) => void;
	readonly onLens: (lens: Lens) => void;
	/** What is shown, in words: heads the text that is copied. */
	readonly heading: string;
	/** Leaves the choice of lens to a bar that several pictures share. */
	readonly lensElsewhere?: boolean;
	/** Whose machine it is, where several are compared. */
	readonly label?: string;
	/** What differs from the other side of a comparison, by page. */
	readonly differing?: readonly PageDifference[];
	/** Between the picture and physical memory. */
	readonly children?: ReactNode;
}

const NONE: readonly PageDifference[] = [];

/** One machine at one moment: its page-table tree, the table in focus as cells, physical memory; or all of it as text. */
export function Picture(props: PictureProps) {
	const { moment, previous, layout, geometry, lens, selection, focusTable, onSelect, onFocus, heading } = props;
	const [text, setText] = useState(false);
	const { observation } = moment;
	const places = usePlaces(observation);
	const scene = useMemo(() => makeScene({ moment, previous, layout, lens, geometry }), [moment, previous, layout, lens, geometry]);
	const trees = useMemo(() => pageTables(observation, geometry), [observation, geometry]);
	const before = useMemo(() => (previous === null ? null : pageTables(previous.observation, geometry)), [previous, geometry]);
	const picture = useMemo(() => treePicture(trees, geometry), [trees, geometry]);
	const resolved = resolveFocus(observation, trees, focusTable, selection, geometry);
	const focus = useStable(resolved);
	const cells = useMemo(() => (focus === null ? null : tableCells(scene, trees, focus)), [scene, trees, focus]);
	const legend = useMemo(() => legendClasses(scene, trees, cells), [scene, trees, cells]);
	const { differing = NONE } = props;
	const stretches = useMemo(() => differingStretches(differing, observation), [differing, observation]);
	const marks = useMemo(() => (focus === null ? null : cellMarks(stretches, focus, geometry)), [stretches, focus, geometry]);
	const physical = useMemo(() => physicalPicture(scene.frames, entrySpan(geometry, 1)), [scene, geometry]);

	const place = findPlace(observation, selection);
	const vpn = place === null ? null : place.region.start + place.page;
	const shown =
		focus === null ? null : placeAt(observation, focus.process, vpn !== null && place?.process.id === focus.process ? vpn : focus.page);
	const selected = selectedIndex(focus, place?.process.id ?? null, vpn, geometry);
	const run = place === null ? null : runAt(place.region, place.page);
	const frame = run !== null && place !== null && typeof run.frame === "number" ? run.frame + (run.shared ? 0 : place.page - run.at) : null;

	const selectPage = (process: string, page: number) => {
		const found = placeAt(observation, process, page);
		if (found !== null) onSelect({ process, region: found.region.name, page: found.page });
	};
	const choose = (index: number) => {
		if (focus === null || cells === null) return;
		const page = focus.page + index * entrySpan(geometry, focus.level);
		const below = levelBelow(focus.level);
		if (below === null) selectPage(focus.process, page);
		else onFocus({ process: focus.process, level: below, page });
	};

	const note = cells === null ? "" : positionNote(scene, cells, trees, before);
	const choices = (
		<>
			<PlacePicker
				places={places}
				process={shown?.process.id ?? focus?.process ?? null}
				region={shown?.region.name ?? null}
				onPlace={onSelect}
			/>
			<TwinToggle text={text} onText={setText} />
			<p className={styles.note}>{cells?.state === "empty" ? "" : note}</p>
		</>
	);
	return (
		<div className={styles.picture}>
			{props.lensElsewhere !== true && (
				<div className={styles.bar}>
					<LensPicker lens={lens} onLens={props.onLens} />
				</div>
			)}
			{text ? (
				<>
					<div className={styles.bar}>{choices}</div>
					<TextTwin scene={scene} trees={trees} cells={cells} heading={heading} selected={selected} onFocus={onFocus} onChoose={choose} />
				</>
			) : (
				<>
					<PageTree
						scene={scene}
						picture={picture}
						focus={focus}
						selected={place?.process.id === focus?.process ? vpn : null}
						onFocus={onFocus}
						onPage={selectPage}
						stretches={stretches}
					>
						{choices}
					</PageTree>
					{cells !== null && (
						<PageTable
							scene={scene}
							trees={trees}
							cells={cells}
							selected={selected}
							note={note}
							marks={marks}
							onChoose={choose}
							{...(props.label === undefined ? {} : { label: props.label })}
						>
							<Legend classes={legend} selected={selected !== null} />
						</PageTable>
					)}
				</>
			)}
			{props.children}
			<PhysicalMemory picture={physical} selected={frame} frames={props.frames} hugePages={entrySpan(geometry, 1)} />
		</div>
	);
}

/** The same object as long as it names the same table, so that what depends on it is not computed again. */
function useStable(table: TableId | null): TableId | null {
	const [kept, setKept] = useState(table);
	if (sameTable(kept, table)) return kept;
	setKept(table);
	return table;
}

function selectedIndex(focus: TableId | null, process: string | null, page: number | null, geometry: Geometry): number | null {
	if (focus === null || page === null || focus.process !== process) return null;
	const index = Math.floor((page - focus.page) / entrySpan(geometry, focus.level));
	return index >= 0 && index < geometry.entries ? index : null;
}
