/** The entry panel of the stage: the selected page at the cursor. */
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { shareStructure } from "../../base/share_structure.ts";
import { bothKeepExclusive } from "../../history/meaning.ts";
import { layoutOf } from "../../sim/kernels/layout_of.ts";
import { comparison } from "../../state/compare.ts";
import { select } from "../../state/selection.ts";
import type { Selection } from "../../state/stage.ts";
import { useStage } from "../app/use_stage.ts";
import { BlameContext } from "./bit_blame.ts";
import blameStyles from "./blame.module.css";
import { type EntryModel, entryModel } from "./entry_model.ts";
import { EntryView } from "./entry_view.tsx";
import type { OtherEntry } from "./other_entry.tsx";
import { readPage } from "./page_reading.ts";
import { useBlame } from "./use_blame.ts";

/** The same page on the other side of a comparison. */
function useOther(selection: Selection | null): OtherEntry | undefined {
	const at = useStore(comparison, (state) => state.at);
	const film = useStore(comparison, (state) => state.film);
	const otherMoment = useStore(comparison, (state) => state.otherMoment);
	const title = useStore(comparison, (state) => state.title);
	const here = useStage((state) => state.film?.kernel ?? "");
	const moment = useStage((state) => state.moment);
	return useMemo(() => {
		if (film === null || otherMoment === null || at !== moment || selection === null) return undefined;
		const layout = layoutOf(film.kernel);
		const own = layoutOf(here);
		const page = layout === undefined ? "region" : readPage(otherMoment.observation, selection, { layout, numbers: film.frames });
		if (typeof page === "string" || layout === undefined || own === undefined) return undefined;
		return { title, entry: page.entry, exclusive: bothKeepExclusive(own, layout) };
	}, [film, otherMoment, at, moment, selection, title, here]);
}

/** The same object, and the same parts of it, as long as they say the same: most steps leave most of the panel as it is. */
function useSame(fresh: EntryModel): EntryModel {
	const [kept, setKept] = useState(fresh);
	const shared = kept === fresh ? kept : shareStructure(kept, fresh);
	if (shared !== kept) setKept(shared);
	return shared;
}

export function EntryPanel() {
	const film = useStage((state) => state.film);
	const moment = useStage((state) => state.moment);
	const previous = useStage((state) => state.previous);
	const selection = useStage((state) => state.selection);
	const fresh = useMemo((): EntryModel => {
		if (film === null || moment === null) return { kind: "empty", title: "Entry", about: "Nothing is loaded yet." };
		const layout = layoutOf(film.kernel);
		if (layout === undefined) {
			return {
				kind: "empty",
				title: "Entry",
				about: `How kernel ${film.kernel} lays its entries out is not known: its name tells no release from 4.5 on.`,
			};
		}
		return entryModel({
			observation: moment.observation,
			previous: previous?.observation ?? null,
			selection,
			reader: { layout, numbers: film.frames },
			verdict: moment.verdict,
		});
	}, [film, moment, previous, selection]);
	const model = useSame(fresh);
	const other = useOther(selection);
	const { blame, waiting } = useBlame(model);
	return (
		<BlameContext value={blame}>
			<div className={blameStyles["answers"]} data-waiting={waiting || undefined}>
				<EntryView model={model} other={other} onSelect={select} />
			</div>
		</BlameContext>
	);
}
