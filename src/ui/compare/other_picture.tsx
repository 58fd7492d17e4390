import { useMemo } from "react";
import type { Film, Moment } from "../../history/film.ts";
import { tableCells } from "../../layout/cells.ts";
import { cellMarks, type DifferingStretch } from "../../layout/differing.ts";
import { resolveFocus } from "../../layout/focus.ts";
import { legendClasses } from "../../layout/legend.ts";
import { findPlace, placeAt } from "../../layout/place.ts";
import { makeScene } from "../../layout/scene.ts";
import { positionNote } from "../../layout/table_words.ts";
import { pageTables } from "../../layout/tables.ts";
import { treePicture } from "../../layout/tree_geometry.ts";
import { entrySpan, X86_64_GEOMETRY } from "../../sim/include/geometry.ts";
import { layoutOf } from "../../sim/kernels/layout_of.ts";
import { focusOn, select } from "../../state/selection.ts";
import { useStage } from "../app/use_stage.ts";
import { Legend } from "../legend/legend.tsx";
import { PageTable } from "../table/page_table.tsx";
import { PageTree } from "../tree/page_tree.tsx";
import pictures from "../tree/picture.module.css";
import styles from "./compare.module.css";

interface Props {
	readonly title: string;
	readonly film: Film;
	readonly moment: Moment;
	/** One step or micro-step before it. */
	readonly previous: Moment | null;
	/** By the addresses of this side. */
	readonly stretches: readonly DifferingStretch[];
}

/** The other side: the same table under the same lens, its tree above it. What is chosen here is chosen on both sides. */
export function OtherPicture({ title, film, moment, previous, stretches }: Props) {
	const lens = useStage((state) => state.lens);
	const selection = useStage((state) => state.selection);
	const focusTable = useStage((state) => state.focusTable);
	const layout = layoutOf(film.kernel);
	const { observation } = moment;
	const scene = useMemo(
		() => (layout === undefined ? null : makeScene({ moment, previous, layout, lens, geometry: X86_64_GEOMETRY })),
		[moment, previous, layout, lens],
	);
	const trees = useMemo(() => pageTables(observation, X86_64_GEOMETRY), [observation]);
	const before = useMemo(() => (previous === null ? null : pageTables(previous.observation, X86_64_GEOMETRY)), [previous]);
	const picture = useMemo(() => treePicture(trees, X86_64_GEOMETRY), [trees]);
	const focus = resolveFocus(observation, trees, focusTable, selection, X86_64_GEOMETRY);
	const { process, level, page } = focus ?? { process: "", level: 0, page: 0 };
	const cells = useMemo(
		() => (scene === null || process === "" ? null : tableCells(scene, trees, { process, level, page })),
		[scene, trees, process, level, page],
	);
	const marks = useMemo(() => (cells === null ? null : cellMarks(stretches, cells.id, X86_64_GEOMETRY)), [stretches, cells]);
	if (scene === null || focus === null || cells === null) return <p className={styles["note"]}>{title} has no page tables here.</p>;

	const note = positionNote(scene, cells, trees, before);
	const place = findPlace(observation, selection);
	const vpn = place?.process.id === focus.process ? place.region.start + place.page : null;
	const index = vpn === null ? -1 : Math.floor((vpn - focus.page) / entrySpan(X86_64_GEOMETRY, focus.level));
	const selected = index >= 0 && index < X86_64_GEOMETRY.entries ? index : null;
	const selectPage = (of: string, at: number) => {
		const found = placeAt(observation, of, at);
		if (found !== null) select({ process: of, region: found.region.name, page: found.page });
	};
	return (
		<section className={styles["other"]} aria-label={`Page tables of ${title}`}>
			<PageTree
				scene={scene}
				picture={picture}
				focus={focus}
				selected={vpn}
				label={`Page tables of ${title}`}
				stretches={stretches}
				onFocus={focusOn}
				onPage={selectPage}
			>
				<b className={styles["whose"]}>{title}</b>
				<p className={pictures["note"]}>{cells.state === "empty" ? "" : note}</p>
			</PageTree>
			<PageTable
				scene={scene}
				trees={trees}
				cells={cells}
				selected={selected}
				note={note}
				label={title}
				marks={marks}
				onChoose={(at) => {
					if (focus.level === 0) selectPage(focus.process, focus.page + at);
				}}
			>
				<Legend classes={legendClasses(scene, trees, cells)} selected={selected !== null} />
			</PageTable>
		</section>
	);
}
