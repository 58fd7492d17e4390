/** The picture of the stage: the tables at the cursor. */

import { useMemo } from "react";
import { useStore } from "zustand";
import { X86_64_GEOMETRY } from "../../sim/include/geometry.ts";
import { layoutOf } from "../../sim/kernels/layout_of.ts";
import { comparison } from "../../state/compare.ts";
import { focusOn, select, setLens } from "../../state/selection.ts";
import { judgedBy } from "../../state/verdict_cycle.ts";
import { makePart, usePart } from "../app/part.ts";
import { useStage } from "../app/use_stage.ts";
import type { ComparePartProps } from "../compare/compare_part.tsx";
import styles from "./picture.module.css";
import { Picture } from "./picture.tsx";

const COMPARE_PART = makePart<ComparePartProps>(async () => (await import("../compare/compare_part.tsx")).ComparePart);

/** The picture, beside the other side of a comparison when there is one. */
export function StagePicture() {
	const compared = useStage((state) => state.compare !== null);
	const ComparePart = usePart(COMPARE_PART, compared);
	const picture = <OwnPicture lensElsewhere={ComparePart !== null} />;
	return ComparePart === null ? picture : <ComparePart>{picture}</ComparePart>;
}

function OwnPicture({ lensElsewhere }: { readonly lensElsewhere: boolean }) {
	const film = useStage((state) => state.film);
	const moment = useStage((state) => state.moment);
	const previous = useStage((state) => state.previous);
	const selection = useStage((state) => state.selection);
	const focusTable = useStage((state) => state.focusTable);
	const lens = useStage((state) => state.lens);
	const tracker = useStage((state) => state.tracker);
	// Only the lens of verdicts asks which tracker; the soft-dirty lens goes by soft-dirty always.
	const judged = useMemo(() => (moment === null || lens !== "verdict" ? moment : judgedBy(moment, tracker)), [moment, lens, tracker]);
	const scenario = useStage((state) => state.scenario.name);
	const comparedAt = useStore(comparison, (state) => state.at);
	const difference = useStore(comparison, (state) => state.difference);
	if (film === null || moment === null || judged === null) return <p className={styles.note}>Nothing is loaded yet.</p>;
	const layout = layoutOf(film.kernel);
	if (layout === undefined) {
		return (
			<p className={styles.note}>{`How kernel ${film.kernel} lays its entries out is not known: its name tells no release from 4.5 on.`}</p>
		);
	}
	const { step, micro } = moment.cursor;
	const when = micro === 0 ? `after step ${step}` : `after micro-step ${micro} of step ${step + 1}`;
	return (
		<Picture
			moment={judged}
			previous={previous}
			layout={layout}
			geometry={X86_64_GEOMETRY}
			frames={film.frames}
			lens={lens}
			selection={selection}
			focusTable={focusTable}
			onSelect={select}
			onFocus={focusOn}
			onLens={setLens}
			{...(comparedAt === moment && difference !== null ? { differing: difference.pages, label: film.kernel } : {})}
			lensElsewhere={lensElsewhere}
			heading={`${scenario === "" ? "a scenario" : scenario} on ${film.kernel} (${film.source}), ${when}`}
		/>
	);
}
