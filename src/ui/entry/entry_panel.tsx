/** The entry panel of the stage: the selected page at the cursor. */
import { useMemo } from "react";
import { layoutOf } from "../../sim/kernels/layout_of.ts";
import { select } from "../../state/selection.ts";
import { useStage } from "../app/use_stage.ts";
import { type EntryModel, entryModel } from "./entry_model.ts";
import { EntryView } from "./entry_view.tsx";

export function EntryPanel() {
	const film = useStage((state) => state.film);
	const moment = useStage((state) => state.moment);
	const previous = useStage((state) => state.previous);
	const selection = useStage((state) => state.selection);
	const model = useMemo((): EntryModel => {
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
	return <EntryView model={model} onSelect={select} />;
}
